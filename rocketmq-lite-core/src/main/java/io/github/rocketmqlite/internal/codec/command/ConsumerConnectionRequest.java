package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker which members of a group are connected to it and what they subscribe to
 * (GET_CONSUMER_CONNECTION_LIST, 203).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 */
public record ConsumerConnectionRequest(String group) implements Request<ConsumerConnectionRequest.Connections> {

	private static final int NOT_ONLINE = 206;

	public ConsumerConnectionRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 203;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("consumerGroup", this.group);
	}

	@Override
	public Connections decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Connections decode(Frame answer, RequestScope scope) {
		if (answer.code() == NOT_ONLINE) {
			return new Connections(List.of(), Map.of());
		}
		List<Connection> members = new ArrayList<>();
		Map<String, String> subscriptions = new LinkedHashMap<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> {
				switch (name) {
					case "connectionSet" -> members.addAll(json.elements(Connection::read));
					case "subscriptionTable" -> json.members((topic) -> {
						subscriptions.put(scope.namespace().unwrap(topic), json.scalars().text("subString"));
						return true;
					});
					default -> {
						return false;
					}
				}
				return true;
			});
			return new Connections(members, subscriptions);
		});
	}

	/**
	 * What one broker knows of a group.
	 *
	 * @param members the connected clients, none when the group is offline
	 * @param subscriptions topic to expression
	 */
	public record Connections(List<Connection> members, Map<String, String> subscriptions) {

		public Connections {
			members = List.copyOf(members);
			subscriptions = Map.copyOf(subscriptions);
		}

	}

	/**
	 * A connected client.
	 *
	 * @param clientId its id
	 * @param address its address as the broker sees it
	 * @param language the language it says it is written in
	 * @param version the protocol version it speaks
	 */
	public record Connection(String clientId, String address, String language, int version) {

		static Connection read(JsonBody json) {
			JsonBody.Members members = json.scalars();
			return new Connection(members.text("clientId"), members.text("clientAddr"),
					Objects.requireNonNullElse(members.optional("language"), ""), (int) members.number("version", 0));
		}

	}

}
