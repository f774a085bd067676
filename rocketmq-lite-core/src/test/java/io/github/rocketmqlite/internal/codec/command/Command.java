package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.Vectors;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@link Commands}.
 *
 * @param type the command's class
 * @param request the example, for what clients send
 * @param header the official class of the header
 * @param body the official class of the body
 * @param vector a recorded frame with the same content
 * @param decoder the decoder, for what servers send
 * @param answer the example of an answer
 * @param besides the fields that the official class does not know
 */
record Command(Class<?> type, @Nullable Request<?> request, @Nullable Class<? extends CommandCustomHeader> header,
		@Nullable Class<?> body, @Nullable String vector, @Nullable Function<Frame, ?> decoder, Answer answer,
		Set<String> besides) {

	static Command sent(Request<?> request) {
		return new Command(request.getClass(), request, null, null, null, null, Answer.SUCCESS, Set.of());
	}

	static Command received(Class<?> type, String vector, Function<Frame, ?> decoder) {
		return new Command(type, null, null, null, vector, decoder, Answer.SUCCESS, Set.of());
	}

	Command header(Class<? extends CommandCustomHeader> header) {
		return new Command(this.type, this.request, header, this.body, this.vector, null, this.answer, this.besides);
	}

	Command body(Class<?> body) {
		return new Command(this.type, this.request, this.header, body, this.vector, null, this.answer, this.besides);
	}

	Command like(String vector) {
		return new Command(this.type, this.request, this.header, this.body, vector, null, this.answer, this.besides);
	}

	Command besides(String... fields) {
		return new Command(this.type, this.request, this.header, this.body, this.vector, null, this.answer,
				Set.of(fields));
	}

	Command answered(Map<String, String> fields) {
		return answered(new Answer(0, fields, new byte[0]));
	}

	/**
	 * A JSON body, or else the name of a recorded frame.
	 */
	Command answered(String text) {
		return answered(text.startsWith("{") ? new Answer(0, Map.of(), text.getBytes(StandardCharsets.UTF_8))
				: Answer.recorded(text));
	}

	private Command answered(Answer other) {
		return new Command(this.type, this.request, this.header, this.body, this.vector, null, other, this.besides);
	}

	/**
	 * The request, of a command that clients send.
	 */
	Request<?> example() {
		return Objects.requireNonNull(this.request);
	}

	@Override
	public String toString() {
		return this.type.getSimpleName();
	}

	/**
	 * An answer of a server.
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Answer(int code, Map<String, String> fields, byte[] body) {

		static final Answer SUCCESS = new Answer(0, Map.of(), new byte[0]);

		static Answer recorded(String vector) {
			RemotingCommand official = Official.decode(Vectors.bytes(vector));
			return new Answer(official.getCode(), Official.fields(official),
					Objects.requireNonNullElse(official.getBody(), new byte[0]));
		}

	}

}
