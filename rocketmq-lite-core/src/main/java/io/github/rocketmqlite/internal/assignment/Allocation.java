package io.github.rocketmqlite.internal.assignment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.AllocationStrategy;

/**
 * Asks an allocation strategy for the share of a member: gives it what every member gives
 * its own, sorted and without repetitions, and does not believe what cannot be.
 * <p>
 * Source: protocol 9.7.
 * <p>
 * Threading: stateless.
 */
public final class Allocation {

	private Allocation() {
	}

	/**
	 * The share of one member.
	 * @param strategy divides the queues
	 * @param group the consumer group
	 * @param clientId the member
	 * @param queues all queues of a topic, in any order, repeated ones counted once
	 * @param clientIds all members, in any order, repeated ones counted once
	 * @return the member's queues; empty when it is not in the list
	 * @throws IllegalStateException when the strategy gives away queues that are not
	 * there
	 */
	public static Set<MessageQueue> of(AllocationStrategy strategy, String group, String clientId,
			List<MessageQueue> queues, List<String> clientIds) {
		List<String> members = clientIds.stream().distinct().sorted().toList();
		List<MessageQueue> sorted = queues.stream().distinct().sorted().toList();
		if (!members.contains(clientId) || sorted.isEmpty()) {
			return Set.of();
		}
		List<MessageQueue> share = strategy.allocate(group, clientId, sorted, members);
		if (share == null) {
			throw new IllegalStateException("Allocation strategy " + strategy.name() + " gave group " + group
					+ " no list; one that is empty means no queues");
		}
		Set<MessageQueue> mine = new HashSet<>(share);
		mine.removeAll(new HashSet<>(sorted));
		if (!mine.isEmpty()) {
			throw new IllegalStateException("Allocation strategy " + strategy.name() + " gave group " + group
					+ " queues that its topic does not have: " + mine);
		}
		return Set.copyOf(new HashSet<>(share));
	}

}
