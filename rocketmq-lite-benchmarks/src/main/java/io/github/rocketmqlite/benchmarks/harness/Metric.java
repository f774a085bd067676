package io.github.rocketmqlite.benchmarks.harness;

import java.util.Locale;

/**
 * What is measured.
 */
public enum Metric {

	RATE("messages/s", 0), CPU_MICROS("CPU µs/message", 2), BYTES("bytes/message", 0),
	SWITCHES("context switches/message", 2), P50_MICROS("p50 µs", 0), P99_MICROS("p99 µs", 0), MILLIS("ms", 0),
	CPU_MILLIS("CPU ms", 0), CLASSES("classes loaded", 0), PRODUCER_THREADS("threads, producer", 0),
	CONSUMER_THREADS("threads, + consumer", 0), TEN_THREADS("threads, 10 + 10", 0),
	LISTENER_THREADS("listener pools", 0), CONNECTIONS("broker connections, 10 + 10", 0),
	IDLE_CPU_MILLIS("CPU ms/s", 2), IDLE_SWITCHES("switches/s", 0), IDLE_BYTES("bytes/s", 0), NANOS("ns", 1),
	BYTES_PER_OPERATION("B", 0), KIBIBYTES("KiB", 0),
	/** For the parent, which compares it with what is stored. */
	SENT("messages sent", 0);

	private final String title;

	private final int decimals;

	Metric(String title, int decimals) {
		this.title = title;
		this.decimals = decimals;
	}

	/** Its name in the table. */
	public String title() {
		return this.title;
	}

	/** A figure as text. */
	public String format(double value) {
		return String.format(Locale.ROOT, "%,." + this.decimals + "f", value);
	}

}
