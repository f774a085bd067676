package io.github.rocketmqlite.internal.assignment;

import java.util.List;

import io.github.rocketmqlite.MessageQueue;

/**
 * Divides the queues of a topic among the members of a group: consecutive ranges of equal
 * length, the first members getting one more when the division leaves a rest. Every
 * member computes this for itself, so every member must come to the same ranges.
 * <p>
 * Source: the protocol's "AVG" strategy.
 * <p>
 * Threading: stateless.
 */
public final class AveragelyAllocation {

	private AveragelyAllocation() {
	}

	/**
	 * The share of one member.
	 * @param clientId the member
	 * @param queues all queues of the topic, in any order, repeated ones counted once
	 * @param clientIds all members, in any order, repeated ones counted once
	 * @return the member's queues in their order; empty when it is not in the list
	 */
	public static List<MessageQueue> allocate(String clientId, List<MessageQueue> queues, List<String> clientIds) {
		List<String> members = clientIds.stream().distinct().sorted().toList();
		int index = members.indexOf(clientId);
		if (index < 0) {
			return List.of();
		}
		List<MessageQueue> sorted = queues.stream().distinct().sorted().toList();
		int share = sorted.size() / members.size();
		int rest = sorted.size() % members.size();
		int from = index * share + Math.min(index, rest);
		return sorted.subList(from, from + share + ((index < rest) ? 1 : 0));
	}

}
