package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backoff}.
 */
class BackoffTests {

	private static final Duration MAX = Duration.ofSeconds(1);

	@Test
	void ceilingDoublesFromTenthOfASecondUpToTheMaximum() {
		Backoff backoff = new Backoff(MAX, (bound) -> bound - 1);
		assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
		assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
		assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
		assertThat(backoff.next()).isEqualTo(Duration.ofMillis(800));
		for (int i = 0; i < 100; i++) {
			assertThat(backoff.next()).isEqualTo(MAX);
		}
		backoff.reset();
		assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void pausesAreSpreadFromZeroOn() {
		Backoff backoff = new Backoff(MAX, (bound) -> 0);
		assertThat(backoff.next()).isZero();
		assertThat(new Backoff(Duration.ZERO).next()).isZero();
	}

}
