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

	@Test
	void aHalfOpenConnectionIsReplacedAfterTenSeconds() throws Exception {
		try (RemotingFixture remoting = new RemotingFixture(); TinyServer server = new TinyServer((frame, peer) -> {
			if (!"nobody".equals(frame.fields().text("text"))) {
				peer.send(Frames.answer(frame.opaque(), "hello"));
			}
		})) {
			assertThat(RemotingFixture.get(remoting.call(server.address(), "text"))).isEqualTo("hello");
			long start = System.nanoTime();
			while (server.accepted() == 1) {
				RemotingFixture.failure(remoting.client.call(server.address(), new Echo("nobody"),
						Deadline.after(Duration.ofMillis(300))));
				if (!remoting.client.isReady(server.address())) {
					assertThat(RemotingFixture.get(remoting.call(server.address(), "text"))).isEqualTo("hello");
				}
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(9),
					Duration.ofSeconds(60));
		}
	}

}
