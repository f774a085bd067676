package io.github.rocketmqlite.benchmarks.comparison;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.rocketmqlite.benchmarks.harness.BenchmarkBroker;
import io.github.rocketmqlite.benchmarks.harness.Columns;
import io.github.rocketmqlite.benchmarks.harness.Columns.Column;
import io.github.rocketmqlite.benchmarks.harness.Machine;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.PerformanceDocument;
import io.github.rocketmqlite.benchmarks.harness.ResultTable;
import io.github.rocketmqlite.benchmarks.harness.Results;
import io.github.rocketmqlite.benchmarks.harness.Run;

/**
 * Compares whole clients. For each workload it runs both clients in turn, each time in a
 * fresh JVM and one at a time, against one broker, and prints a table with the goals.
 * Each workload has a fresh broker, so that its files do not fill the memory they are in.
 * The results are written after each workload, so that a command that was stopped can go
 * on. A run in which a message was lost or out of order is void.
 */
public final class Comparison {

	private static final Columns COLUMNS = new Columns(new Column(Side.OFFICIAL.label(), "official"),
			new Column(Side.LITE.label(), "rocketmq-lite"), new Column(Side.RAW.label(), "limit"), false);

	private final ComparisonOptions options;

	private Comparison(ComparisonOptions options) {
		this.options = options;
	}

	/**
	 * Runs the comparison.
	 * @param args see {@link ComparisonOptions#USAGE}
	 * @throws Exception when the broker or a file fails
	 */
	public static void main(String[] args) throws Exception {
		if (Arrays.asList(args).contains("--help")) {
			System.out.println(ComparisonOptions.USAGE
				.formatted(Arrays.stream(Workload.values()).map(Workload::id).collect(Collectors.joining(", "))));
			return;
		}
		ComparisonOptions options = ComparisonOptions.of(args);
		long started = System.nanoTime();
		Results results = new Comparison(options).run();
		List<String> section = section(results);
		section.forEach(System.out::println);
		if (options.document() != null) {
			PerformanceDocument.write(options.document(), options.section(), section);
		}
		System.out.printf(Locale.ROOT, "The comparison took %d minutes and %d seconds; results are in %s%n",
				TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - started),
				TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) % 60, options.json());
		System.exit(0);
	}

	private static List<String> section(Results results) {
		String caption = String.format(Locale.ROOT,
				"Measured on %s: %s; %s before the last workload. Backlog of %,d messages. Medians of the valid runs.",
				results.date(), results.machine(), results.load(), results.backlog());
		List<String> table = new ResultTable(results, List.of(Workload.values()), COLUMNS).lines();
		return PerformanceDocument.section(caption, table, PerformanceDocument.problems(results));
	}

	private Results run() throws Exception {
		boolean known = this.options.resume() && Files.exists(this.options.json());
		Results results = known ? Results.read(this.options.json()) : new Results(Machine.today(),
				Machine.description(this.options.java()), Machine.load(), this.options.backlog(), List.of());
		for (Workload workload : this.options.workloads()) {
			if (!this.options.resume() || !results.isComplete(workload)) {
				String load = Machine.load();
				results = results.with(workload, runs(workload), Machine.today(), load);
				results.write(this.options.json());
			}
		}
		return results;
	}

	private List<Run> runs(Workload workload) throws Exception {
		List<Run> runs = new ArrayList<>();
		try (BenchmarkBroker broker = BenchmarkBroker.start()) {
			ClientRuns clients = new ClientRuns(this.options, broker);
			for (int number = 1; number <= this.options.runs(); number++) {
				for (Side side : this.options.sides().stream().filter((one) -> one.runs(workload)).toList()) {
					long started = System.nanoTime();
					Run run = clients.run(workload, side, number);
					runs.add(run);
					System.out.println(run.summary(System.nanoTime() - started));
				}
			}
		}
		return runs;
	}

}
