package io.github.rocketmqlite.internal.assignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.rocketmqlite.MessageQueue;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AveragelyAllocationTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void givesEveryQueueToExactlyOneMember(int memberCount) {
		for (int queueCount = 0; queueCount <= 17; queueCount++) {
			List<String> members = members(memberCount);
			List<MessageQueue> queues = queues(queueCount);
			List<MessageQueue> given = new ArrayList<>();
			for (String member : members) {
				List<MessageQueue> share = AveragelyAllocation.allocate(member, queues, members);
				assertThat(share.size()).isBetween(queueCount / memberCount, queueCount / memberCount + 1);
				given.addAll(share);
			}
			assertThat(given).containsExactlyElementsOf(queues);
		}
	}

	@Test
	void doesNotDependOnTheOrderInWhichBrokersAndMembersAreListed() {
		List<MessageQueue> queues = queues(13);
		List<String> members = members(5);
		List<MessageQueue> expected = AveragelyAllocation.allocate("client-3", queues, members);
		Random random = new Random(7);
		List<MessageQueue> shuffledQueues = new ArrayList<>(queues);
		List<String> shuffledMembers = new ArrayList<>(members);
		for (int i = 0; i < 20; i++) {
			Collections.shuffle(shuffledQueues, random);
			Collections.shuffle(shuffledMembers, random);
			assertThat(AveragelyAllocation.allocate("client-3", shuffledQueues, shuffledMembers)).isEqualTo(expected);
		}
	}

	@Test
	void countsAMemberWithTwoConnectionsOnce() {
		assertThat(AveragelyAllocation.allocate("client-2", queues(4), List.of("client-1", "client-1", "client-2")))
			.containsExactlyElementsOf(queues(4).subList(2, 4));
	}

	@Test
	void givesNothingToWhoIsNotAMember() {
		assertThat(AveragelyAllocation.allocate("stranger", queues(4), members(2))).isEmpty();
	}

	@Test
	void agreesWithTheOfficialClient() {
		AllocateMessageQueueAveragely official = new AllocateMessageQueueAveragely();
		for (int memberCount = 1; memberCount <= 8; memberCount++) {
			for (int queueCount = 1; queueCount <= 17; queueCount++) {
				List<String> members = members(memberCount);
				List<org.apache.rocketmq.common.message.MessageQueue> officialQueues = queues(queueCount).stream()
					.map(AveragelyAllocationTests::official)
					.toList();
				for (String member : members) {
					assertThat(AveragelyAllocation.allocate(member, queues(queueCount), members)
						.stream()
						.map(AveragelyAllocationTests::official)
						.toList()).isEqualTo(official.allocate("group", member, officialQueues, members));
				}
			}
		}
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
