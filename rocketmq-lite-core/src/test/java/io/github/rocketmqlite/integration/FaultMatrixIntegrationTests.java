package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.FaultMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every fault of a connection with every call: each ends in time, with a result or an
 * error of ours, and leaves nothing behind.
 */
class FaultMatrixIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(FaultMatrixIntegrationTests.class);

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	/** What a loaded machine may add to a timeout; the printed figures are the point. */
	private static final Duration SLACK = Duration.ofSeconds(5);

	/** Draining sends, leaving the group and ending the threads, one after the other. */
	private static final Duration CLOSE_LIMIT = TIMEOUT.plusSeconds(1).plus(SLACK);

	private static final int CALLS = 10;

	/** Enough of these bodies fill the buffers of a socket that nobody reads. */
	private static final int LARGE = 1024 * 1024;

	private final Times overruns = new Times();

	private final Times closings = new Times();

	private final ConcurrentHashMap<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private final Set<Thread> threadsBefore = clientThreads();

	@AfterEach
	void endCallers() {
		this.callers.shutdownNow();
	}

	@Test
	void everyCallEndsInTimeWhateverTheFault() throws Exception {
		warmUp();
		List<Callable<Void>> cells = new ArrayList<>();
		for (Fault fault : Fault.values()) {
			for (Call call : Call.values()) {
				cells.add(cell(fault, call, false));
				if (call != Call.CONNECT) {
					cells.add(cell(fault, call, true));
				}
			}
		}
		List<String> problems = run(cells);
		long[] sorted = this.overruns.sorted();
		logger.info("fault_matrix cases={} calls={} timeout_max_over_ms={} timeout_p999_over_ms={} close_max_ms={} {}",
				cells.size(), sorted.length, millis(sorted[sorted.length - 1]),
				millis(sorted[(int) (sorted.length * 0.999)]), millis(this.closings.max()), this.outcomes);
		// every fault with every call, on fresh connections and on ones in use
		assertThat(cells).hasSize(Fault.values().length * (2 * Call.values().length - 1));
		assertThat(problems).isEmpty();
		assertThat(Duration.ofNanos(sorted[sorted.length - 1])).isLessThan(SLACK);
		assertThat(Duration.ofNanos(this.closings.max())).isLessThan(CLOSE_LIMIT);
		await().atMost(Duration.ofSeconds(10)).until(this::threadsLeft, Set::isEmpty);
	}

	/** Classes are loaded and compiled before times are taken. */
	private void warmUp() throws InterruptedException {
		List<Callable<Void>> cells = new ArrayList<>();
		for (Call call : Call.values()) {
			cells.add(cell(Fault.DUPLICATE, call, false));
			cells.add(cell(Fault.SILENT, call, false));
		}
		assertThat(run(cells)).isEmpty();
		this.overruns.clear();
		this.closings.clear();
		this.outcomes.clear();
	}

	private List<String> run(List<Callable<Void>> cells) throws InterruptedException {
		ExecutorService pool = Executors.newFixedThreadPool(8);
		try {
			List<String> problems = new ArrayList<>();
			for (Future<Void> cell : pool.invokeAll(cells, 2, TimeUnit.MINUTES)) {
				try {
					cell.get();
				}
				catch (Exception ex) {
					problems.add(String.valueOf(ex.getCause()));
				}
			}
			return problems;
		}
		finally {
			pool.shutdownNow();
		}
	}

	private Callable<Void> cell(Fault fault, Call call, boolean connected) {
		return () -> {
			try {
				play(fault, call, connected);
				return null;
			}
			catch (Exception | AssertionError ex) {
				throw new AssertionError(fault + " x " + call + (connected ? " connected: " : " fresh: ") + ex, ex);
			}
		};
	}

	private void play(Fault fault, Call call, boolean connected) {
		FaultyWorld world = new FaultyWorld(fault.timeout());
		try (world) {
			if (connected) {
				world.warmUp();
			}
			world.mode(fault.mode);
			if (fault == Fault.REFUSE || fault == Fault.HANG) {
				world.cutAll();
			}
			Message message = message(fault);
			List<CompletableFuture<Boolean>> calls = (call == Call.CLOSE) ? sendAndClose(world, fault)
					: times(CALLS, () -> timed(fault.timeout(), () -> start(world, call, message)));
			List<Boolean> successes = calls.stream().map(CompletableFuture::join).toList();
			if (call.isAnswered()) {
				assertThat(successes).as("whether calls brought results").containsOnly(fault.bringsResults);
			}
			await().atMost(SLACK).until(() -> world.pendingRequests() == 0);
			long start = System.nanoTime();
			world.close();
			this.closings.add(System.nanoTime() - start);
		}
		assertThat(world.pendingRequests()).isZero();
	}

	/** Completes when the call has ended, with whether it brought a result. */
	private CompletableFuture<Boolean> timed(Duration timeout, Supplier<CompletableFuture<?>> call) {
		return CompletableFuture.supplyAsync(() -> {
			long start = System.nanoTime();
			CompletableFuture<?> result = call.get();
			return result.handle((value, failure) -> {
				this.overruns.add(Math.max(0, System.nanoTime() - start - timeout.toNanos()));
				return ended(failure);
			});
		}, this.callers).thenCompose((ended) -> ended).orTimeout(30, TimeUnit.SECONDS);
	}

	private boolean ended(Throwable failure) {
		Throwable cause = (failure != null) ? Blocking.unwrap(failure) : null;
		this.outcomes
			.computeIfAbsent((cause != null) ? cause.getClass().getSimpleName() : "result",
					(key) -> new AtomicInteger())
			.incrementAndGet();
		if (cause != null && !(cause instanceof RocketException)) {
			throw new AssertionError("Not an error of ours: " + cause, cause);
		}
		return cause == null;
	}

	private static Message message(Fault fault) {
		return Message.builder(FaultyWorld.TOPIC).body(new byte[(fault == Fault.HALF_OPEN) ? LARGE : 1_000]).build();
	}

	private static <T> List<T> times(int count, Supplier<T> source) {
		return Stream.generate(source).limit(count).toList();
	}

	private static CompletableFuture<?> start(FaultyWorld world, Call call, Message message) {
		return switch (call) {
			case CONNECT, HEARTBEAT -> world.heartbeat();
			case SEND -> blocking(() -> world.producer().send(message));
			case SEND_ASYNC -> world.producer().sendAsync(message);
			case ONE_WAY -> blocking(() -> {
				world.producer().sendOneway(message);
				return true;
			});
			case ROUTE -> world.route(FaultyWorld.TOPIC);
			case PULL -> world.pull();
			case CLOSE -> throw new IllegalArgumentException("not a call of its own");
		};
	}

	private static CompletableFuture<Object> blocking(Supplier<Object> call) {
		try {
			return CompletableFuture.completedFuture(call.get());
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** A client of its own, closed while it sends. */
	private List<CompletableFuture<Boolean>> sendAndClose(FaultyWorld world, Fault fault) {
		Message message = message(fault);
		RocketClient client = RocketClient.builder()
			.nameServers(world.nameServerAddress())
			.connectTimeout(fault.timeout())
			.requestTimeout(fault.timeout())
			.build();
		Producer producer = client.newProducer(ProducerOptions.builder("closing").sendTimeout(fault.timeout()).build());
		List<CompletableFuture<Boolean>> sends = times(CALLS,
				() -> timed(fault.timeout(), () -> producer.sendAsync(message)));
		long start = System.nanoTime();
		client.close();
		this.closings.add(System.nanoTime() - start);
		return sends;
	}

	private Set<String> threadsLeft() {
		Set<Thread> left = clientThreads();
		left.removeAll(this.threadsBefore);
		return left.stream().map(Thread::getName).collect(Collectors.toSet());
	}

	private static Set<Thread> clientThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("rocketmq-lite-"))
			.collect(Collectors.toSet());
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	/**
	 * What a call does.
	 */
	private enum Call {

		CONNECT, SEND, SEND_ASYNC, ONE_WAY, HEARTBEAT, ROUTE, PULL, CLOSE;

		/**
		 * One-way messages may be taken by a socket's buffer, and closing comes first.
		 */
		boolean isAnswered() {
			return this != ONE_WAY && this != CLOSE;
		}

	}

	/**
	 * What happens to the connections, and whether a call can bring a result then.
	 */
	private enum Fault {

		REFUSE(FaultMode.REFUSE, false), HANG(FaultMode.HANG, false), SILENT(FaultMode.SILENT, false),
		DELAY(FaultMode.delay(TIMEOUT.multipliedBy(2)), false), CUT_REQUEST(FaultMode.cutRequestsAfter(20), false),
		CUT_ANSWER(FaultMode.cutResponsesAfter(20), false), HALF_OPEN(FaultMode.HALF_OPEN, false),
		GARBAGE(FaultMode.GARBAGE, false), DUPLICATE(FaultMode.DUPLICATE, true);

		private final FaultMode mode;

		private final boolean bringsResults;

		Fault(FaultMode mode, boolean bringsResults) {
			this.mode = mode;
			this.bringsResults = bringsResults;
		}

		/** What shall succeed has the time that a loaded machine needs. */
		Duration timeout() {
			return this.bringsResults ? Duration.ofSeconds(20) : TIMEOUT;
		}

	}

	/**
	 * Times of many threads.
	 */
	private static final class Times {

		private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

		void add(long time) {
			this.nanos.add(time);
		}

		void clear() {
			this.nanos.clear();
		}

		long max() {
			return Collections.max(this.nanos);
		}

		long[] sorted() {
			long[] sorted = this.nanos.stream().mapToLong(Long::longValue).toArray();
			Arrays.sort(sorted);
			return sorted;
		}

	}

}
