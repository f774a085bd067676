package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.github.rocketmqlite.benchmarks.comparison.Contender.Sender;
import io.github.rocketmqlite.benchmarks.comparison.Workload.Kind;
import io.github.rocketmqlite.benchmarks.harness.Latencies;
import io.github.rocketmqlite.benchmarks.harness.Meter;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;
import io.github.rocketmqlite.benchmarks.harness.WarmUp;
import org.jspecify.annotations.Nullable;

/**
 * Sends as a workload wants it: first what warms up, then what is measured. Whether the
 * broker has them all is for the parent to find out.
 */
final class SendRun {

	private static final int PATIENCE_SECONDS = 60;

	/** Servers and clients alike are overrun by a flood that nothing interrupts. */
	private static final int ONEWAY_AT_ONCE = 10_000;

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final RunSettings settings;

	private final Sender sender;

	private final byte[] body;

	private final int width;

	private long onewaySent;

	SendRun(RunSettings settings, Contender contender) throws Exception {
		this.settings = settings;
		this.sender = contender.sender(settings.group(), settings.workload().kind() == Kind.LINGER);
		this.body = settings.body();
		this.width = settings.workload().width();
	}

	/**
	 * Returns the figures, and how many messages were sent, those of the warm-up
	 * included.
	 */
	Map<Metric, Double> run() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(this.width);
		try {
			if (this.settings.workload().kind() == Kind.ONEWAY) {
				// the official client cannot open a connection while it floods another
				awaitStored();
			}
			long sent = new WarmUp(this.settings.warmUpSeconds())
				.run(() -> send(threads, this.settings.warmUp(), null));
			Latencies latencies = new Latencies(this.settings.messages());
			Meter meter = new Meter();
			meter.start();
			int measured = send(threads, this.settings.messages(), latencies);
			Map<Metric, Double> figures = meter.stop().perMessage(measured);
			latencies.addTo(figures);
			figures.put(Metric.SENT, (double) (sent + measured));
			return figures;
		}
		finally {
			threads.shutdown();
		}
	}

	/** Returns how many were sent: as many as the threads or batches share evenly. */
	private int send(ExecutorService threads, int messages, @Nullable Latencies latencies) throws Exception {
		int even = messages / this.width * this.width;
		switch (this.settings.workload().kind()) {
			case SYNC -> onAll(threads, () -> sync(even / this.width, latencies));
			case ONEWAY -> oneway(even);
			case BATCH -> batches(even, latencies);
			default -> async(even, latencies);
		}
		return even;
	}

	private void onAll(ExecutorService threads, Callable<?> task) throws Exception {
		for (Future<?> future : threads.invokeAll(Collections.nCopies(this.width, task))) {
			future.get();
		}
	}

	private @Nullable Object sync(int messages, @Nullable Latencies latencies) throws Exception {
		for (int i = 0; i < messages; i++) {
			long started = System.nanoTime();
			this.sender.send(this.settings.topic(), this.body);
			if (latencies != null) {
				latencies.add(System.nanoTime() - started);
			}
		}
		return null;
	}

	private void async(int messages, @Nullable Latencies latencies) throws Exception {
		Semaphore room = new Semaphore(this.width);
		AtomicInteger failures = new AtomicInteger();
		AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
		for (int i = 0; i < messages; i++) {
			room.acquire();
			long started = System.nanoTime();
			this.sender.sendAsync(this.settings.topic(), this.body, (failure) -> {
				if (failure != null) {
					failures.incrementAndGet();
					first.compareAndSet(null, failure);
				}
				else if (latencies != null) {
					latencies.add(System.nanoTime() - started);
				}
				room.release();
			});
		}
		if (!room.tryAcquire(this.width, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new VoidRunException("some of " + messages + " asynchronous sends never ended");
		}
		if (failures.get() > 0) {
			throw new VoidRunException(failures + " of " + messages + " sends failed, the first with " + first.get());
		}
	}

	private void oneway(int messages) throws Exception {
		for (int i = 1; i <= messages; i++) {
			this.sender.sendOneway(this.settings.topic(), this.body);
			this.onewaySent++;
			if (i % ONEWAY_AT_ONCE == 0 || i == messages) {
				awaitStored();
			}
		}
	}

	/** A question has a short timeout of its own, and a busy broker a long queue. */
	private void awaitStored() throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		String problem = "";
		while (System.nanoTime() - end < 0) {
			try {
				if (this.sender.stored(this.settings.topic()) >= this.onewaySent) {
					return;
				}
			}
			catch (InterruptedException | VoidRunException ex) {
				throw ex;
			}
			catch (Exception ex) {
				problem = ": " + ex;
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		throw new VoidRunException("the broker has not stored all one-way messages" + problem);
	}

	private void batches(int messages, @Nullable Latencies latencies) throws Exception {
		List<byte[]> batch = IntStream.range(0, this.width).mapToObj((i) -> this.body).toList();
		for (int i = 0; i < messages; i += this.width) {
			long started = System.nanoTime();
			this.sender.sendBatch(this.settings.topic(), batch);
			if (latencies != null) {
				latencies.add(System.nanoTime() - started);
			}
		}
	}

}
