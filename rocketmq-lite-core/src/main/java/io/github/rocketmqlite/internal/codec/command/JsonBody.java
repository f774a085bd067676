package io.github.rocketmqlite.internal.codec.command;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON bodies of seldom answers, token by token, within limits that keep a
 * hostile or broken peer from exhausting memory or stack.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class JsonBody {

	static final int MAX_DEPTH = 32;

	static final int MAX_STRING = 1024 * 1024;

	private static final JsonFactory JSON = JsonFactory.builder()
		.streamReadConstraints(
				StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxStringLength(MAX_STRING).build())
		.build();

	private final JsonParser parser;

	private final String peer;

	private final int maxElements;

	private JsonBody(JsonParser parser, String peer, int maxElements) {
		this.parser = parser;
		this.peer = peer;
		this.maxElements = maxElements;
	}

	/**
	 * Reads the body of a frame, which must be one object.
	 */
	static <T> T read(Frame frame, Function<JsonBody, T> reader) {
		int maxBytes = frame.limits().maxJsonBytes();
		if (frame.body().readableBytes() > maxBytes) {
			throw new ProtocolException("The JSON body from " + frame.peer() + " has " + frame.body().readableBytes()
					+ " bytes, more than the limit of " + maxBytes, Outcome.UNKNOWN, null);
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), JsonKeys.quote(frame.bodyBytes()))) {
			JsonBody body = new JsonBody(parser, frame.peer(), frame.limits().maxJsonElements());
			parser.nextToken();
			T value = reader.apply(body);
			if (parser.nextToken() != null) {
				throw body.problem("there is more after its end");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new ProtocolException(
					"The JSON body from " + frame.peer() + " makes no sense: " + ex.getOriginalMessage(),
					Outcome.UNKNOWN, ex);
		}
	}

	static JsonGenerator generator(OutputStream out) {
		return JSON.createGenerator(ObjectWriteContext.empty(), out);
	}

	/**
	 * Writes a body, which must be one object.
	 */
	static byte[] write(Consumer<JsonGenerator> members) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
		try (JsonGenerator json = generator(bytes)) {
			json.writeStartObject();
			members.accept(json);
			json.writeEndObject();
		}
		return bytes.toByteArray();
	}

	static void writeQueue(JsonGenerator json, MessageQueue queue) {
		json.writeStartObject();
		json.writeStringProperty("brokerName", queue.brokerName());
		json.writeNumberProperty("queueId", queue.queueId());
		json.writeStringProperty("topic", queue.topic());
		json.writeEndObject();
	}

	/**
	 * Writes a map from queues, whose keys are objects (protocol 7.9).
	 */
	static <T> void writeTable(JsonGenerator json, String name, Map<MessageQueue, T> table, Namespace namespace,
			BiConsumer<JsonGenerator, T> value) {
		StringJoiner entries = new StringJoiner(",", "{", "}");
		table.forEach((queue,
				entry) -> entries.add(text((key) -> writeQueue(key,
						new MessageQueue(namespace.wrap(queue.topic()), queue.brokerName(), queue.queueId()))) + ":"
						+ text((out) -> value.accept(out, entry))));
		json.writeName(name);
		json.writeRawValue(entries.toString());
	}

	private static String text(Consumer<JsonGenerator> value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
		try (JsonGenerator json = generator(bytes)) {
			value.accept(json);
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Whether the value at hand is an array.
	 */
	boolean isArray() {
		return this.parser.currentToken() == JsonToken.START_ARRAY;
	}

	/**
	 * Visits each member of the object at hand with the parser on the member's value; a
	 * visitor that returns false leaves the value to be skipped.
	 */
	void members(MemberVisitor visitor) {
		expect(JsonToken.START_OBJECT);
		int count = 0;
		while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
			requireRoom("object", "members", count++);
			String name = this.parser.currentName();
			JsonToken value = this.parser.nextToken();
			if (value == JsonToken.VALUE_NULL || !visitor.visit(name)) {
				this.parser.skipChildren();
			}
		}
		expect(JsonToken.END_OBJECT);
	}

	/**
	 * Reads the array at hand.
	 */
	<T> List<T> elements(Function<JsonBody, T> reader) {
		expect(JsonToken.START_ARRAY);
		List<T> elements = new ArrayList<>();
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			requireRoom("array", "elements", elements.size());
			elements.add(reader.apply(this));
		}
		return elements;
	}

	/**
	 * Reads the one member of the object at hand that matters: a list of texts, empty
	 * when it is absent.
	 */
	List<String> strings(String member) {
		List<String> strings = new ArrayList<>();
		members((name) -> name.equals(member) && strings.addAll(elements(JsonBody::text)));
		return List.copyOf(strings);
	}

	/**
	 * The text at hand.
	 */
	String text() {
		expect(JsonToken.VALUE_STRING);
		return this.parser.getString();
	}

	/**
	 * The number at hand.
	 */
	int integer() {
		expect(JsonToken.VALUE_NUMBER_INT);
		return this.parser.getIntValue();
	}

	/**
	 * The number at hand.
	 */
	long number() {
		expect(JsonToken.VALUE_NUMBER_INT);
		return this.parser.getLongValue();
	}

	/**
	 * The object at hand as a queue.
	 */
	MessageQueue queue() {
		Members members = scalars();
		return new MessageQueue(members.text("topic"), members.text("brokerName"), (int) members.number("queueId"));
	}

	/**
	 * All members of the object at hand that are texts, numbers or truth values.
	 */
	Members scalars() {
		Map<String, String> values = new HashMap<>();
		members((name) -> {
			boolean scalar = this.parser.currentToken().isScalarValue();
			if (scalar) {
				values.put(name, this.parser.getString());
			}
			return scalar;
		});
		return new Members(values, this.peer);
	}

	/**
	 * Reads a map from queues to values, whose keys are objects (protocol 7.9).
	 * @param namespace what the topics of the queues are shown without
	 */
	<T> boolean putAll(Map<MessageQueue, T> table, Namespace namespace, Function<JsonBody, T> reader) {
		members((key) -> {
			MessageQueue queue = queueOf(key);
			table.put(new MessageQueue(namespace.unwrap(queue.topic()), queue.brokerName(), queue.queueId()),
					reader.apply(this));
			return true;
		});
		return true;
	}

	private MessageQueue queueOf(String key) {
		try (JsonParser keyParser = JSON.createParser(ObjectReadContext.empty(), key)) {
			keyParser.nextToken();
			return new JsonBody(keyParser, this.peer, this.maxElements).queue();
		}
	}

	/**
	 * Whether the object at hand has any member; it is skipped.
	 */
	boolean hasMembers() {
		expect(JsonToken.START_OBJECT);
		boolean any = false;
		while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
			any = true;
			this.parser.nextToken();
			this.parser.skipChildren();
		}
		return any;
	}

	<T> T require(@Nullable T value, String name) {
		if (value == null) {
			throw problem("'" + name + "' is missing");
		}
		return value;
	}

	ProtocolException problem(String what) {
		return new ProtocolException("The JSON body from " + this.peer + " makes no sense: " + what, Outcome.UNKNOWN,
				null);
	}

	private void requireRoom(String container, String contents, int count) {
		if (count == this.maxElements) {
			throw problem("an " + container + " has more than " + this.maxElements + " " + contents);
		}
	}

	private void expect(JsonToken token) {
		if (this.parser.currentToken() != token) {
			throw problem("expected " + token + " but found " + this.parser.currentToken());
		}
	}

	/**
	 * The plain members of one object.
	 */
	record Members(Map<String, String> values, String peer) {

		String text(String name) {
			String value = this.values.get(name);
			if (value == null) {
				throw new ProtocolException("The JSON body from " + this.peer + " lacks '" + name + "'",
						Outcome.UNKNOWN, null);
			}
			return value;
		}

		@Nullable String optional(String name) {
			return this.values.get(name);
		}

		long number(String name) {
			return parse(name, text(name));
		}

		long number(String name, long absent) {
			String value = this.values.get(name);
			return (value != null) ? parse(name, value) : absent;
		}

		boolean flag(String name, boolean absent) {
			String value = this.values.get(name);
			return (value != null) ? Boolean.parseBoolean(value) : absent;
		}

		private long parse(String name, String value) {
			try {
				return Long.parseLong(value);
			}
			catch (NumberFormatException ex) {
				throw new ProtocolException(
						"'" + name + "' in the JSON body from " + this.peer + " is not a whole number", Outcome.UNKNOWN,
						ex);
			}
		}

	}

	/**
	 * Looks at one member of an object.
	 */
	@FunctionalInterface
	interface MemberVisitor {

		/**
		 * Reads the value of a member.
		 * @param name the member's name
		 * @return whether the value was read
		 */
		boolean visit(String name);

	}

}
