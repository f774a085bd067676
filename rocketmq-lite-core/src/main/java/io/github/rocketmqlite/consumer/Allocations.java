package io.github.rocketmqlite.consumer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;

/**
 * The strategies that need no more than arithmetic.
 * <p>
 * Source: protocol 9.7 and the strategies of the official client.
 * <p>
 * Threading: stateless.
 */
final class Allocations {

	static final AllocationStrategy AVERAGELY = new Simple("AVG",
			(queues, members, index) -> range(queues, queues.size() / members, queues.size() % members, index));

	static final AllocationStrategy BY_CIRCLE = new Simple("AVG_BY_CIRCLE", Allocations::circle);

	private Allocations() {
	}

	static AllocationStrategy machineRoom(Collection<String> rooms) {
		Set<String> mine = Set.copyOf(rooms);
		if (mine.isEmpty()) {
			throw new IllegalArgumentException("Allocation by machine room needs at least one room");
		}
		return new Simple("MACHINE_ROOM", (queues, members, index) -> {
			List<MessageQueue> local = queues.stream().filter((queue) -> mine.contains(roomOf(queue))).toList();
			return withRest(local, members, index);
		});
	}

	static AllocationStrategy byConfig(Collection<MessageQueue> configured) {
		Set<MessageQueue> mine = Set.copyOf(configured);
		return new Simple("CONFIG", (queues, members, index) -> queues.stream().filter(mine::contains).toList());
	}

	private static List<MessageQueue> range(List<MessageQueue> queues, int share, int rest, int index) {
		int from = index * share + Math.min(index, rest);
		return queues.subList(from, from + share + ((index < rest) ? 1 : 0));
	}

	private static List<MessageQueue> circle(List<MessageQueue> queues, int members, int index) {
		List<MessageQueue> mine = new ArrayList<>();
		for (int i = index; i < queues.size(); i += members) {
			mine.add(queues.get(i));
		}
		return mine;
	}

	/** Equal ranges, and of what is left behind them one queue for each member. */
	private static List<MessageQueue> withRest(List<MessageQueue> queues, int members, int index) {
		int share = queues.size() / members;
		List<MessageQueue> mine = new ArrayList<>(queues.subList(index * share, (index + 1) * share));
		if (index < queues.size() % members) {
			mine.add(queues.get(members * share + index));
		}
		return mine;
	}

	private static String roomOf(MessageQueue queue) {
		String name = queue.brokerName();
		int at = name.indexOf('@');
		boolean one = at >= 0 && at == name.lastIndexOf('@') && at < name.length() - 1;
		return one ? name.substring(0, at) : "";
	}

	/**
	 * A strategy that looks at positions only.
	 */
	private record Simple(String name, Share share) implements AllocationStrategy {

		@Override
		public List<MessageQueue> allocate(String group, String clientId, List<MessageQueue> queues,
				List<String> clientIds) {
			int index = clientIds.indexOf(clientId);
			return (index < 0) ? List.of() : this.share.of(queues, clientIds.size(), index);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * The share of the member at a position.
	 */
	private interface Share {

		List<MessageQueue> of(List<MessageQueue> queues, int members, int index);

	}

}
