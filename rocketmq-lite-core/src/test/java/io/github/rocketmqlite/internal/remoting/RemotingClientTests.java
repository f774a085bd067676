package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link RemotingClient} over loopback.
 */
class RemotingClientTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private volatile HostResolver.Lookup dns = InetAddress::getAllByName;

	private final IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 2,
			new HostResolver((host) -> this.dns.allByName(host)));

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final RemotingClient client = client(Duration.ofSeconds(5), this.io);

	@AfterEach
	void everyRequestHasEnded() {
		this.client.close();
		assertThat(this.client.pendingRequests()).isZero();
		this.io.close();
	}

	@ParameterizedTest
	@EnumSource(IoThreads.Kind.class)
	void callsOverEveryTransport(IoThreads.Kind kind) throws Exception {
		boolean linux = System.getProperty("os.name").equals("Linux");
		assumeThat(kind != IoThreads.Kind.EPOLL || linux).isTrue();
		try (TinyServer server = TinyServer.echoing();
				IoThreads threads = new IoThreads(kind, 1);
				RemotingClient other = client(LONG, threads)) {
			assertThat(get(other.call(server.address(), new Echo("hello"), Deadline.after(LONG)))).isEqualTo("hello");
			assertThat(other.isReady(server.address())).isTrue();
			assertThat(threads.transportName()).isEqualTo((kind != IoThreads.Kind.NIO && linux) ? "epoll" : "nio");
		}
	}

	@Test
	void answersTenThousandConcurrentCallsOverOneConnectionOnceEach() throws Exception {
		int calls = 10_000;
		AtomicInteger completions = new AtomicInteger();
		try (TinyServer server = TinyServer.echoing()) {
			get(call(server.address(), "connect"));
			List<CompletableFuture<String>> results = new CopyOnWriteArrayList<>();
			ExecutorService callers = Executors.newFixedThreadPool(8);
			IntStream.range(0, 8).forEach((caller) -> callers.execute(() -> {
				List<CompletableFuture<String>> mine = new ArrayList<>();
				for (int i = caller; i < calls; i += 8) {
					String text = "call " + i;
					mine.add(call(server.address(), text).whenComplete((answer, failure) -> {
						if (text.equals(answer)) {
							completions.incrementAndGet();
						}
					}));
				}
				results.addAll(mine);
			}));
			callers.shutdown();
			assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
			assertThat(results).hasSize(calls);
			get(CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)));
			assertThat(completions).hasValue(calls);
			assertThat(this.client.pendingRequests()).isZero();
			assertThat(server.accepted()).isEqualTo(1);
			assertThat(this.client.lateAnswers()).isZero();
		}
	}

	@Test
	void keepsTheOrderOfOneCaller() throws Exception {
		List<String> received = new CopyOnWriteArrayList<>();
		try (TinyServer server = new TinyServer((frame, peer) -> {
			received.add(String.valueOf(frame.fields().text("text")));
			peer.send(Frames.answer(frame.opaque(), ""));
		})) {
			List<String> texts = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
			List<CompletableFuture<String>> calls = texts.stream().map((text) -> call(server.address(), text)).toList();
			get(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)));
			assertThat(received).isEqualTo(texts);
		}
	}

	@Test
	void largeBodiesGoThereAndBack() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			String large = "0123456789abcdef".repeat(200_000);
			Echo echo = new Echo("large", large.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
			List<CompletableFuture<String>> calls = IntStream.range(0, 5)
				.mapToObj((i) -> this.client.call(server.address(), echo, Deadline.after(LONG)))
				.toList();
			for (CompletableFuture<String> call : calls) {
				assertThat(get(call)).isEqualTo(large);
			}
		}
	}

	@Test
	void aRefusedConnectFailsAtOnceAndNamesTheAddress() throws Exception {
		String nobody = TinyServer.refusing();
		Throwable failure = failure(call(nobody, "text"));
		assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
		assertThat(failure).hasMessageContainingAll("Echo", nobody, "could not connect")
			.hasRootCauseInstanceOf(IOException.class);
		assertThat(this.client.isReady(nobody)).isFalse();
		assertThat(this.events).isEmpty();
	}

	@Test
	void aServerThatComesUpIsReachedAfterThePause() throws Exception {
		String address = TinyServer.refusing();
		failure(call(address, "too early"));
		failure(call(address, "too early as well"));
		try (TinyServer server = new TinyServer((frame, peer) -> peer.send(Frames.answer(frame.opaque(), "hello")),
				ServerAddress.parse(address).port())) {
			assertThat(get(call(address, "text"))).isEqualTo("hello");
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void silenceEndsAtTheDeadlineAndLeavesTheConnectionOpen() throws Exception {
		CountDownLatch late = new CountDownLatch(1);
		try (TinyServer server = new TinyServer((frame, peer) -> {
			if ("slow".equals(frame.fields().text("text"))) {
				await(late);
			}
			peer.send(Frames.answer(frame.opaque(), "hello"));
		})) {
			get(call(server.address(), "connect"));
			Throwable failure = failure(
					this.client.call(server.address(), new Echo("slow"), Deadline.after(Duration.ofMillis(50))));
			assertOutcome(failure, RocketTimeoutException.class, Outcome.UNKNOWN);
			assertThat(failure).hasMessageContainingAll("Echo", server.address(), "no answer");
			late.countDown();
			assertThat(get(call(server.address(), "next"))).isEqualTo("hello");
			assertThat(this.client.lateAnswers()).isEqualTo(1);
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void theDeadlineCoversTheConnectToo() {
		CountDownLatch never = new CountDownLatch(1);
		this.dns = (host) -> {
			await(never);
			return InetAddress.getAllByName(host);
		};
		Throwable failure = failure(
				this.client.call("broker.example:1", new Echo("text"), Deadline.after(Duration.ofMillis(50))));
		assertOutcome(failure, RocketTimeoutException.class, Outcome.NOT_SENT);
		never.countDown();
	}

	@Test
	void aConnectThatTakesTooLongFailsAllWhoWaitForIt() {
		CountDownLatch never = new CountDownLatch(1);
		this.dns = (host) -> {
			await(never);
			return InetAddress.getAllByName(host);
		};
		try (RemotingClient impatient = client(Duration.ofMillis(50), this.io)) {
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
		CountDownLatch never = new CountDownLatch(1);
		this.dns = (host) -> {
			await(never);
			return InetAddress.getAllByName(host);
		};
		List<CompletableFuture<String>> waiting = IntStream.range(0, Connection.MAX_WAITING)
			.mapToObj((i) -> call("broker.example:1", "text"))
			.toList();
		Throwable failure = failure(call("broker.example:1", "one too many"));
		assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
		assertThat(failure).hasMessageContaining("4096");
		assertThat(waiting).noneMatch(CompletableFuture::isDone);
		this.client.close();
		assertThat(waiting)
			.allSatisfy((call) -> assertOutcome(failure(call), ClientClosedException.class, Outcome.NOT_SENT));
		never.countDown();
	}

	@Test
	void oneDeadAddressDoesNotHoldUpAnother() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		this.dns = (host) -> {
			await(never);
			return InetAddress.getAllByName(host);
		};
		try (TinyServer server = TinyServer.echoing()) {
			CompletableFuture<String> dead = call("broker.example:1", "text");
			for (int i = 0; i < 4; i++) {
				assertThat(get(call(server.address(), "alive"))).isEqualTo("alive");
			}
			assertThat(dead).isNotDone();
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void unknownHostsFailWithTheirName() {
		this.dns = (host) -> {
			throw new UnknownHostException(host);
		};
		Throwable failure = failure(call("nowhere.example:10911", "text"));
		assertOutcome(failure, RocketConnectionException.class, Outcome.NOT_SENT);
		assertThat(failure).hasMessageContaining("nowhere.example").hasRootCauseInstanceOf(UnknownHostException.class);
	}

	@Test
	void namesAreResolvedAgainAtEachConnectAndAllAddressesAreTried() throws Exception {
		InetAddress dead = InetAddress.getByAddress(new byte[] { 127, 0, 0, 2 });
		InetAddress alive = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
		AtomicInteger lookups = new AtomicInteger();
		this.dns = (host) -> {
			lookups.incrementAndGet();
			return new InetAddress[] { dead, alive };
		};
		try (TinyServer server = TinyServer.echoing()) {
			String address = "broker.example:" + server.port();
			assertThat(get(call(address, "hello"))).isEqualTo("hello");
			assertThat(get(call(address, "again"))).isEqualTo("again");
			assertThat(lookups).hasValue(1);
			server.cut();
			Awaitility.await().until(() -> !this.client.isReady(address));
			assertThat(get(call(address, "hello"))).isEqualTo("hello");
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
			get(call(server.address(), "connect"));
			List<CompletableFuture<String>> sent = List.of(call(server.address(), "ignore"),
					call(server.address(), "ignore"), call(server.address(), "cut"));
			assertThat(sent)
				.allSatisfy((call) -> assertOutcome(failure(call), RocketConnectionException.class, Outcome.UNKNOWN));
			assertThat(get(call(server.address(), "text"))).isEqualTo("hello");
			assertThat(server.accepted()).isEqualTo(2);
			assertThat(this.events).containsExactly("ready " + server.address(), "lost " + server.address(),
					"ready " + server.address());
		}
	}

	@Test
	void aFrameBeyondTheLimitClosesItsConnectionOnly() throws Exception {
		try (TinyServer server = new TinyServer((frame, peer) -> peer.send(new byte[] { 1, 0, 0, 0 }));
				TinyServer other = TinyServer.echoing()) {
			get(call(other.address(), "hello"));
			Throwable failure = failure(call(server.address(), "text"));
			assertOutcome(failure, ProtocolException.class, Outcome.UNKNOWN);
			assertThat(failure).hasMessageContainingAll(server.address(), "16777220", "16777216");
			assertThat(get(call(other.address(), "hello"))).isEqualTo("hello");
			assertThat(other.accepted()).isEqualTo(1);
		}
	}

	@Test
	void onewayRequestsAreWritten() throws Exception {
		try (TinyServer server = TinyServer.silent()) {
			for (int i = 0; i < 100; i++) {
				get(this.client.sendOneway(server.address(), new Echo("text"), Deadline.after(LONG)));
			}
			Awaitility.await().until(() -> server.requests() == 100);
			assertThat(this.client.pendingRequests()).isZero();
		}
	}

	@Test
	void onewayRequestsFailWhenThereIsNoServer() throws Exception {
		CompletableFuture<@Nullable Void> oneway = this.client.sendOneway(TinyServer.refusing(), new Echo("text"),
				Deadline.after(LONG));
		assertOutcome(failure(oneway), RocketConnectionException.class, Outcome.NOT_SENT);
	}

	@Test
	void aServerThatDoesNotReadHoldsRequestsBackUntilTheirDeadline() throws Exception {
		CountDownLatch reading = new CountDownLatch(1);
		try (TinyServer server = new TinyServer((frame, peer) -> await(reading))) {
			Echo large = new Echo("large", new byte[1_000_000]);
			List<CompletableFuture<String>> calls = IntStream.range(0, 40)
				.mapToObj((i) -> this.client.call(server.address(), large, Deadline.after(Duration.ofMillis(500))))
				.toList();
			List<Outcome> outcomes = calls.stream().map((call) -> ((RocketException) failure(call)).outcome()).toList();
			assertThat(outcomes.get(0)).isEqualTo(Outcome.UNKNOWN);
			assertThat(outcomes.get(39)).isEqualTo(Outcome.NOT_SENT);
			reading.countDown();
		}
	}

	@Test
	void closeFailsWhatIsPendingAndEverythingAfterIt() throws Exception {
		try (TinyServer server = TinyServer.silent()) {
			List<CompletableFuture<String>> sent = IntStream.range(0, 100)
				.mapToObj((i) -> call(server.address(), "text"))
				.toList();
			Awaitility.await().until(() -> server.requests() == 100);
			this.client.close();
			this.client.close();
			assertThat(sent).allSatisfy((call) -> {
				assertThat(call).isDone();
				assertOutcome(failure(call), ClientClosedException.class, Outcome.UNKNOWN);
			});
			assertOutcome(failure(call(server.address(), "after")), ClientClosedException.class, Outcome.NOT_SENT);
			assertThat(this.client.isReady(server.address())).isFalse();
			assertThat(this.events).containsExactly("ready " + server.address(), "lost " + server.address());
		}
	}

	@Test
	void closeWhileManyThreadsCallLeavesNothingPending() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			get(call(server.address(), "connect"));
			List<CompletableFuture<String>> calls = new CopyOnWriteArrayList<>();
			List<Thread> callers = IntStream.range(0, 4).mapToObj((i) -> new Thread(() -> {
				CompletableFuture<String> call;
				do {
					call = call(server.address(), "text");
					calls.add(call);
				}
				while (calls.size() < 3_000 && !call.isCompletedExceptionally());
			})).toList();
			callers.forEach(Thread::start);
			Awaitility.await().until(() -> calls.size() > 500);
			this.client.close();
			for (Thread caller : callers) {
				caller.join(30_000);
			}
			assertThat(calls).allSatisfy((call) -> assertThat(ended(call)).isIn("text", ClientClosedException.class));
		}
	}

	@Test
	void noThreadIsLeftAfterClose() throws Exception {
		IoThreads threads = new IoThreads(IoThreads.Kind.AUTO, 3);
		try (TinyServer server = TinyServer.echoing(); RemotingClient other = client(LONG, threads)) {
			get(other.call(server.address(), new Echo("text"), Deadline.after(LONG)));
			get(other.call("localhost:" + server.port(), new Echo("text"), Deadline.after(LONG)));
		}
		this.client.close();
		this.io.close();
		threads.close();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces().keySet(),
					(alive) -> alive.stream().noneMatch((thread) -> thread.getName().startsWith("rocketmq-lite-")));
	}

	@Test
	void callsAfterTheEndOfTheThreadsFail() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			get(call(server.address(), "text"));
			this.io.close();
			assertOutcome(failure(call(server.address(), "text")), ClientClosedException.class, Outcome.NOT_SENT);
		}
	}

	@Test
	void closesConnectionsThatNoRouteNamesOnceTheyAreUnused() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		try (TinyServer kept = TinyServer.echoing(); TinyServer busy = new TinyServer((frame, peer) -> {
			await(answer);
			peer.send(Frames.answer(frame.opaque(), "done"));
		}); TinyServer unused = TinyServer.echoing()) {
			get(call(kept.address(), "text"));
			get(call(unused.address(), "text"));
			CompletableFuture<String> pending = call(busy.address(), "text");
			Awaitility.await().until(() -> busy.requests() == 1);
			this.client.retain(Set.of(kept.address()));
			Awaitility.await().until(() -> !this.client.isReady(unused.address()));
			assertThat(this.client.isReady(busy.address())).isTrue();
			assertThat(this.client.isReady(kept.address())).isTrue();
			answer.countDown();
			assertThat(get(pending)).isEqualTo("done");
			this.client.retain(Set.of(kept.address()));
			Awaitility.await().until(() -> !this.client.isReady(busy.address()));
			assertThat(get(call(unused.address(), "back"))).isEqualTo("back");
		}
	}

	@Test
	void refusesCallsWithoutAnAddressOrTime() {
		assertOutcome(failure(call("", "text")), RocketConnectionException.class, Outcome.NOT_SENT);
		assertOutcome(failure(call("nonsense", "text")), RocketConnectionException.class, Outcome.NOT_SENT);
		assertOutcome(failure(this.client.call("127.0.0.1:1", new Echo("text"), Deadline.after(Duration.ZERO))),
				RocketTimeoutException.class, Outcome.NOT_SENT);
	}

	private RemotingClient client(Duration connectTimeout, IoThreads threads) {
		RemotingOptions options = new RemotingOptions(connectTimeout, 16 * 1_024 * 1_024, HeaderFormat.BINARY,
				Duration.ofMillis(200));
		return new RemotingClient("test", options, threads, ServerRequestHandler.NONE, new ConnectionListener() {

			@Override
			public void onReady(String address) {
				RemotingClientTests.this.events.add("ready " + address);
			}

			@Override
			public void onLost(String address, Throwable cause) {
				RemotingClientTests.this.events.add("lost " + address);
			}

		});
	}

	private CompletableFuture<String> call(String address, String text) {
		return this.client.call(address, new Echo(text), Deadline.after(LONG));
	}

	private static <T> T get(CompletableFuture<T> future) {
		return Blocking.await(future, Deadline.after(LONG), "the test");
	}

	private static Throwable failure(CompletableFuture<?> future) {
		try {
			Object result = future.get(30, TimeUnit.SECONDS);
			throw new AssertionError("Expected a failure, got " + result);
		}
		catch (ExecutionException ex) {
			return Blocking.unwrap(ex);
		}
		catch (InterruptedException | java.util.concurrent.TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Object ended(CompletableFuture<String> call) {
		return call.handle((answer, failure) -> (failure != null) ? failure.getClass() : answer)
			.orTimeout(30, TimeUnit.SECONDS)
			.join();
	}

	private static void assertOutcome(Throwable failure, Class<? extends RocketException> type, Outcome outcome) {
		assertThat(failure).isInstanceOf(type);
		assertThat(((RocketException) failure).outcome()).isEqualTo(outcome);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
