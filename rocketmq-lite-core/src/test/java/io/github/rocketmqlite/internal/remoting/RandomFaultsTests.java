package io.github.rocketmqlite.internal.remoting;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many requests to servers that answer, delay, answer twice, forget and hang up as they
 * like: each ends exactly once, and with its own answer if with any.
 */
class RandomFaultsTests {

	private static final Logger logger = LoggerFactory.getLogger(RandomFaultsTests.class);

	/** How many requests; {@code -Drequests=1000000} for the long run. */
	private static final int REQUESTS = Integer.getInteger("requests", 100_000);

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	private static final int WINDOW = 1_000;

	private static final int CALLERS = 4;

	private final RemotingFixture remoting = new RemotingFixture();

	private final ScheduledExecutorService delays = Executors.newScheduledThreadPool(1);

	private final Map<String, LongAdder> deeds = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();

	private final AtomicIntegerArray completions = new AtomicIntegerArray(REQUESTS);

	private final AtomicInteger wrong = new AtomicInteger();

	private final AtomicLong longest = new AtomicLong();

	private final Semaphore window = new Semaphore(WINDOW);

	@AfterEach
	void end() {
		this.remoting.close();
		this.delays.shutdownNow();
	}

	@Test
	void eachRequestEndsExactlyOnceAndWithItsOwnAnswer() throws Exception {
		long start = System.nanoTime();
		try (TinyServer one = new TinyServer(this::serve); TinyServer two = new TinyServer(this::serve)) {
			CountDownLatch called = new CountDownLatch(CALLERS);
			for (int caller = 0; caller < CALLERS; caller++) {
				int first = caller;
				Thread thread = new Thread(() -> {
					callAll(first, (first % 2 == 0) ? one.address() : two.address());
					called.countDown();
				}, "caller-" + caller);
				thread.setDaemon(true);
				thread.start();
			}
			assertThat(called.await(10, TimeUnit.MINUTES)).isTrue();
			assertThat(this.window.tryAcquire(WINDOW, 30, TimeUnit.SECONDS)).as("all requests have ended").isTrue();
		}
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
		logger.info("random_faults requests={} seconds={} longest_over_ms={} late_answers={} ends={} server={}",
				REQUESTS, millis / 1000.0, TimeUnit.NANOSECONDS.toMillis(this.longest.get() - TIMEOUT.toNanos()),
				this.remoting.client.lateAnswers(), new TreeMap<>(this.ends), new TreeMap<>(this.deeds));
		assertThat(this.wrong).hasValue(0);
		for (int i = 0; i < REQUESTS; i++) {
			assertThat(this.completions.get(i)).as("completions of request %s", i).isEqualTo(1);
		}
		assertThat(this.remoting.client.pendingRequests()).isZero();
		assertThat(this.ends.keySet()).contains("answered", "RocketTimeoutException", "RocketConnectionException");
		assertThat(this.remoting.client.lateAnswers()).isPositive();
	}

	private void callAll(int first, String address) {
		for (int i = first; i < REQUESTS; i += CALLERS) {
			this.window.acquireUninterruptibly();
			int number = i;
			String text = "request " + number;
			long start = System.nanoTime();
			this.remoting.client.call(address, new Echo(text), Deadline.after(TIMEOUT))
				.whenComplete((answer, failure) -> {
					this.longest.accumulateAndGet(System.nanoTime() - start, Math::max);
					ended(number, text, answer, failure);
				});
		}
	}

	private void ended(int number, String text, String answer, Throwable failure) {
		this.completions.incrementAndGet(number);
		if ((failure != null) ? !(failure instanceof RocketException) : !text.equals(answer)) {
			this.wrong.incrementAndGet();
		}
		count(this.ends, (failure != null) ? failure.getClass().getSimpleName() : "answered");
		this.window.release();
	}

	private void serve(Frame frame, TinyServer.Peer peer) {
		byte[] answer = Frames.answer(frame.opaque(), new String(frame.bodyBytes(), StandardCharsets.UTF_8));
		int dice = ThreadLocalRandom.current().nextInt(10_000);
		if (dice < 2) {
			count(this.deeds, "cut");
			peer.send(Arrays.copyOf(answer, answer.length / 2));
			peer.close();
		}
		else if (dice < 50) {
			count(this.deeds, "forgotten");
		}
		else if (dice < 500) {
			count(this.deeds, "twice");
			peer.send(answer);
			peer.send(answer);
		}
		else if (dice < 1_000) {
			count(this.deeds, "delayed");
			this.delays.schedule(() -> sendLate(peer, answer), dice, TimeUnit.MILLISECONDS);
		}
		else {
			count(this.deeds, "answered");
			peer.send(answer);
		}
	}

	private static void sendLate(TinyServer.Peer peer, byte[] answer) {
		try {
			peer.send(answer);
		}
		catch (UncheckedIOException ex) {
			// cut meanwhile
		}
	}

	private static void count(Map<String, LongAdder> counts, String key) {
		counts.computeIfAbsent(key, (unused) -> new LongAdder()).increment();
	}

}
