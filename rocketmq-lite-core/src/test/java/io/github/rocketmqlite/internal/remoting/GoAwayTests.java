package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.remoting.TinyServer.Peer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.remoting.RemotingFixture.assertOutcome;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.failure;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection does when its server is about to stop and says so.
 */
class GoAwayTests {

	private static final int GO_AWAY = 1500;

	private final RemotingFixture remoting = new RemotingFixture();

	private final Map<String, Integer> held = new ConcurrentHashMap<>();

	private volatile Peer first;

	@AfterEach
	void everyRequestHasEnded() {
		this.remoting.close();
	}

	/** Behind a load balancer: the first connection leads to a server that stops. */
	private TinyServer replacedServer() throws Exception {
		return new TinyServer((frame, peer) -> {
			String text = new String(frame.bodyBytes(), java.nio.charset.StandardCharsets.UTF_8);
			if (this.first == null) {
				this.first = peer;
			}
			if (peer != this.first) {
				peer.send(Frames.answer(frame.opaque(), "from the new one"));
			}
			else if (frame.bodyBytes()[0] == 'h') {
				this.held.put(text, frame.opaque());
			}
			else {
				peer.send(Frames.answer(frame.opaque(), GO_AWAY, "please go away", ""));
			}
		});
	}

	@Test
	void theRequestIsSentOnceMoreOnANewConnection() throws Exception {
		try (TinyServer server = replacedServer()) {
			assertThat(get(this.remoting.call(server.address(), "text"))).isEqualTo("from the new one");
			assertThat(get(this.remoting.call(server.address(), "next"))).isEqualTo("from the new one");
			assertThat(server.accepted()).isEqualTo(2);
			String address = server.address();
			assertThat(this.remoting.events).containsExactly("ready " + address, "lost " + address, "ready " + address);
		}
	}

	@Test
	void theOldConnectionStaysForWhatIsInFlightAndCloses() throws Exception {
		try (TinyServer server = replacedServer()) {
			CompletableFuture<String> before = this.remoting.call(server.address(), "held");
			Awaitility.await().until(() -> !this.held.isEmpty());
			assertThat(get(this.remoting.call(server.address(), "text"))).isEqualTo("from the new one");
			assertThat(before).isNotDone();
			assertThat(this.first.isOpen()).isTrue();
			this.first.send(Frames.answer(this.held.values().iterator().next(), "from the old one"));
			assertThat(get(before)).isEqualTo("from the old one");
			Awaitility.await().until(() -> !this.first.isOpen());
			assertThat(this.remoting.client.isReady(server.address())).isTrue();
		}
	}

	@Test
	void whatIsInFlightOnTheOldConnectionStillTimesOut() throws Exception {
		try (TinyServer server = replacedServer()) {
			CompletableFuture<String> before = this.remoting.client.call(server.address(), new Echo("held"),
					Deadline.after(Duration.ofMillis(300)));
			assertThat(get(this.remoting.call(server.address(), "text"))).isEqualTo("from the new one");
			assertOutcome(failure(before), RocketTimeoutException.class, Outcome.UNKNOWN);
			Awaitility.await().until(() -> !this.first.isOpen());
		}
	}

	@Test
	void closingTheClientEndsTheOldConnectionToo() throws Exception {
		try (TinyServer server = replacedServer()) {
			CompletableFuture<String> before = this.remoting.call(server.address(), "held");
			Awaitility.await().until(() -> !this.held.isEmpty());
			get(this.remoting.call(server.address(), "text"));
			this.remoting.client.close();
			assertOutcome(failure(before), ClientClosedException.class, Outcome.UNKNOWN);
			Awaitility.await().until(() -> !this.first.isOpen());
		}
	}

	@Test
	void aSecondGoAwayIsARefusalAndOpensNoFurtherConnection() throws Exception {
		try (TinyServer server = new TinyServer(
				(frame, peer) -> peer.send(Frames.answer(frame.opaque(), GO_AWAY, "please go away", "")))) {
			for (int i = 0; i < 5; i++) {
				Throwable failure = failure(this.remoting.call(server.address(), "text"));
				assertOutcome(failure, BrokerException.class, Outcome.NOT_SENT);
				assertThat(((BrokerException) failure).isRetryable()).isTrue();
			}
			// one for each second at most
			assertThat(server.accepted()).isBetween(2, 4);
			assertThat(server.requests()).isBetween(6, 8);
		}
	}

}
