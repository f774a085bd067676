package io.github.rocketmqlite.benchmarks.comparison;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Compares whole clients. For each workload it runs both clients in turn, each time in a
 * fresh JVM and one at a time, against one broker, and prints a table with the goals. The
 * results are written after each workload, so that a command that was stopped can go on.
 * A run in which a message was lost or out of order is void.
 */
public final class Comparison {

	private final ComparisonOptions options;

	private final ClientRuns clients;

	private Comparison(ComparisonOptions options, ComparisonBroker broker) {
		this.options = options;
		this.clients = new ClientRuns(options, broker);
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
		Results results;
		try (ComparisonBroker broker = ComparisonBroker.start()) {
			results = new Comparison(options, broker).run();
		}
		PerformanceDocument.section(results).forEach(System.out::println);
		if (options.document() != null) {
			PerformanceDocument.write(options.document(), results);
		}
		System.out.printf(Locale.ROOT, "The comparison took %d minutes and %d seconds; results are in %s%n",
				TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - started),
				TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) % 60, options.json());
		System.exit(0);
	}

	private Results run() throws Exception {
		boolean known = this.options.resume() && Files.exists(this.options.json());
		Results results = known ? Results.read(this.options.json())
				: new Results(today(), machine(), load(), this.options.backlog(), List.of());
		for (Workload workload : this.options.workloads()) {
			if (!this.options.resume() || !results.isComplete(workload)) {
				String load = load();
				results = results.with(workload, runs(workload), today(), load);
				results.write(this.options.json());
			}
		}
		return results;
	}

	private List<Run> runs(Workload workload) throws Exception {
		List<Run> runs = new ArrayList<>();
		for (int number = 1; number <= this.options.runs(); number++) {
			for (Side side : this.options.sides()) {
				long started = System.nanoTime();
				Run run = this.clients.run(workload, side, number);
				runs.add(run);
				System.out.printf(Locale.ROOT, "%-16s %-8s run %d, %3d s: %s%n", workload.id(), side.label(), number,
						TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started), summary(run));
			}
		}
		return runs;
	}

	private static String summary(Run run) {
		if (run.problem() != null) {
			return "void: " + run.problem();
		}
		return Arrays.stream(Metric.values())
			.filter((metric) -> run.figures().containsKey(metric.name()))
			.map((metric) -> metric.title() + " " + metric.format(run.figures().getOrDefault(metric.name(), 0.0)))
			.collect(Collectors.joining(", "));
	}

	private static String today() {
		return LocalDate.now(ZoneOffset.UTC).toString();
	}

	private static String machine() {
		return Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
				+ System.getProperty("os.arch") + ", JDK " + Runtime.version();
	}

	private static String load() {
		double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		return String.format(Locale.ROOT, "load average %.1f before the last workload", load);
	}

}
