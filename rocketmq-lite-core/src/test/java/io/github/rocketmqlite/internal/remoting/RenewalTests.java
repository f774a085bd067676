package io.github.rocketmqlite.internal.remoting;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.remoting.TinyServer.Peer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.remoting.RemotingFixture.assertOutcome;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.failure;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are replaced because something about them has changed.
 */
class RenewalTests {

	private final RemotingFixture remoting = new RemotingFixture();

	private final List<Peer> askedOver = new CopyOnWriteArrayList<>();

	private volatile Frame held;

	@AfterEach
	void everyRequestHasEnded() {
		this.remoting.close();
	}

	private TinyServer server() throws Exception {
		return new TinyServer((frame, peer) -> {
			this.askedOver.add(peer);
			if (frame.bodyBytes()[0] == 'h') {
				this.held = frame;
			}
			else {
				peer.send(Frames.answer(frame.opaque(), new String(frame.bodyBytes(), StandardCharsets.UTF_8)));
			}
		});
	}

	@Test
	void anOpenConnectionIsReplacedAtOnce() throws Exception {
		try (TinyServer server = server()) {
			get(this.remoting.call(server.address(), "text"));
			this.remoting.client.renewConnections("because");
			Awaitility.await().until(() -> server.accepted() == 2 && !this.askedOver.get(0).isOpen());
			assertThat(get(this.remoting.call(server.address(), "next"))).isEqualTo("next");
			assertThat(this.askedOver.get(1)).isNotSameAs(this.askedOver.get(0));
			String address = server.address();
			assertThat(this.remoting.events).containsExactly("ready " + address, "lost " + address, "ready " + address);
			assertThat(server.accepted()).isEqualTo(2);
		}
	}

	@Test
	void whatIsInFlightEndsOnTheOldConnection() throws Exception {
		try (TinyServer server = server()) {
			CompletableFuture<String> before = this.remoting.call(server.address(), "held");
			Awaitility.await().until(() -> this.held != null);
			this.remoting.client.renewConnections("because");
			assertThat(get(this.remoting.call(server.address(), "next"))).isEqualTo("next");
			assertThat(this.askedOver.get(1)).isNotSameAs(this.askedOver.get(0));
			assertThat(before).isNotDone();
			this.askedOver.get(0).send(Frames.answer(this.held.opaque(), "late"));
			assertThat(get(before)).isEqualTo("late");
			Awaitility.await().until(() -> !this.askedOver.get(0).isOpen());
		}
	}

	@Test
	void theOldConnectionIsClosedWithinTenSecondsWhateverIsInFlight() throws Exception {
		try (TinyServer server = server()) {
			CompletableFuture<String> before = this.remoting.call(server.address(), "held");
			Awaitility.await().until(() -> this.held != null);
			long start = System.nanoTime();
			this.remoting.client.renewConnections("because of something");
			Throwable failure = failure(before);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(DepartingChannels.LONGEST,
					DepartingChannels.LONGEST.plusSeconds(10));
			assertOutcome(failure, RocketConnectionException.class, Outcome.UNKNOWN);
			assertThat(failure).hasMessageContaining("because of something");
		}
	}

	@Test
	void aConnectionThatIsBeingOpenedIsReplacedToo() throws Exception {
		CountDownLatch names = this.remoting.holdUpNames();
		try (TinyServer server = server()) {
			CompletableFuture<String> call = this.remoting.call("localhost:" + server.port(), "text");
			// the connect is under way when the same event loop has seen this one
			get(this.remoting.call(server.address(), "first of all"));
			get(this.remoting.call(server.address(), "and once more"));
			this.remoting.client.renewConnections("because");
			names.countDown();
			assertThat(get(call)).isEqualTo("text");
			Awaitility.await().until(() -> server.accepted() == 4);
			assertThat(get(this.remoting.call("localhost:" + server.port(), "next"))).isEqualTo("next");
		}
	}

	@Test
	void addressesWithoutAConnectionStayWithoutOne() throws Exception {
		try (TinyServer server = server()) {
			get(this.remoting.call(server.address(), "text"));
			server.cut();
			Awaitility.await().until(() -> !this.remoting.client.isReady(server.address()));
			this.remoting.client.renewConnections("because");
			assertThat(get(this.remoting.call(server.address(), "next"))).isEqualTo("next");
			assertThat(server.accepted()).isEqualTo(2);
		}
	}

}
