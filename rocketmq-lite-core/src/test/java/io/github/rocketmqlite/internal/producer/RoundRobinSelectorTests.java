package io.github.rocketmqlite.internal.producer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.MessageQueue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinSelectorTests {

	private final RoundRobinSelector selector = new RoundRobinSelector();

	@Test
	void spreadsMessagesEvenlyOverTheQueues() {
		List<MessageQueue> queues = queues("a", 3);
		Map<MessageQueue, Integer> chosen = new HashMap<>();
		for (int i = 0; i < 300; i++) {
			chosen.merge(this.selector.select(queues, null), 1, Integer::sum);
		}
		assertThat(chosen.values()).hasSize(3).containsOnly(100);
	}

	@Test
	void avoidsTheBrokerThatFailedWhenThereIsAnother() {
		List<MessageQueue> queues = Stream.concat(queues("a", 4).stream(), queues("b", 4).stream()).toList();
		for (int i = 0; i < 100; i++) {
			assertThat(this.selector.select(queues, "a").brokerName()).isEqualTo("b");
		}
	}

	@Test
	void usesTheBrokerThatFailedWhenItIsTheOnlyOne() {
		assertThat(this.selector.select(queues("a", 4), "a").brokerName()).isEqualTo("a");
	}

	private static List<MessageQueue> queues(String broker, int count) {
		return IntStream.range(0, count).mapToObj((id) -> new MessageQueue("orders", broker, id)).toList();
	}

}
