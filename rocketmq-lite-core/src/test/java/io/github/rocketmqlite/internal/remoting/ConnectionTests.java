package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.remoting.RemotingFixture.LONG;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.assertOutcome;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.await;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.failure;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the coming and going of connections over loopback.
 */
class ConnectionTests {

	private final RemotingFixture remoting = new RemotingFixture();

	@AfterEach
	void everyRequestHasEnded() {
		this.remoting.close();
	}

	@Test
	void aRefusedConnectFailsAtOnceAndNamesTheAddress() throws Exception {
		String nobody = TinyServer.refusing();
		Throwable failure = failure(this.remoting.call(nobody, "text"));
		assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
		assertThat(failure).hasMessageContainingAll("Echo", nobody, "could not connect")
			.hasRootCauseInstanceOf(IOException.class);
		assertThat(this.remoting.client.isReady(nobody)).isFalse();
		assertThat(this.remoting.events).isEmpty();
	}

	@Test
	void aServerThatComesUpIsReachedAfterThePause() throws Exception {
		String address = TinyServer.refusing();
		failure(this.remoting.call(address, "too early"));
		failure(this.remoting.call(address, "too early as well"));
		try (TinyServer server = new TinyServer((frame, peer) -> peer.send(Frames.answer(frame.opaque(), "hello")),
				ServerAddress.parse(address).port())) {
			assertThat(get(this.remoting.call(address, "text"))).isEqualTo("hello");
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void theDeadlineCoversTheConnectToo() {
		CountDownLatch never = this.remoting.holdUpNames();
		Throwable failure = failure(
				this.remoting.client.call("broker.example:1", new Echo("text"), Deadline.after(Duration.ofMillis(50))));
		assertOutcome(failure, RocketTimeoutException.class, Outcome.NOT_SENT);
		never.countDown();
	}

	@Test
	void aConnectThatTakesTooLongFailsAllWhoWaitForIt() {
		CountDownLatch never = this.remoting.holdUpNames();
		try (RemotingClient impatient = this.remoting.client(Duration.ofMillis(50), this.remoting.io)) {
			List<CompletableFuture<String>> calls = IntStream.range(0, 3)
				.mapToObj((i) -> impatient.call("broker.example:1", new Echo("text"), Deadline.after(LONG)))
				.toList();
			assertThat(calls).allSatisfy((call) -> {
				Throwable failure = failure(call);
				assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
				assertThat(failure).hasMessageContainingAll("broker.example:1", "resolving");
			});
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void onlySoManyRequestsWaitForAConnection() {
		CountDownLatch never = this.remoting.holdUpNames();
		List<CompletableFuture<String>> waiting = IntStream.range(0, Connection.MAX_WAITING)
			.mapToObj((i) -> this.remoting.call("broker.example:1", "text"))
			.toList();
		Throwable failure = failure(this.remoting.call("broker.example:1", "one too many"));
		assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
		assertThat(failure).hasMessageContaining("4096");
		assertThat(waiting).noneMatch(CompletableFuture::isDone);
		this.remoting.client.close();
		assertThat(waiting)
			.allSatisfy((call) -> assertOutcome(failure(call), ClientClosedException.class, Outcome.NOT_SENT));
		never.countDown();
	}

	@Test
	void oneDeadAddressDoesNotHoldUpAnother() throws Exception {
		CountDownLatch never = this.remoting.holdUpNames();
		try (TinyServer server = TinyServer.echoing()) {
			CompletableFuture<String> dead = this.remoting.call("broker.example:1", "text");
			for (int i = 0; i < 4; i++) {
				assertThat(get(this.remoting.call(server.address(), "alive"))).isEqualTo("alive");
			}
			assertThat(dead).isNotDone();
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void unknownHostsFailWithTheirName() {
		this.remoting.dns = (host) -> {
			throw new UnknownHostException(host);
		};
		Throwable failure = failure(this.remoting.call("nowhere.example:10911", "text"));
		assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
		assertThat(failure).hasMessageContaining("nowhere.example").hasRootCauseInstanceOf(UnknownHostException.class);
	}

	@Test
	void namesAreResolvedAgainAtEachConnectAndAllAddressesAreTried() throws Exception {
		InetAddress dead = InetAddress.getByAddress(new byte[] { 127, 0, 0, 2 });
		InetAddress alive = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
		AtomicInteger lookups = new AtomicInteger();
		this.remoting.dns = (host) -> {
			lookups.incrementAndGet();
			return new InetAddress[] { dead, alive };
		};
		try (TinyServer server = TinyServer.echoing()) {
			String address = "broker.example:" + server.port();
			assertThat(get(this.remoting.call(address, "hello"))).isEqualTo("hello");
			assertThat(get(this.remoting.call(address, "again"))).isEqualTo("again");
			assertThat(lookups).hasValue(1);
			server.cut();
			Awaitility.await().until(() -> !this.remoting.client.isReady(address));
			assertThat(get(this.remoting.call(address, "hello"))).isEqualTo("hello");
			assertThat(lookups).hasValue(2);
		}
	}

	@Test
	void aLostConnectionFailsWhatWasSentAndComesBackWithTheNextRequest() throws Exception {
		try (TinyServer server = new TinyServer((frame, peer) -> {
			if ("cut".equals(frame.fields().text("text"))) {
				peer.close();
			}
			else if (!"ignore".equals(frame.fields().text("text"))) {
				peer.send(Frames.answer(frame.opaque(), "hello"));
			}
		})) {
			get(this.remoting.call(server.address(), "connect"));
			List<CompletableFuture<String>> sent = List.of(this.remoting.call(server.address(), "ignore"),
					this.remoting.call(server.address(), "ignore"), this.remoting.call(server.address(), "cut"));
			assertThat(sent)
				.allSatisfy((call) -> assertOutcome(failure(call), RocketConnectionException.class, Outcome.UNKNOWN));
			assertThat(get(this.remoting.call(server.address(), "text"))).isEqualTo("hello");
			assertThat(server.accepted()).isEqualTo(2);
			assertThat(this.remoting.events).containsExactly("ready " + server.address(), "lost " + server.address(),
					"ready " + server.address());
		}
	}

	@Test
	void aFrameBeyondTheLimitClosesItsConnectionOnly() throws Exception {
		try (TinyServer server = new TinyServer((frame, peer) -> peer.send(new byte[] { 1, 0, 0, 0 }));
				TinyServer other = TinyServer.echoing()) {
			get(this.remoting.call(other.address(), "hello"));
			Throwable failure = failure(this.remoting.call(server.address(), "text"));
			assertOutcome(failure, ProtocolException.class, Outcome.UNKNOWN);
			assertThat(failure).hasMessageContainingAll(server.address(), "16777220", "16777216");
			assertThat(get(this.remoting.call(other.address(), "hello"))).isEqualTo("hello");
			assertThat(other.accepted()).isEqualTo(1);
		}
	}

	@Test
	void onewayRequestsFailWhenThereIsNoServer() throws Exception {
		CompletableFuture<@Nullable Void> oneway = this.remoting.client.sendOneway(TinyServer.refusing(),
				new Echo("text"), Deadline.after(LONG));
		assertOutcome(failure(oneway), RocketConnectionException.class, Outcome.NOT_SENT);
	}

	@Test
	void closesConnectionsThatNoRouteNamesOnceTheyAreUnused() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		try (TinyServer kept = TinyServer.echoing(); TinyServer busy = new TinyServer((frame, peer) -> {
			await(answer);
			peer.send(Frames.answer(frame.opaque(), "done"));
		}); TinyServer unused = TinyServer.echoing()) {
			get(this.remoting.call(kept.address(), "text"));
			get(this.remoting.call(unused.address(), "text"));
			CompletableFuture<String> pending = this.remoting.call(busy.address(), "text");
			Awaitility.await().until(() -> busy.requests() == 1);
			this.remoting.client.retain(Set.of(kept.address()));
			Awaitility.await().until(() -> !this.remoting.client.isReady(unused.address()));
			assertThat(this.remoting.client.isReady(busy.address())).isTrue();
			assertThat(this.remoting.client.isReady(kept.address())).isTrue();
			answer.countDown();
			assertThat(get(pending)).isEqualTo("done");
			this.remoting.client.retain(Set.of(kept.address()));
			Awaitility.await().until(() -> !this.remoting.client.isReady(busy.address()));
			assertThat(get(this.remoting.call(unused.address(), "back"))).isEqualTo("back");
		}
	}

	@Test
	void refusesCallsWithoutAnAddressOrTime() {
		assertOutcome(failure(this.remoting.call("", "text")), RocketConnectionException.class, Outcome.NOT_SENT);
		assertOutcome(failure(this.remoting.call("nonsense", "text")), RocketConnectionException.class,
				Outcome.NOT_SENT);
		assertOutcome(
				failure(this.remoting.client.call("127.0.0.1:1", new Echo("text"), Deadline.after(Duration.ZERO))),
				RocketTimeoutException.class, Outcome.NOT_SENT);
	}

	@Test
	void aServerThatWasWellIsReconnectedToWithoutGrowingPauses() throws Exception {
		try (TinyServer server = new TinyServer((frame, peer) -> {
			peer.send(Frames.answer(frame.opaque(), "hello"));
			peer.close();
		}); RemotingClient client = this.remoting.client(LONG, Duration.ofHours(1), this.remoting.io)) {
			for (int i = 1; i <= 20; i++) {
				assertThat(get(client.call(server.address(), new Echo("text"), Deadline.after(LONG))))
					.isEqualTo("hello");
				Awaitility.await().until(() -> !client.isReady(server.address()));
				assertThat(server.accepted()).isEqualTo(i);
			}
		}
	}

	@Test
	void aServerThatHangsUpOnEveryConnectIsLeftAloneForGrowingPauses() throws Exception {
		try (TinyServer server = new TinyServer((frame, peer) -> peer.close());
				RemotingClient client = this.remoting.client(LONG, Duration.ofHours(1), this.remoting.io)) {
			for (int i = 0; i < 14; i++) {
				failure(client.call(server.address(), new Echo("text"), Deadline.after(Duration.ofMillis(100))));
			}
			assertThat(server.accepted()).isLessThan(14);
		}
	}

	@Test
	void anAnswerToTheRequestOfAnotherConnectionIsIgnored() throws Exception {
		AtomicInteger asked = new AtomicInteger(-1);
		try (TinyServer patient = new TinyServer((frame, peer) -> asked.set(frame.opaque()));
				TinyServer meddling = new TinyServer((frame, peer) -> {
					peer.send(Frames.answer(asked.get() + 1_000_000, "not yours either"));
					peer.send(Frames.answer(frame.opaque(), "mine"));
					peer.send(Frames.answer(asked.get(), "not yours"));
				})) {
			CompletableFuture<String> waiting = this.remoting.call(patient.address(), "text");
			Awaitility.await().until(() -> asked.get() >= 0);
			assertThat(get(this.remoting.call(meddling.address(), "text"))).isEqualTo("mine");
			Awaitility.await().until(() -> this.remoting.client.lateAnswers() == 2);
			assertThat(waiting).isNotDone();
		}
	}

	@Test
	void thereIsNeverMoreThanOneConnectionHoweverOftenItIsCut() throws Exception {
		AtomicInteger open = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger frames = new AtomicInteger();
		Set<TinyServer.Peer> peers = ConcurrentHashMap.newKeySet();
		try (TinyServer server = new TinyServer((frame, peer) -> {
			if (peers.add(peer)) {
				most.accumulateAndGet(open.incrementAndGet(), Math::max);
			}
			peer.send(Frames.answer(frame.opaque(), "text"));
			if (frames.incrementAndGet() % 5 == 0) {
				open.decrementAndGet();
				peer.close();
			}
		})) {
			for (int round = 0; round < 200; round++) {
				List<CompletableFuture<String>> calls = IntStream.range(0, 10)
					.mapToObj((i) -> this.remoting.call(server.address(), "text"))
					.toList();
				calls.forEach((call) -> call.exceptionally((failure) -> "").join());
			}
			assertThat(server.accepted()).isGreaterThan(100);
			assertThat(most.get()).isEqualTo(1);
			assertThat(this.remoting.client.pendingRequests()).isZero();
		}
	}

}
