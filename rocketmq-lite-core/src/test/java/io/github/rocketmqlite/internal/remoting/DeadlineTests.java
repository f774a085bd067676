package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Deadline}.
 */
class DeadlineTests {

	@Test
	void countsDownAndNeverBelowZero() {
		Deadline past = Deadline.after(Duration.ofSeconds(-1));
		assertThat(past.isExpired()).isTrue();
		assertThat(past.remaining()).isZero();
		assertThat(past.nanos()).isNotPositive();
		Deadline later = Deadline.after(Duration.ofMinutes(1));
		assertThat(later.isExpired()).isFalse();
		assertThat(later.remaining()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
	}

	@Test
	void isNeverMovedToALaterMoment() {
		Deadline deadline = Deadline.after(Duration.ofSeconds(10));
		assertThat(deadline.orEarlier(Duration.ofMinutes(5))).isSameAs(deadline);
		assertThat(deadline.orEarlier(Duration.ofSeconds(1)).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void takesTheLongestDurationThereIs() {
		Deadline forever = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE));
		assertThat(forever.isExpired()).isFalse();
		assertThat(forever.orEarlier(Duration.ofSeconds(1)).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(1));
	}

}
