package io.github.rocketmqlite.benchmarks.harness;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long single messages took, each kept, so that percentiles are exact.
 * <p>
 * Threading: thread-safe; read when nobody adds any more.
 */
public final class Latencies {

	private final long[] nanos;

	private final AtomicInteger count = new AtomicInteger();

	/** Has room for so many. */
	public Latencies(int most) {
		this.nanos = new long[most];
	}

	/** Adds one, in nanoseconds. */
	public void add(long took) {
		this.nanos[this.count.getAndIncrement()] = took;
	}

	/** Adds the percentiles to the figures. */
	public void addTo(Map<Metric, Double> figures) {
		long[] sorted = Arrays.copyOf(this.nanos, this.count.get());
		Arrays.sort(sorted);
		if (sorted.length > 0) {
			figures.put(Metric.P50_MICROS, sorted[sorted.length / 2] / 1e3);
			figures.put(Metric.P99_MICROS, sorted[(int) (sorted.length * 0.99)] / 1e3);
		}
	}

}
