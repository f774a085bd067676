package io.github.rocketmqlite.benchmarks.comparison;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.benchmarks.comparison.Contender.Sender;
import io.github.rocketmqlite.benchmarks.harness.Latencies;
import io.github.rocketmqlite.benchmarks.harness.Meter;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;
import io.github.rocketmqlite.benchmarks.harness.WarmUp;
import org.jspecify.annotations.Nullable;

/**
 * Sends at an even rate and measures the time from the call of the producer to that of
 * the listener, in one JVM and so by one clock. It gets warm at a rate that is high
 * enough for that, and then at its own.
 */
final class EndToEndRun {

	private static final int PATIENCE_SECONDS = 60;

	private static final int WARM_UP_RATE = 5_000;

	private final RunSettings settings;

	private final Contender contender;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final AtomicInteger came = new AtomicInteger();

	private final AtomicReference<@Nullable Latencies> latencies = new AtomicReference<>();

	EndToEndRun(RunSettings settings, Contender contender) {
		this.settings = settings;
		this.contender = contender;
	}

	Map<Metric, Double> run() throws Exception {
		CountDownLatch ready = new CountDownLatch(1);
		this.contender.push(this.settings.group(), this.settings.topic(), false, (queueId, queueOffset, body) -> {
			long took = System.nanoTime() - ByteBuffer.wrap(body).getLong();
			Latencies measured = this.latencies.get();
			if (measured != null) {
				measured.add(took);
			}
			this.came.incrementAndGet();
			ready.countDown();
		});
		Sender sender = this.contender.sender(this.settings.group() + "-p", false);
		send(sender, 1, 1);
		if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new VoidRunException("the consumer got nothing in " + PATIENCE_SECONDS + " s");
		}
		long before = 1 + new WarmUp(this.settings.warmUpSeconds()).run(() -> {
			send(sender, WARM_UP_RATE, WARM_UP_RATE);
			return WARM_UP_RATE;
		});
		send(sender, this.settings.warmUp(), this.settings.workload().width());
		before += this.settings.warmUp();
		awaitCame(before);
		Latencies measured = new Latencies(this.settings.messages());
		this.latencies.set(measured);
		Meter meter = new Meter();
		meter.start();
		send(sender, this.settings.messages(), this.settings.workload().width());
		awaitCame(before + this.settings.messages());
		Map<Metric, Double> figures = meter.stop().perMessage(this.settings.messages());
		measured.addTo(figures);
		return figures;
	}

	private void send(Sender sender, int messages, int rate) throws Exception {
		byte[] template = this.settings.body();
		long interval = TimeUnit.SECONDS.toNanos(1) / rate;
		long due = System.nanoTime();
		for (int i = 0; i < messages; i++) {
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			byte[] body = template.clone();
			ByteBuffer.wrap(body).putLong(System.nanoTime());
			sender.sendAsync(this.settings.topic(), body, (error) -> {
				if (error != null) {
					this.failure.compareAndSet(null, error);
				}
			});
			due += interval;
		}
	}

	private void awaitCame(long messages) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (this.came.get() < messages && System.nanoTime() - end < 0) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		if (this.failure.get() != null) {
			throw new VoidRunException("a send failed with " + this.failure.get());
		}
		if (this.came.get() != messages) {
			throw new VoidRunException(this.came + " of " + messages + " messages came");
		}
	}

}
