package io.github.rocketmqlite.internal.codec.command;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts of deliveries as brokers of 5.5.0 write them.
 */
class LiteDeliveriesTests {

	@Test
	void plainNumbersAreInTheOrderOfTheMessages() {
		assertThat(LiteDeliveries.read("0;2;1", List.of(7L, 0L, 8L))).containsExactly(0, 2, 1);
	}

	@Test
	void newMessagesHaveNoEntry() {
		assertThat(LiteDeliveries.read("0 qo0%0 1;0 qo0%1 1", List.of(0L, 1L, 2L))).containsExactly(1, 1, 0);
		assertThat(LiteDeliveries.read("0 qo0%0 2;0 qo0%1 2;0 qo0%2 1;0 qo0%0 1;0 qo0%1 1",
				List.of(0L, 1L, 2L, 3L, 0L, 1L, 2L)))
			.containsExactly(2, 2, 1, 0, 1, 1, 0);
		assertThat(LiteDeliveries.read("0 qo0%4 9;0;0", List.of(4L, 5L, 1L, 2L))).containsExactly(9, 0, 0, 0);
	}

	@Test
	void anEntryThatMayBeOfEitherMessageCountsForNone() {
		assertThat(LiteDeliveries.read("0 qo0%2 5;0 qo0%3 9", List.of(2L, 3L, 3L))).containsExactly(5, 0, 0);
	}

	@Test
	void whatIsMissingOrMakesNoSenseCountsAsNew() {
		assertThat(LiteDeliveries.read(null, List.of(1L, 2L))).containsExactly(0, 0);
		assertThat(LiteDeliveries.read("", List.of(1L))).containsExactly(0);
		assertThat(LiteDeliveries.read("x;-3", List.of(1L, 2L))).containsExactly(0, 0);
		assertThat(LiteDeliveries.read("1;2;3", List.of())).isEmpty();
	}

}
