package io.github.rocketmqlite.admin;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.rocketmqlite.RocketException;

/**
 * The members of a consumer group as the brokers see them.
 *
 * @param group the consumer group
 * @param members the connected clients, sorted by their ids; empty when the group is
 * offline
 * @param subscriptions what the group subscribes to: topic to expression, {@code *} for
 * all messages
 * @param failures the brokers that did not answer, and why
 */
public record ConsumerConnections(String group, List<Member> members, SortedMap<String, String> subscriptions,
		Map<String, RocketException> failures) {

	public ConsumerConnections {
		Objects.requireNonNull(group, "group");
		members = List.copyOf(members);
		subscriptions = Collections.unmodifiableSortedMap(new TreeMap<>(subscriptions));
		failures = Map.copyOf(failures);
	}

	/**
	 * A connected client.
	 *
	 * @param clientId its id
	 * @param address where it is, {@code ip:port}; one of several when it is connected to
	 * more than one broker
	 * @param language the programming language it says it is written in
	 * @param version the number of the protocol version it speaks
	 */
	public record Member(String clientId, String address, String language, int version) {

		public Member {
			Objects.requireNonNull(clientId, "clientId");
			Objects.requireNonNull(address, "address");
			Objects.requireNonNull(language, "language");
		}

	}

}
