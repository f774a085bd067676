package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.rocketmqlite.benchmarks.harness.Goal;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.Scenario;

import static io.github.rocketmqlite.benchmarks.harness.Metric.BYTES;
import static io.github.rocketmqlite.benchmarks.harness.Metric.CPU_MICROS;
import static io.github.rocketmqlite.benchmarks.harness.Metric.P50_MICROS;
import static io.github.rocketmqlite.benchmarks.harness.Metric.P99_MICROS;
import static io.github.rocketmqlite.benchmarks.harness.Metric.RATE;

/**
 * What the clients are made to do, and what is expected of it.
 */
enum Workload implements Scenario {

	SYNC_1("Synchronous, 1 thread", Kind.SYNC, 1, 128, 20_000, Goal.atMostTimes(P50_MICROS, 0.82),
			Goal.atMostTimes(CPU_MICROS, 0.45), Goal.atMost(BYTES, 800)),

	SYNC_16("Synchronous, 16 threads", Kind.SYNC, 16, 128, 100_000, Goal.atLeastTimes(RATE, 1.6),
			Goal.atMostTimes(CPU_MICROS, 0.55), Goal.atMost(BYTES, 800)),

	SYNC_16_1K("Synchronous, 16 threads, 1 KiB", Kind.SYNC, 16, 1_024, 60_000),

	ASYNC("Asynchronous, 1,000 in flight", Kind.ASYNC, 1_000, 128, 300_000, Goal.atLeastTimes(RATE, 2),
			Goal.atMostTimes(CPU_MICROS, 0.33), Goal.atMost(BYTES, 600)),

	ASYNC_1K("Asynchronous, 1,000 in flight, 1 KiB", Kind.ASYNC, 1_000, 1_024, 100_000),

	ASYNC_64K("Asynchronous, 64 in flight, 64 KiB, each with its default compression", Kind.ASYNC, 64, 65_536, 2_500),

	LINGER("Asynchronous, batched automatically (official: not batched)", Kind.LINGER, 4_000, 128, 600_000,
			Goal.atLeastTimes(RATE, 6), Goal.atMost(CPU_MICROS, 5)),

	ONEWAY("One-way, 1 thread", Kind.ONEWAY, 1, 128, 150_000, Goal.atLeastTimes(RATE, 1.7),
			Goal.atMostTimes(CPU_MICROS, 0.4), Goal.atMost(BYTES, 400)),

	BATCH_32("Batches of 32, 1 thread", Kind.BATCH, 32, 128, 400_000, Goal.atLeastTimes(RATE, 1.25),
			Goal.atMostTimes(CPU_MICROS, 0.6), Goal.atMost(BYTES, 400)),

	PUSH("Push consumer, concurrent, backlog in 8 queues", Kind.PUSH, 8, 128, 0, Goal.atLeastTimes(RATE, 1.9),
			Goal.atMostTimes(CPU_MICROS, 0.4), Goal.atMost(BYTES, 600)),

	PUSH_1K("Push consumer, concurrent, backlog of 1 KiB in 8 queues", Kind.PUSH, 8, 1_024, 0),

	PUSH_ORDERED("Push consumer, ordered, the same backlog", Kind.PUSH_ORDERED, 8, 128, 0, Goal.atLeastTimes(RATE, 1.8),
			Goal.atMostTimes(CPU_MICROS, 0.45), Goal.atMost(BYTES, 600)),

	PULL("Pull consumer, the same backlog", Kind.PULL, 8, 128, 0, Goal.atLeastTimes(RATE, 3),
			Goal.atMostTimes(CPU_MICROS, 0.35)),

	END_TO_END_200("End to end, 200 messages/s", Kind.END_TO_END, 200, 128, 2_000, Goal.atMostTimes(P50_MICROS, 0.875),
			Goal.atMostTimes(P99_MICROS, 0.825), Goal.atMostTimes(CPU_MICROS, 0.5), Goal.atMost(BYTES, 2_500)),

	END_TO_END_2000("End to end, 2,000 messages/s", Kind.END_TO_END, 2_000, 128, 10_000),

	FIRST_MESSAGE("Start of a consumer to the first message of a backlog", Kind.FIRST_MESSAGE, 1, 128, 0,
			Goal.atMost(Metric.MILLIS, 300)),

	FIRST_SEND("Fresh JVM: new client to first acknowledged send", Kind.FIRST_SEND, 1, 128, 1,
			Goal.atMost(Metric.MILLIS, 250)),

	THREADS("Threads of the client, listener pools apart", Kind.THREADS, 10, 128, 1,
			Goal.atMost(Metric.PRODUCER_THREADS, 6), Goal.atMost(Metric.CONSUMER_THREADS, 10),
			Goal.atMost(Metric.TEN_THREADS, 30), Goal.atMost(Metric.CONNECTIONS, 1)),

	IDLE("A producer and a consumer that do nothing", Kind.IDLE, 1, 128, 1, Goal.atMost(Metric.IDLE_CPU_MILLIS, 2),
			Goal.atMost(Metric.IDLE_SWITCHES, 40), Goal.atMost(Metric.IDLE_BYTES, 5 * 1_024));

	private final String title;

	private final Kind kind;

	private final int width;

	private final int bodyBytes;

	private final int messages;

	@SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
	private final List<Goal> goals;

	Workload(String title, Kind kind, int width, int bodyBytes, int messages, Goal... goals) {
		this.title = title;
		this.kind = kind;
		this.width = width;
		this.bodyBytes = bodyBytes;
		this.messages = messages;
		this.goals = List.of(goals);
	}

	@Override
	public String title() {
		return this.title;
	}

	Kind kind() {
		return this.kind;
	}

	/** Threads, sends in flight, messages in a batch, or messages in a second. */
	int width() {
		return this.width;
	}

	int bodyBytes() {
		return this.bodyBytes;
	}

	/** How many messages are measured by default; 0 when the backlog decides. */
	int messages() {
		return this.messages;
	}

	@Override
	public List<Goal> goals() {
		return this.goals;
	}

	boolean readsBacklog() {
		return this.messages == 0;
	}

	@Override
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static Workload of(String id) {
		return Arrays.stream(values())
			.filter((workload) -> workload.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No workload '" + id + "'; there are "
					+ Arrays.stream(values()).map(Workload::id).collect(Collectors.joining(", "))));
	}

	/** The ways of working. */
	enum Kind {

		SYNC, ASYNC, LINGER, ONEWAY, BATCH, PUSH, PUSH_ORDERED, PULL, END_TO_END, FIRST_MESSAGE, FIRST_SEND, THREADS,
		IDLE

	}

}
