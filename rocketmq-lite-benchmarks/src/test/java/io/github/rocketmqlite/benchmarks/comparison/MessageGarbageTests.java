package io.github.rocketmqlite.benchmarks.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.rocketmqlite.benchmarks.harness.BenchmarkBroker;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps an eye on the garbage: bytes allocated for a message hardly depend on the
 * machine, as times do. Each bound is what was measured when it was recorded and half as
 * much again. A run that is above its bound is judged by the median of three.
 */
class MessageGarbageTests {

	private static final int MOST_RUNS = 3;

	private static BenchmarkBroker broker;

	private static ClientRuns clients;

	@BeforeAll
	static void start() throws Exception {
		broker = BenchmarkBroker.start();
		clients = new ClientRuns(ComparisonOptions.of("--messages=20000", "--backlog=80000"), broker);
	}

	@AfterAll
	static void stop() {
		broker.close();
	}

	@ParameterizedTest
	@CsvSource({ "sync-16, 1100", "async, 1400", "oneway, 900", "batch-32, 850", "linger, 1150", "push, 1400",
			"pull, 950" })
	void aMessageLeavesNoMoreGarbageThanRecorded(String workload, double mostBytes) throws Exception {
		List<Double> bytes = new ArrayList<>();
		do {
			bytes.add(bytes(workload, bytes.size() + 1));
		}
		while (bytes.size() < MOST_RUNS && median(bytes) > mostBytes);
		System.out.printf("Bytes per message, %s: %s%n", workload, bytes);
		assertThat(median(bytes)).as("bytes per message of %s, runs %s", workload, bytes)
			.isLessThanOrEqualTo(mostBytes);
	}

	private static double bytes(String workload, int number) throws Exception {
		Run run = clients.run(Workload.of(workload), Side.LITE, number);
		assertThat(run.problem()).as("why run %s of %s is void", number, workload).isNull();
		return run.figures().get(Metric.BYTES.name());
	}

	private static double median(List<Double> values) {
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

}
