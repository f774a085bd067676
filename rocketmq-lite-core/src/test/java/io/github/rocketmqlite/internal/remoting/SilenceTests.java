package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Silence}.
 */
class SilenceTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final Silence silence = new Silence(Long.MAX_VALUE);

	@Test
	void isSuspiciousAfterThreeMissingAnswersAndTenSeconds() {
		this.silence.answerMissing();
		this.silence.answerMissing();
		assertThat(this.silence.isSuspicious(after(60))).isFalse();
		this.silence.answerMissing();
		assertThat(this.silence.isSuspicious(after(9))).isFalse();
		assertThat(this.silence.isSuspicious(after(10))).isTrue();
		assertThat(this.silence.length(after(10))).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void isBrokenByWhateverComes() {
		for (int i = 0; i < 3; i++) {
			this.silence.answerMissing();
		}
		this.silence.broken(after(9));
		assertThat(this.silence.isSuspicious(after(60))).isFalse();
		for (int i = 0; i < 3; i++) {
			this.silence.answerMissing();
		}
		assertThat(this.silence.isSuspicious(after(18))).isFalse();
		assertThat(this.silence.isSuspicious(after(19))).isTrue();
	}

	// beyond the largest number: the clock may wrap around
	private static long after(long seconds) {
		return Long.MAX_VALUE + seconds * SECOND;
	}

}
