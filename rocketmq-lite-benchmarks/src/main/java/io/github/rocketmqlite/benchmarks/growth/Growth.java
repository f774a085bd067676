package io.github.rocketmqlite.benchmarks.growth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.benchmarks.harness.BenchmarkBroker;
import io.github.rocketmqlite.benchmarks.harness.ClientJvm;
import io.github.rocketmqlite.benchmarks.harness.CommandOptions;
import io.github.rocketmqlite.benchmarks.harness.Machine;
import io.github.rocketmqlite.benchmarks.harness.PerformanceDocument;
import io.github.rocketmqlite.benchmarks.harness.Results;
import io.github.rocketmqlite.benchmarks.harness.Run;
import io.github.rocketmqlite.test.ScriptedBroker;

/**
 * Measures how time and memory grow with what a client serves, each step in a fresh JVM.
 * Routes come from a scripted name server, messages from a real broker.
 */
public final class Growth {

	private static final int RUN_SECONDS = 200;

	private static final String BACKLOG = "growth-backlog";

	private static final int SPARE_MESSAGES = 20_000;

	/** Has a few messages only, which cost little to consume. */
	private static final String FEW = "growth-few";

	private static final int FEW_MESSAGES = 800;

	private final CommandOptions options;

	private final BenchmarkBroker broker;

	private final ScriptedBroker routes;

	private Growth(CommandOptions options, BenchmarkBroker broker, ScriptedBroker routes) {
		this.options = options;
		this.broker = broker;
		this.routes = routes;
	}

	/**
	 * Runs the series.
	 * @param args see {@link CommandOptions#USAGE}
	 * @throws Exception when the broker or a file fails
	 */
	public static void main(String[] args) throws Exception {
		CommandOptions defaults = CommandOptions.defaults(3, Path.of("target", "growth.json"));
		if (Arrays.asList(args).contains("--help")) {
			System.out.println(CommandOptions.USAGE.formatted(Series.ids(), defaults.json()));
			return;
		}
		CommandOptions options = CommandOptions.of(defaults, args);
		long started = System.nanoTime();
		Results results;
		try (BenchmarkBroker broker = BenchmarkBroker.start(); ScriptedBroker routes = ServedRoutes.start()) {
			results = new Growth(options, broker, routes).run();
		}
		String caption = "Measured on " + results.date() + ": " + results.machine() + "; " + results.load()
				+ " before the last series. Medians of the valid runs; memory is what is alive on the heap.";
		List<String> section = PerformanceDocument.section(caption, new GrowthTable(results).lines(),
				PerformanceDocument.problems(results));
		section.forEach(System.out::println);
		if (options.document() != null) {
			PerformanceDocument.write(options.document(), "growth", section);
		}
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
		System.out.printf(Locale.ROOT, "This took %d minutes and %d seconds; results are in %s%n", seconds / 60,
				seconds % 60, options.json());
		System.exit(0);
	}

	private Results run() throws IOException, InterruptedException {
		byte[] body = "x".repeat(128).getBytes(StandardCharsets.US_ASCII);
		List<Integer> cached = Series.CACHED.steps();
		this.broker.fill(BACKLOG, cached.get(cached.size() - 1) + SPARE_MESSAGES, body);
		this.broker.fill(FEW, FEW_MESSAGES, body);
		Results results = this.options.begin();
		for (Series series : Series.values()) {
			if (this.options.wants(series, results)) {
				String load = Machine.load();
				results = results.with(series, runs(series), Machine.today(), load);
				results.write(this.options.json());
			}
		}
		return results;
	}

	private List<Run> runs(Series series) throws IOException, InterruptedException {
		ClientJvm jvm = new ClientJvm(this.options.java(), this.options.clientArguments(), RUN_SECONDS);
		String nameServers = series.needsBroker() ? this.broker.nameServers() : this.routes.address();
		String topic = (series == Series.CACHED) ? BACKLOG : FEW;
		List<Run> runs = new ArrayList<>();
		for (int number = 1; number <= this.options.runs(); number++) {
			for (int count : series.steps()) {
				long started = System.nanoTime();
				String prefix = series.id() + "-" + count + "-run-" + number;
				Run run = jvm.run(series.id(), String.valueOf(count), number, GrowthRun.class,
						List.of(series.name(), String.valueOf(count), nameServers, topic, prefix));
				System.out.println(run.summary(System.nanoTime() - started));
				runs.add(run);
			}
		}
		return runs;
	}

}
