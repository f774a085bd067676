package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;

/**
 * Who consumes in a group, as one broker sees it (protocol 7.2).
 * <p>
 * Threading: immutable.
 *
 * @param consumeType how messages get to the consumers, in the protocol's words; empty
 * when the broker does not say
 * @param messageModel whether they share the messages, in the protocol's words
 * @param consumeFromWhere where they start, in the protocol's words
 * @param connections the connected clients
 * @param subscriptions what they subscribe to
 */
public record ConsumerConnections(String consumeType, String messageModel, String consumeFromWhere,
		List<Connection> connections, List<Subscription> subscriptions) {

	/** A group of which no member is connected. */
	static final ConsumerConnections NONE = new ConsumerConnections("", "", "", List.of(), List.of());

	public ConsumerConnections {
		connections = List.copyOf(connections);
		subscriptions = List.copyOf(subscriptions);
	}

	static ConsumerConnections read(Frame answer, Namespace namespace) {
		List<Connection> connections = new ArrayList<>();
		List<Subscription> subscriptions = new ArrayList<>();
		Map<String, String> texts = new HashMap<>();
		return JsonBody.read(answer, (json) -> {
			json.members((name) -> switch (name) {
				case "connectionSet" -> connections.addAll(json.elements(Connection::read));
				case "subscriptionTable" -> json.all((topic) -> subscriptions.add(Subscription.read(json, namespace)));
				default -> json.scalar(name, texts);
			});
			return new ConsumerConnections(texts.getOrDefault("consumeType", ""),
					texts.getOrDefault("messageModel", ""), texts.getOrDefault("consumeFromWhere", ""), connections,
					subscriptions);
		});
	}

	/**
	 * One connected client.
	 *
	 * @param clientId its id
	 * @param address where it connects from
	 * @param language what it is written in
	 * @param version its protocol version
	 */
	public record Connection(String clientId, String address, String language, int version) {

		private static Connection read(JsonBody json) {
			JsonBody.Members members = json.scalars();
			String language = members.optional("language");
			return new Connection(members.text("clientId"), members.text("clientAddr"),
					(language != null) ? language : "", (int) members.number("version", 0));
		}

	}

	/**
	 * What the group subscribes to.
	 *
	 * @param topic the topic
	 * @param expression the filter expression, {@code *} for all
	 * @param expressionType {@code TAG} or {@code SQL92}
	 * @param version when it changed, in milliseconds of the wall clock
	 */
	public record Subscription(String topic, String expression, String expressionType, long version) {

		private static Subscription read(JsonBody json, Namespace namespace) {
			JsonBody.Members members = json.scalars();
			String type = members.optional("expressionType");
			return new Subscription(namespace.unwrap(members.text("topic")), members.text("subString"),
					(type != null) ? type : "TAG", members.number("subVersion", 0));
		}

	}

}
