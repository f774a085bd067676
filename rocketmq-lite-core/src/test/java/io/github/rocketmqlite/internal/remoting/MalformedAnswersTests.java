package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketConnectionException;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.remoting.RemotingFixture.assertOutcome;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.failure;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

class MalformedAnswersTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

	private final MalformedAnswers answers = new MalformedAnswers(this.now::get);

	@Test
	void theFifthWithinAMinuteIsOneTooMany() {
		for (int i = 0; i < 4; i++) {
			assertThat(this.answers.isOneTooMany()).isFalse();
			pass(Duration.ofSeconds(15));
		}
		assertThat(this.answers.isOneTooMany()).isTrue();
		// and the next one is the first
		for (int i = 0; i < 4; i++) {
			assertThat(this.answers.isOneTooMany()).isFalse();
		}
		assertThat(this.answers.isOneTooMany()).isTrue();
	}

	@Test
	void onesThatAreOlderThanAMinuteDoNotCount() {
		for (int i = 0; i < 50; i++) {
			assertThat(this.answers.isOneTooMany()).isFalse();
			pass(Duration.ofSeconds(16));
		}
		assertThat(this.answers.isOneTooMany()).isFalse();
		assertThat(this.answers.isOneTooMany()).isTrue();
	}

	@Test
	void theAddressIsAvoidedAndRequestsFailAtOnce() throws Exception {
		byte[] nonsense = { 0, 0, 0, 1, 99 };
		try (RemotingFixture remoting = new RemotingFixture();
				TinyServer server = new TinyServer((frame, peer) -> peer.send(nonsense));
				TinyServer other = TinyServer.echoing()) {
			for (int i = 1; i <= MalformedAnswers.LIMIT; i++) {
				assertThat(remoting.client.malformedPauses()).isZero();
				assertOutcome(failure(remoting.call(server.address(), "text")), ProtocolException.class,
						Outcome.UNKNOWN);
				assertThat(remoting.client.malformedAnswers()).isEqualTo(i);
			}
			assertThat(remoting.client.malformedPauses()).isEqualTo(1);
			assertThat(server.accepted()).isEqualTo(MalformedAnswers.LIMIT);
			Throwable failure = failure(remoting.call(server.address(), "text"));
			assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
			assertThat(failure).hasMessageContainingAll(server.address(), "5 malformed answers within 60 s",
					"avoided for 30 s");
			assertThat(server.accepted()).isEqualTo(MalformedAnswers.LIMIT);
			assertThat(get(remoting.call(other.address(), "hello"))).isEqualTo("hello");
		}
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

}
