package io.github.rocketmqlite.benchmarks;

import java.util.List;

import io.github.rocketmqlite.benchmarks.harness.Goal;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.internal.consumer.DispatchBenchmark;
import io.github.rocketmqlite.internal.consumer.OffsetWindowBenchmark;
import io.github.rocketmqlite.internal.producer.BatchEncodeBenchmark;

/**
 * What is measured in JMH: the method of ours, that of the official client, and the
 * goals. The figures of methods that handle several messages are per message.
 *
 * @param title its name in the table
 * @param type the class of the benchmarks
 * @param lite the method of ours
 * @param official that of the official client
 * @param parameter the value of the class's parameter, empty if it has none
 * @param goals what our figures should be
 */
record Operation(String title, Class<?> type, String lite, String official, String parameter, List<Goal> goals) {

	private static final String JSON = "JSON";

	private static final String BINARY = "BINARY";

	static final List<Operation> ALL = List.of(
			of("Encode a send request, JSON header", EncodeBenchmark.class, "lite", "official", JSON),
			of("Encode a send request, binary header", EncodeBenchmark.class, "lite", "official", BINARY, nanos(180),
					bytes(0)),
			of("Decode a send response, JSON header", DecodeBenchmark.class, "sendResponseLite", "sendResponseOfficial",
					JSON, nanos(100)),
			of("Decode a send response, binary header", DecodeBenchmark.class, "sendResponseLite",
					"sendResponseOfficial", BINARY, nanos(100)),
			of("Decode the header of a pull response, JSON", DecodeBenchmark.class, "pullHeaderLite",
					"pullHeaderOfficial", JSON, nanos(120)),
			of("Decode the header of a pull response, binary", DecodeBenchmark.class, "pullHeaderLite",
					"pullHeaderOfficial", BINARY, nanos(120)),
			of("Pull answer of 32 messages of 128 B, each message found", MessageBatchBenchmark.class, "lazyLite",
					"official", "128", nanos(80)),
			of("Pull answer of 32 messages of 1 KiB, each message found", MessageBatchBenchmark.class, "lazyLite",
					"official", "1024", nanos(250)),
			of("Pull answer of 32 messages of 128 B, tag, id and body read", MessageBatchBenchmark.class, "readLite",
					"official", "128"),
			of("Pull answer of 32 messages of 1 KiB, tag, id and body read", MessageBatchBenchmark.class, "readLite",
					"official", "1024"),
			of("Encode a batch of 32 messages of 128 B, per message", BatchEncodeBenchmark.class, "lite", "official",
					"", Goal.atMostTimes(Metric.NANOS, 1)),
			of("Encode four properties", PropertiesBenchmark.class, "encodeLite", "encodeOfficial", "",
					Goal.atMostTimes(Metric.NANOS, 1)),
			of("Decode four properties into a map", PropertiesBenchmark.class, "decodeLite", "decodeOfficial", "",
					Goal.atMostTimes(Metric.NANOS, 1)),
			of("Make a message id", MessageIdBenchmark.class, "lite", "official", "",
					Goal.atMostTimes(Metric.NANOS, 1)),
			of("Offset window: put, take, finish out of order, commit; per message", OffsetWindowBenchmark.class,
					"lite", "official", "", Goal.atMostTimes(Metric.NANOS, 0.5)),
			of("Dispatch of pulled messages to a listener until committed, per message", DispatchBenchmark.class,
					"lite", "official", "", Goal.atMostTimes(Metric.NANOS, 0.5)));

	private static Operation of(String title, Class<?> type, String lite, String official, String parameter,
			Goal... goals) {
		return new Operation(title, type, lite, official, parameter, List.of(goals));
	}

	private static Goal nanos(double bound) {
		return Goal.atMost(Metric.NANOS, bound);
	}

	private static Goal bytes(double bound) {
		return Goal.atMost(Metric.BYTES_PER_OPERATION, bound);
	}

}
