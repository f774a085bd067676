package io.github.rocketmqlite.internal.assignment;

import java.util.regex.Pattern;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMachineRoomNearby;

/**
 * Machine rooms that stand at the front of names, before an at sign in those of brokers,
 * for both clients.
 */
public final class RoomsByName
		implements AllocationStrategy.MachineRooms, AllocateMachineRoomNearby.MachineRoomResolver {

	private final String separator;

	/**
	 * Makes rooms.
	 * @param separator what ends the room in the ids of clients
	 */
	public RoomsByName(String separator) {
		this.separator = separator;
	}

	@Override
	public String ofQueue(MessageQueue queue) {
		return queue.brokerName().split("@")[0];
	}

	@Override
	public String ofClient(String clientId) {
		return clientId.split(Pattern.quote(this.separator))[0];
	}

	@Override
	public String brokerDeployIn(org.apache.rocketmq.common.message.MessageQueue queue) {
		return queue.getBrokerName().split("@")[0];
	}

	@Override
	public String consumerDeployIn(String clientId) {
		return ofClient(clientId);
	}

}
