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
import java.util.stream.IntStream;

import io.github.rocketmqlite.benchmarks.comparison.Contender.Sender;
import io.github.rocketmqlite.benchmarks.comparison.Workload.Kind;
import io.github.rocketmqlite.benchmarks.harness.Latencies;
import io.github.rocketmqlite.benchmarks.harness.Meter;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;
import org.jspecify.annotations.Nullable;

/**
 * Sends as a workload wants it: first what warms up, then what is measured. Whether the
 * broker has them all is for the parent to find out.
 */
final class SendRun {

	private static final int PATIENCE_SECONDS = 60;

	private final RunSettings settings;

	private final Sender sender;

	private final byte[] body;

	private final int width;

	SendRun(RunSettings settings, Contender contender) throws Exception {
		this.settings = settings;
		this.sender = contender.sender(settings.group(), settings.workload().kind() == Kind.LINGER);
		this.body = settings.body();
		this.width = settings.workload().width();
	}

	Map<Metric, Double> run() throws Exception {
		Latencies latencies = new Latencies(this.settings.messages());
		if (this.settings.workload().kind() == Kind.SYNC) {
			return sync(latencies);
		}
		if (this.settings.workload().kind() == Kind.ONEWAY) {
			// the official client cannot open a connection while it floods another
			awaitTaken();
		}
		send(this.settings.warmUp(), null);
		Meter meter = new Meter();
		meter.start();
		send(this.settings.messages(), latencies);
		Map<Metric, Double> figures = meter.stop().perMessage(this.settings.messages());
		latencies.addTo(figures);
		return figures;
	}

	private void send(int messages, @Nullable Latencies latencies) throws Exception {
		switch (this.settings.workload().kind()) {
			case ONEWAY -> oneway(messages);
			case BATCH -> batches(messages, latencies);
			default -> async(messages, latencies);
		}
	}

	private Map<Metric, Double> sync(Latencies latencies) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(this.width);
		try {
			onAll(threads, () -> sync(this.settings.warmUp() / this.width, null));
			Meter meter = new Meter();
			meter.start();
			onAll(threads, () -> sync(this.settings.messages() / this.width, latencies));
			Map<Metric, Double> figures = meter.stop().perMessage(this.settings.messages() / this.width * this.width);
			latencies.addTo(figures);
			return figures;
		}
		finally {
			threads.shutdown();
		}
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
		for (int i = 0; i < messages; i++) {
			this.sender.sendOneway(this.settings.topic(), this.body);
		}
		awaitTaken();
	}

	/** The question has a short timeout of its own, and a busy broker a long queue. */
	private void awaitTaken() throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (true) {
			try {
				this.sender.awaitTaken(this.settings.topic());
				return;
			}
			catch (InterruptedException | VoidRunException ex) {
				throw ex;
			}
			catch (Exception ex) {
				if (System.nanoTime() - end > 0) {
					throw new VoidRunException("the broker has not read all messages: " + ex);
				}
			}
		}
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
