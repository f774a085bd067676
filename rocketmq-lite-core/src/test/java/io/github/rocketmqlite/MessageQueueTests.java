package io.github.rocketmqlite;

import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageQueue}.
 */
class MessageQueueTests {

	private static final MessageQueue QUEUE = new MessageQueue("orders", "a", 3);

	@Test
	void isEqualWhenAllThreePartsAre() {
		assertThat(QUEUE).isEqualTo(new MessageQueue(new String("orders"), new String("a"), 3))
			.hasSameHashCodeAs(new MessageQueue(new String("orders"), new String("a"), 3))
			.isNotEqualTo(new MessageQueue("others", "a", 3))
			.isNotEqualTo(new MessageQueue("orders", "b", 3))
			.isNotEqualTo(new MessageQueue("orders", "a", 4))
			.isNotEqualTo(null)
			.isNotEqualTo("orders@a#3");
	}

	@Test
	void sortsByTopicThenBrokerThenNumber() {
		MessageQueue first = new MessageQueue("orders", "a", 2);
		MessageQueue second = new MessageQueue("orders", "a", 10);
		MessageQueue third = new MessageQueue("orders", "b", 0);
		MessageQueue last = new MessageQueue("others", "a", 0);
		assertThat(new TreeSet<>(List.of(last, third, second, first))).containsExactly(first, second, third, last);
	}

}
