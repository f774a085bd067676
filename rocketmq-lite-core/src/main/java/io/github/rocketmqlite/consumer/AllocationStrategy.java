package io.github.rocketmqlite.consumer;

import java.util.Collection;
import java.util.List;

import io.github.rocketmqlite.MessageQueue;

/**
 * Divides the queues of a topic among the members of a group. Every member computes its
 * share for itself, so all members must use the same strategy and come to shares that
 * leave no queue out and give none away twice. The strategies made here agree with those
 * of the same name of the official client, so members of both kinds may share a group.
 * <p>
 * Threading: strategies are called on the client's timer thread, by several consumers if
 * they share one. They must not block.
 */
public interface AllocationStrategy {

	/**
	 * The name of the strategy, for logs and for brokers that assign queues themselves.
	 */
	String name();

	/**
	 * The share of one member.
	 * @param group the consumer group
	 * @param clientId the member, which is one of {@code clientIds}
	 * @param queues all readable queues of one topic, in their order
	 * @param clientIds all members, in the order of their texts
	 * @return the member's queues, which are some of {@code queues}, or none
	 */
	List<MessageQueue> allocate(String group, String clientId, List<MessageQueue> queues, List<String> clientIds);

	/**
	 * Consecutive ranges of equal length, the first members getting one queue more when
	 * the division leaves a rest. Few queues move when the number of members changes
	 * little. The default, called {@code AVG}.
	 */
	static AllocationStrategy averagely() {
		return Allocations.AVERAGELY;
	}

	/**
	 * One queue after the other, round and round: each member has queues of each broker.
	 * Called {@code AVG_BY_CIRCLE}.
	 */
	static AllocationStrategy averagelyByCircle() {
		return Allocations.BY_CIRCLE;
	}

	/**
	 * A ring of hashes with 10 places for each member: when one joins or leaves, only its
	 * own queues move, but shares differ in size. Called {@code CONSISTENT_HASH}.
	 */
	static AllocationStrategy consistentHash() {
		return consistentHash(10);
	}

	/**
	 * A ring of hashes.
	 * @param places how many places each member has on the ring, 1 to 10,000; more make
	 * the shares more even
	 */
	static AllocationStrategy consistentHash(int places) {
		return new ConsistentHashAllocation(places);
	}

	/**
	 * Only the queues of some machine rooms, in ranges: of brokers whose names are
	 * {@code room@name}. Queues of other rooms belong to nobody in the group. Called
	 * {@code MACHINE_ROOM}.
	 * @param rooms the rooms
	 */
	static AllocationStrategy machineRoom(Collection<String> rooms) {
		return Allocations.machineRoom(rooms);
	}

	/**
	 * Queues stay within their machine room as long as it has a member; those of rooms
	 * without members are divided among all. Called {@code MACHINE_ROOM_NEARBY} and the
	 * name of the inner strategy.
	 * @param inner divides the queues of a room among its members
	 * @param rooms knows the rooms of brokers and members
	 */
	static AllocationStrategy machineRoomNearby(AllocationStrategy inner, MachineRooms rooms) {
		return new MachineRoomNearbyAllocation(inner, rooms);
	}

	/**
	 * These queues and no others, whoever else is in the group: whoever configures the
	 * members sees to it that each queue has exactly one. Called {@code CONFIG}.
	 * @param queues the member's queues, of any of its topics
	 */
	static AllocationStrategy byConfig(Collection<MessageQueue> queues) {
		return Allocations.byConfig(queues);
	}

	/**
	 * Knows in which machine room brokers and members are. Every member of a group must
	 * know the same.
	 */
	interface MachineRooms {

		/**
		 * The room of the broker of a queue; not blank.
		 */
		String ofQueue(MessageQueue queue);

		/**
		 * The room of a member; not blank.
		 */
		String ofClient(String clientId);

	}

}
