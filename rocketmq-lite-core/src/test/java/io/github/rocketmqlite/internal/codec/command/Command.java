package io.github.rocketmqlite.internal.codec.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.StoredMessageBytes;
import io.github.rocketmqlite.internal.codec.Vectors;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@link Commands}.
 * <p>
 * Threading: not changed any more once the line is complete.
 */
final class Command {

	private final Class<?> type;

	private final @Nullable Request<?> request;

	private final @Nullable BiFunction<Frame, Namespace, ?> decoder;

	private Content content;

	private @Nullable Class<? extends CommandCustomHeader> header;

	private @Nullable Class<?> body;

	private @Nullable String vector;

	private boolean onlyJson;

	private Set<String> besides = Set.of();

	private Command(Class<?> type, @Nullable Request<?> request, @Nullable BiFunction<Frame, Namespace, ?> decoder,
			Content content) {
		this.type = type;
		this.request = request;
		this.decoder = decoder;
		this.content = content;
	}

	static Command sent(Request<?> request) {
		return new Command(request.getClass(), request, null, new Content(0, Map.of(), Request.NO_BODY));
	}

	static Command received(Class<?> type, String vector, BiFunction<Frame, Namespace, ?> decoder) {
		return new Command(type, null, decoder, Content.recorded(vector));
	}

	static Command received(Class<?> type, int code, Map<String, String> fields, String body,
			BiFunction<Frame, Namespace, ?> decoder) {
		return new Command(type, null, decoder, new Content(code, fields, body.getBytes(StandardCharsets.UTF_8)));
	}

	Command header(Class<? extends CommandCustomHeader> header) {
		this.header = header;
		return this;
	}

	Command body(Class<?> body) {
		this.body = body;
		return this;
	}

	Command like(String vector) {
		this.vector = vector;
		return this;
	}

	/** Its code does not fit a binary header. */
	Command onlyJson() {
		this.onlyJson = true;
		return this;
	}

	Command besides(String... fields) {
		this.besides = Set.of(fields);
		return this;
	}

	Command answered(Map<String, String> fields) {
		this.content = new Content(0, fields, Request.NO_BODY);
		return this;
	}

	/**
	 * A JSON body, or else the name of a recorded frame.
	 */
	Command answered(String text) {
		this.content = (text.startsWith("{") || text.startsWith("["))
				? new Content(0, Map.of(), text.getBytes(StandardCharsets.UTF_8)) : Content.recorded(text);
		return this;
	}

	Class<?> type() {
		return this.type;
	}

	/** Whether clients send it; else servers do. */
	boolean isSent() {
		return this.request != null;
	}

	/**
	 * The request, of a command that clients send.
	 */
	Request<?> example() {
		return Objects.requireNonNull(this.request);
	}

	/**
	 * What a server sends: the answer, or the command itself.
	 */
	Content content() {
		return this.content;
	}

	/**
	 * What we make of a frame with the content.
	 */
	Object decode(Frame frame, RequestScope scope) {
		return (this.decoder != null) ? this.decoder.apply(frame, scope.namespace())
				: scope.apply(example()).decode(frame);
	}

	/** The official class of the header. */
	@Nullable Class<? extends CommandCustomHeader> header() {
		return this.header;
	}

	/** The official class of the body. */
	@Nullable Class<?> body() {
		return this.body;
	}

	/** A recorded frame with the same content. */
	@Nullable String vector() {
		return this.vector;
	}

	boolean isOnlyJson() {
		return this.onlyJson;
	}

	/** The fields that the official class of the header does not know. */
	Set<String> besides() {
		return this.besides;
	}

	@Override
	public String toString() {
		return this.type.getSimpleName();
	}

	/**
	 * A frame of a server, without its format.
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Content(int code, Map<String, String> fields, byte[] body) {

		private static final int MAGIC_AT = 4;

		static Content recorded(String vector) {
			RemotingCommand official = Official.decode(Vectors.bytes(vector));
			return new Content(official.getCode(), Official.fields(official),
					Objects.requireNonNullElse(official.getBody(), Request.NO_BODY));
		}

		/** Whether the body is messages. */
		boolean hasMessages() {
			return this.body.length > MAGIC_AT + Integer.BYTES
					&& ByteBuffer.wrap(this.body).getInt(MAGIC_AT) == StoredMessageBytes.MAGIC_V1;
		}

		boolean hasJson() {
			return this.body.length > 0 && this.body[0] == '{';
		}

		Content with(byte[] other) {
			return new Content(this.code, this.fields, other);
		}

		/**
		 * What a server says in JSON and fields to a client of a namespace that it calls
		 * by this prefix.
		 */
		Content wrapped(String prefix) {
			Map<String, String> wrapped = this.fields.entrySet()
				.stream()
				.collect(Collectors.toMap(Map.Entry::getKey, (field) -> wrapped(prefix, field.getValue())));
			String json = new String(this.body, StandardCharsets.UTF_8);
			return new Content(this.code, wrapped,
					hasJson() ? wrapped(prefix, json).getBytes(StandardCharsets.UTF_8) : this.body);
		}

		private static String wrapped(String prefix, String text) {
			return text.replace("TopicTest", prefix + "TopicTest").replace("CG_TEST", prefix + "CG_TEST");
		}

	}

}
