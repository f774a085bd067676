package io.github.rocketmqlite.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.benchmarks.harness.Machine;
import io.github.rocketmqlite.benchmarks.harness.PerformanceDocument;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures the parts of the client beside the official classes, each in a JVM of its own:
 * time and allocation of each {@link Operation}, in one table with the goals. JMH's
 * results go into a JSON file.
 */
public final class MicroBenchmarks {

	private static final String USAGE = """
			Options:
			  --quick               a tenth of the time; shows whether everything works
			  --include=REGEX       only benchmarks with such a name, for example DispatchBenchmark
			  --json=FILE           JMH's results, default target/micro.json
			  --document=FILE       write the table into this document too
			""";

	private MicroBenchmarks() {
	}

	/**
	 * Runs the benchmarks.
	 * @param args see {@code --help}
	 * @throws Exception when a benchmark or a file fails
	 */
	public static void main(String[] args) throws Exception {
		OptionsBuilder options = new OptionsBuilder();
		Path json = Path.of("target", "micro.json");
		Path document = null;
		String include = null;
		for (String argument : args) {
			String[] parts = argument.split("=", 2);
			String value = (parts.length > 1) ? parts[1] : "";
			switch (parts[0]) {
				case "--quick" -> options.warmupIterations(2)
					.warmupTime(TimeValue.milliseconds(200))
					.measurementIterations(2)
					.measurementTime(TimeValue.milliseconds(200));
				case "--include" -> include = value;
				case "--json" -> json = Path.of(value);
				case "--document" -> document = Path.of(value);
				case "--help" -> {
					System.out.println(USAGE);
					return;
				}
				default -> throw new IllegalArgumentException("Unknown option " + argument + "\n" + USAGE);
			}
		}
		long started = System.nanoTime();
		List<String> section = section(run(options, include, json));
		section.forEach(System.out::println);
		if (document != null) {
			PerformanceDocument.write(document, "parts", section);
		}
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
		System.out.printf(Locale.ROOT, "The benchmarks took %d minutes and %d seconds; results are in %s%n",
				seconds / 60, seconds % 60, json);
	}

	private static Collection<RunResult> run(OptionsBuilder options, @Nullable String include, Path json)
			throws RunnerException, IOException {
		Path parent = json.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		if (include != null) {
			options.include(include);
		}
		else {
			Operation.ALL.stream().map((one) -> one.type().getName()).distinct().forEach(options::include);
		}
		options.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.resultFormat(ResultFormatType.JSON)
			.result(json.toString());
		return new Runner(options.build()).run();
	}

	private static List<String> section(Collection<RunResult> results) {
		String caption = "Measured on " + Machine.today() + ": " + Machine.description() + "; " + Machine.load()
				+ " at the end. Averages of JMH, one fork.";
		return PerformanceDocument.section(caption, new OperationTable(results).lines(), List.of());
	}

}
