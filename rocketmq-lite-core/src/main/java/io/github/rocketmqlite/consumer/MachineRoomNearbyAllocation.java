package io.github.rocketmqlite.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.rocketmqlite.MessageQueue;

/**
 * Divides the queues of each machine room among the members in it, and those of rooms
 * without members among all.
 * <p>
 * Threading: as thread-safe as the strategy and the rooms it is made of.
 *
 * @param inner divides queues among some members
 * @param rooms knows the rooms
 */
record MachineRoomNearbyAllocation(AllocationStrategy inner, MachineRooms rooms) implements AllocationStrategy {

	MachineRoomNearbyAllocation {
		Objects.requireNonNull(inner, "inner");
		Objects.requireNonNull(rooms, "rooms");
	}

	@Override
	public String name() {
		return "MACHINE_ROOM_NEARBY-" + this.inner.name();
	}

	@Override
	public List<MessageQueue> allocate(String group, String clientId, List<MessageQueue> queues,
			List<String> clientIds) {
		Map<String, List<MessageQueue>> queuesByRoom = byRoom(queues, this.rooms::ofQueue);
		Map<String, List<String>> membersByRoom = byRoom(clientIds, this.rooms::ofClient);
		String home = roomOf(clientId, this.rooms::ofClient);
		List<MessageQueue> mine = new ArrayList<>();
		queuesByRoom.forEach((room, here) -> {
			List<String> members = membersByRoom.getOrDefault(room, clientIds);
			if (room.equals(home) || members == clientIds) {
				mine.addAll(this.inner.allocate(group, clientId, here, members));
			}
		});
		return mine;
	}

	private static <T> Map<String, List<T>> byRoom(List<T> things, Function<T, String> room) {
		return things.stream()
			.collect(Collectors.groupingBy((thing) -> roomOf(thing, room), TreeMap::new, Collectors.toList()));
	}

	private static <T> String roomOf(T thing, Function<T, String> rooms) {
		String room = rooms.apply(thing);
		if (room == null || room.isBlank()) {
			throw new IllegalArgumentException("The machine room of " + thing + " is not known");
		}
		return room;
	}

	@Override
	public String toString() {
		return name();
	}

}
