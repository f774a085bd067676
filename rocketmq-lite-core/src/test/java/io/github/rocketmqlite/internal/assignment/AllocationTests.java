package io.github.rocketmqlite.internal.assignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import org.apache.rocketmq.client.consumer.AllocateMessageQueueStrategy;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMachineRoomNearby;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragelyByCircle;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByConfig;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByMachineRoom;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueConsistentHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The strategies beside those of the official client, with which members share a group.
 */
class AllocationTests {

	private static final RoomsByName ROOMS = new RoomsByName(".");

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void averagelyGivesEveryQueueToExactlyOneMember(int memberCount) {
		for (int queueCount = 0; queueCount <= 17; queueCount++) {
			List<String> members = members(memberCount);
			List<MessageQueue> given = new ArrayList<>();
			for (String member : members) {
				Set<MessageQueue> share = mine(AllocationStrategy.averagely(), member, queues(queueCount), members);
				assertThat(share.size()).isBetween(queueCount / memberCount, queueCount / memberCount + 1);
				given.addAll(share);
			}
			assertThat(given).containsExactlyInAnyOrderElementsOf(queues(queueCount));
		}
	}

	@Test
	void doesNotDependOnTheOrderInWhichBrokersAndMembersAreListed() {
		List<MessageQueue> queues = queues(13);
		List<String> members = members(5);
		Random random = new Random(7);
		List<MessageQueue> shuffledQueues = new ArrayList<>(queues);
		List<String> shuffledMembers = new ArrayList<>(members);
		for (AllocationStrategy strategy : List.of(AllocationStrategy.averagely(),
				AllocationStrategy.averagelyByCircle(), AllocationStrategy.consistentHash())) {
			Set<MessageQueue> expected = mine(strategy, "client-3", queues, members);
			for (int i = 0; i < 20; i++) {
				Collections.shuffle(shuffledQueues, random);
				Collections.shuffle(shuffledMembers, random);
				assertThat(mine(strategy, "client-3", shuffledQueues, shuffledMembers)).isEqualTo(expected);
			}
		}
	}

	@Test
	void countsAMemberWithTwoConnectionsOnce() {
		assertThat(mine(AllocationStrategy.averagely(), "client-2", queues(4),
				List.of("client-1", "client-1", "client-2")))
			.containsExactlyInAnyOrderElementsOf(queues(4).subList(2, 4));
	}

	@Test
	void givesNothingToWhoIsNotAMember() {
		assertThat(mine(AllocationStrategy.averagely(), "stranger", queues(4), members(2))).isEmpty();
	}

	@Test
	void averagelyAgreesWithTheOfficialClient() {
		agrees(AllocationStrategy.averagely(), new AllocateMessageQueueAveragely());
	}

	@Test
	void averagelyByCircleAgreesWithTheOfficialClient() {
		agrees(AllocationStrategy.averagelyByCircle(), new AllocateMessageQueueAveragelyByCircle());
	}

	@Test
	void consistentHashAgreesWithTheOfficialClient() {
		agrees(AllocationStrategy.consistentHash(), new AllocateMessageQueueConsistentHash());
		agrees(AllocationStrategy.consistentHash(3), new AllocateMessageQueueConsistentHash(3));
	}

	@Test
	void machineRoomAgreesWithTheOfficialClient() {
		AllocateMessageQueueByMachineRoom official = new AllocateMessageQueueByMachineRoom();
		official.setConsumeridcs(Set.of("east", "north"));
		agrees(AllocationStrategy.machineRoom(Set.of("east", "north")), official);
	}

	@Test
	void machineRoomNearbyAgreesWithTheOfficialClient() {
		agrees(AllocationStrategy.machineRoomNearby(AllocationStrategy.averagely(), ROOMS),
				new AllocateMachineRoomNearby(new AllocateMessageQueueAveragely(), ROOMS));
		agrees(AllocationStrategy.machineRoomNearby(AllocationStrategy.averagelyByCircle(), ROOMS),
				new AllocateMachineRoomNearby(new AllocateMessageQueueAveragelyByCircle(), ROOMS));
	}

	@Test
	void byConfigAgreesWithTheOfficialClient() {
		List<MessageQueue> queues = queues(9);
		AllocateMessageQueueByConfig official = new AllocateMessageQueueByConfig();
		official.setMessageQueueList(queues.subList(2, 5).stream().map(AllocationTests::official).toList());
		AllocationStrategy ours = AllocationStrategy.byConfig(queues.subList(2, 5));
		assertThat(mine(ours, "client-1", queues, members(2)).stream().map(AllocationTests::official))
			.containsExactlyInAnyOrderElementsOf(official.allocate("group", "client-1",
					queues.stream().map(AllocationTests::official).toList(), members(2)));
		assertThat(ours.name()).isEqualTo(official.getName());
		assertThat(mine(ours, "client-1", queues.subList(0, 3), members(2))).containsExactly(queues.get(2));
	}

	@Test
	void refusesWhatAStrategyCannotGive() {
		AllocationStrategy wrong = custom(List.of(new MessageQueue("other", "broker-a", 0)));
		assertThatIllegalStateException().isThrownBy(() -> mine(wrong, "client-1", queues(4), members(2)))
			.withMessageContaining("custom")
			.withMessageContaining("other@broker-a#0");
		assertThat(mine(custom(queues(2)), "client-1", queues(4), members(2)))
			.containsExactlyInAnyOrderElementsOf(queues(2));
	}

	@Test
	void refusesSettingsThatMakeNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> AllocationStrategy.consistentHash(0));
		assertThatIllegalArgumentException().isThrownBy(() -> AllocationStrategy.machineRoom(List.of()));
		AllocationStrategy nowhere = AllocationStrategy.machineRoomNearby(AllocationStrategy.averagely(),
				new AllocationStrategy.MachineRooms() {

					@Override
					public String ofQueue(MessageQueue queue) {
						return "";
					}

					@Override
					public String ofClient(String clientId) {
						return "east";
					}

				});
		assertThatIllegalArgumentException().isThrownBy(() -> mine(nowhere, "client-1", queues(1), members(1)))
			.withMessageContaining("is not known");
	}

	private static void agrees(AllocationStrategy ours, AllocateMessageQueueStrategy official) {
		assertThat(official.getName()).startsWith(ours.name());
		Random random = new Random(42);
		for (int round = 0; round < 150; round++) {
			List<String> members = randomMembers(random);
			List<MessageQueue> queues = randomQueues(random);
			List<org.apache.rocketmq.common.message.MessageQueue> officialQueues = queues.stream()
				.map(AllocationTests::official)
				.toList();
			for (String member : members) {
				assertThat(mine(ours, member, queues, members).stream().map(AllocationTests::official))
					.as("share of %s in %s among %s", member, queues, members)
					.containsExactlyInAnyOrderElementsOf(official.allocate("group", member, officialQueues, members));
			}
		}
	}

	private static List<String> randomMembers(Random random) {
		Set<String> members = new HashSet<>();
		int count = 1 + random.nextInt(9);
		while (members.size() < count) {
			members.add(room(random) + ".10.0.0." + random.nextInt(200) + "@" + random.nextInt(60_000));
		}
		return members.stream().sorted().toList();
	}

	private static List<MessageQueue> randomQueues(Random random) {
		List<MessageQueue> queues = new ArrayList<>();
		for (int broker = 0; broker <= random.nextInt(5); broker++) {
			String name = room(random) + "@broker-" + broker;
			int count = 1 + random.nextInt(12);
			IntStream.range(0, count).forEach((id) -> queues.add(new MessageQueue("orders", name, id)));
		}
		return queues.stream().distinct().sorted().toList();
	}

	private static String room(Random random) {
		return List.of("east", "north", "west").get(random.nextInt(3));
	}

	private static Set<MessageQueue> mine(AllocationStrategy strategy, String member, List<MessageQueue> queues,
			List<String> members) {
		return Allocation.of(strategy, "group", member, queues, members);
	}

	private static AllocationStrategy custom(List<MessageQueue> share) {
		return new AllocationStrategy() {

			@Override
			public String name() {
				return "custom";
			}

			@Override
			public List<MessageQueue> allocate(String group, String clientId, List<MessageQueue> queues,
					List<String> clientIds) {
				return share;
			}

		};
	}

	private static org.apache.rocketmq.common.message.MessageQueue official(MessageQueue queue) {
		return new org.apache.rocketmq.common.message.MessageQueue(queue.topic(), queue.brokerName(), queue.queueId());
	}

	private static List<String> members(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((number) -> "client-" + number).toList();
	}

	private static List<MessageQueue> queues(int count) {
		return IntStream.range(0, count).mapToObj((id) -> new MessageQueue("orders", "broker-a", id)).toList();
	}

}
