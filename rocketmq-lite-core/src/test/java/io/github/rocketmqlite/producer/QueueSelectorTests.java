package io.github.rocketmqlite.producer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import org.apache.rocketmq.client.producer.selector.SelectMessageQueueByHash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueueSelectorTests {

	private static final Message MESSAGE = Message.builder("orders").body("x").build();

	private static final List<MessageQueue> THREE = queues(3);

	@Test
	void takesTheQueuesInTurnAlsoWhereTheCounterWraps() {
		QueueSelector selector = new RoundRobinQueueSelector(Integer.MAX_VALUE - 150);
		Map<MessageQueue, Integer> chosen = new HashMap<>();
		for (int i = 0; i < 300; i++) {
			chosen.merge(selector.select(THREE, MESSAGE, null), 1, Integer::sum);
		}
		// the turn begins anew at the wrap
		assertThat(chosen.values()).hasSize(3).allSatisfy((count) -> assertThat(count).isBetween(99, 101));
	}

	@Test
	void selectorsThatStartTogetherDoNotAllBeginAtOneQueue() {
		assertThat(IntStream.range(0, 200)
			.mapToObj((i) -> QueueSelector.roundRobin().select(THREE, MESSAGE, null))
			.distinct()).hasSize(3);
	}

	@Test
	void randomReachesAllQueues() {
		assertThat(
				IntStream.range(0, 300).mapToObj((i) -> QueueSelector.random().select(THREE, MESSAGE, null)).distinct())
			.hasSize(3);
	}

	@Test
	void hashesAsTheOfficialClientDoes() {
		List<MessageQueue> queues = queues(7);
		List<org.apache.rocketmq.common.message.MessageQueue> theirs = queues.stream()
			.map((queue) -> new org.apache.rocketmq.common.message.MessageQueue(queue.topic(), queue.brokerName(),
					queue.queueId()))
			.toList();
		SelectMessageQueueByHash official = new SelectMessageQueueByHash();
		for (int hash : new int[] { 0, 1, -1, 42, -42, Integer.MAX_VALUE, Integer.MIN_VALUE,
				"customer-7".hashCode() }) {
			assertThat(QueueSelector.hash().select(queues, MESSAGE, hash).queueId())
				.isEqualTo(official.select(theirs, null, hash).getQueueId());
		}
	}

	@Test
	void onlySelectorsThatSpreadLetARetryMove() {
		assertThat(QueueSelector.roundRobin().spreads()).isTrue();
		assertThat(QueueSelector.random().spreads()).isTrue();
		assertThat(QueueSelector.hash().spreads()).isFalse();
		QueueSelector first = (queues, message, argument) -> queues.get(0);
		assertThat(first.spreads()).isFalse();
	}

	private static List<MessageQueue> queues(int count) {
		return IntStream.range(0, count).mapToObj((id) -> new MessageQueue("orders", "a", id)).toList();
	}

}
