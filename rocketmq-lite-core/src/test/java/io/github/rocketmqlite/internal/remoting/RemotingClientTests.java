package io.github.rocketmqlite.internal.remoting;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.rocketmqlite.internal.remoting.RemotingFixture.LONG;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.assertOutcome;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.await;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.failure;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link RemotingClient} over loopback.
 */
class RemotingClientTests {

	private final RemotingFixture remoting = new RemotingFixture();

	@AfterEach
	void everyRequestHasEnded() {
		this.remoting.close();
	}

	@ParameterizedTest
	@EnumSource(IoThreads.Kind.class)
	void callsOverEveryTransport(IoThreads.Kind kind) throws Exception {
		boolean linux = System.getProperty("os.name").equals("Linux");
		assumeThat(kind != IoThreads.Kind.EPOLL || linux).isTrue();
		try (TinyServer server = TinyServer.echoing();
				IoThreads threads = new IoThreads(kind, 1);
				RemotingClient other = this.remoting.client(LONG, threads)) {
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
			get(this.remoting.call(server.address(), "connect"));
			List<CompletableFuture<String>> results = new CopyOnWriteArrayList<>();
			ExecutorService callers = Executors.newFixedThreadPool(8);
			IntStream.range(0, 8).forEach((caller) -> callers.execute(() -> {
				List<CompletableFuture<String>> mine = new ArrayList<>();
				for (int i = caller; i < calls; i += 8) {
					String text = "call " + i;
					mine.add(this.remoting.call(server.address(), text).whenComplete((answer, failure) -> {
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
			assertThat(this.remoting.client.pendingRequests()).isZero();
			assertThat(server.accepted()).isEqualTo(1);
			assertThat(this.remoting.client.lateAnswers()).isZero();
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
			List<CompletableFuture<String>> calls = texts.stream()
				.map((text) -> this.remoting.call(server.address(), text))
				.toList();
			get(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)));
			assertThat(received).isEqualTo(texts);
		}
	}

	@Test
	void aStreamOfOnewayRequestsKeepsItsOrderAndHoldsUpNoCallBehindIt() throws Exception {
		List<String> received = new CopyOnWriteArrayList<>();
		try (TinyServer server = new TinyServer((frame, peer) -> {
			received.add(String.valueOf(frame.fields().text("text")));
			if (!frame.isOneway()) {
				peer.send(Frames.answer(frame.opaque(), ""));
			}
		})) {
			List<String> texts = new ArrayList<>();
			List<CompletableFuture<?>> ends = new ArrayList<>();
			for (int i = 0; i < 2_000; i++) {
				boolean answered = i % 100 == 99;
				String text = (answered ? "call " : "one-way ") + i;
				texts.add(text);
				ends.add(answered ? this.remoting.call(server.address(), text)
						: this.remoting.client.sendOneway(server.address(), new Echo(text), Deadline.after(LONG)));
			}
			get(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)));
			Awaitility.await().until(() -> received.size() >= texts.size());
			assertThat(received).isEqualTo(texts);
			assertThat(this.remoting.client.pendingRequests()).isZero();
		}
	}

	@Test
	void largeBodiesGoThereAndBack() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			String large = "0123456789abcdef".repeat(200_000);
			Echo echo = new Echo("large", large.getBytes(StandardCharsets.US_ASCII));
			List<CompletableFuture<String>> calls = IntStream.range(0, 5)
				.mapToObj((i) -> this.remoting.client.call(server.address(), echo, Deadline.after(LONG)))
				.toList();
			for (CompletableFuture<String> call : calls) {
				assertThat(get(call)).isEqualTo(large);
			}
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
			get(this.remoting.call(server.address(), "connect"));
			Throwable failure = failure(this.remoting.client.call(server.address(), new Echo("slow"),
					Deadline.after(Duration.ofMillis(50))));
			assertOutcome(failure, RocketTimeoutException.class, Outcome.UNKNOWN);
			assertThat(failure).hasMessageContainingAll("Echo", server.address(), "no answer");
			late.countDown();
			assertThat(get(this.remoting.call(server.address(), "next"))).isEqualTo("hello");
			assertThat(this.remoting.client.lateAnswers()).isEqualTo(1);
			assertThat(server.accepted()).isEqualTo(1);
		}
	}

	@Test
	void onewayRequestsAreWritten() throws Exception {
		try (TinyServer server = TinyServer.silent()) {
			for (int i = 0; i < 100; i++) {
				get(this.remoting.client.sendOneway(server.address(), new Echo("text"), Deadline.after(LONG)));
			}
			Awaitility.await().until(() -> server.requests() == 100);
			assertThat(this.remoting.client.pendingRequests()).isZero();
		}
	}

	@Test
	void aServerThatDoesNotReadHoldsRequestsBackUntilTheirDeadline() throws Exception {
		CountDownLatch reading = new CountDownLatch(1);
		try (TinyServer server = new TinyServer((frame, peer) -> {
			peer.send(Frames.answer(frame.opaque(), "hello"));
			await(reading);
		})) {
			get(this.remoting.call(server.address(), "connect"));
			Echo large = new Echo("large", new byte[1_000_000]);
			List<CompletableFuture<String>> calls = IntStream.range(0, 40)
				.mapToObj((i) -> this.remoting.client.call(server.address(), large,
						Deadline.after(Duration.ofMillis(500))))
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
				.mapToObj((i) -> this.remoting.call(server.address(), "text"))
				.toList();
			Awaitility.await().until(() -> server.requests() == 100);
			this.remoting.client.close();
			this.remoting.client.close();
			assertThat(sent).allSatisfy((call) -> {
				assertThat(call).isDone();
				assertOutcome(failure(call), ClientClosedException.class, Outcome.UNKNOWN);
			});
			assertOutcome(failure(this.remoting.call(server.address(), "after")), ClientClosedException.class,
					Outcome.NOT_SENT);
			assertThat(this.remoting.client.isReady(server.address())).isFalse();
			assertThat(this.remoting.events).containsExactly("ready " + server.address(), "lost " + server.address());
		}
	}

	@Test
	void closeWhileManyThreadsCallLeavesNothingPending() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			get(this.remoting.call(server.address(), "connect"));
			List<CompletableFuture<String>> calls = new CopyOnWriteArrayList<>();
			List<Thread> callers = IntStream.range(0, 4).mapToObj((i) -> new Thread(() -> {
				CompletableFuture<String> call;
				do {
					call = this.remoting.call(server.address(), "text");
					calls.add(call);
				}
				while (calls.size() < 3_000 && !call.isCompletedExceptionally());
			})).toList();
			callers.forEach(Thread::start);
			Awaitility.await().until(() -> calls.size() > 500);
			this.remoting.client.close();
			for (Thread caller : callers) {
				caller.join(30_000);
			}
			assertThat(calls).allSatisfy((call) -> assertThat(ended(call)).isIn("text", ClientClosedException.class));
		}
	}

	@Test
	void noThreadIsLeftAfterClose() throws Exception {
		IoThreads threads = new IoThreads(IoThreads.Kind.AUTO, 3);
		try (TinyServer server = TinyServer.echoing(); RemotingClient other = this.remoting.client(LONG, threads)) {
			get(other.call(server.address(), new Echo("text"), Deadline.after(LONG)));
			get(other.call("localhost:" + server.port(), new Echo("text"), Deadline.after(LONG)));
		}
		this.remoting.client.close();
		this.remoting.io.close();
		threads.close();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces().keySet(),
					(alive) -> alive.stream().noneMatch((thread) -> thread.getName().startsWith("rocketmq-lite-")));
	}

	@Test
	void callsAfterTheEndOfTheThreadsFail() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			get(this.remoting.call(server.address(), "text"));
			this.remoting.io.close();
			assertOutcome(failure(this.remoting.call(server.address(), "text")), ClientClosedException.class,
					Outcome.NOT_SENT);
		}
	}

	private static Object ended(CompletableFuture<String> call) {
		return call.handle((answer, failure) -> (failure != null) ? failure.getClass() : answer)
			.orTimeout(30, TimeUnit.SECONDS)
			.join();
	}

	@Test
	void manyClientsCloseWhileTheyAreBusyWithoutADeadlock() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			for (int round = 0; round < 200; round++) {
				List<CompletableFuture<String>> calls = new ArrayList<>();
				try (RemotingClient client = this.remoting.client(Duration.ofSeconds(5), this.remoting.io)) {
					for (int i = 0; i < 20; i++) {
						CompletableFuture<String> call = client.call(server.address(), new Echo("text"),
								Deadline.after(LONG));
						// what completes on the event loop calls the client again while
						// it closes
						calls.add(call.thenCompose(
								(answer) -> client.call(server.address(), new Echo("again"), Deadline.after(LONG))));
					}
				}
				CompletableFuture<?> all = CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
				assertThat(all.handle((done, failure) -> true)).succeedsWithin(LONG);
			}
			assertThat(ManagementFactory.getThreadMXBean().findDeadlockedThreads()).isNull();
		}
	}

}
