package io.github.rocketmqlite.benchmarks.comparison;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Compares whole clients. For each workload it runs both clients in turn, each time in a
 * fresh JVM and one at a time, against one broker, and prints a table with the goals. The
 * results are written after each workload, so that a command that was stopped can go on.
 * A run in which a message was lost or out of order is void.
 */
public final class Comparison {

	private static final String BACKLOG = "comparison-backlog";

	private static final int RUN_SECONDS = 300;

	private final ComparisonOptions options;

	private final ComparisonBroker broker;

	private boolean filled;

	private Comparison(ComparisonOptions options, ComparisonBroker broker) {
		this.options = options;
		this.broker = broker;
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
			if (!results.has(workload)) {
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
				Run run = run(workload, side, number);
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

	private Run run(Workload workload, Side side, int number) throws Exception {
		String name = workload.id() + "-" + side.label() + "-" + number;
		RunSettings settings = new RunSettings(side, workload, this.broker.nameServers(), this.broker.port(),
				workload.readsBacklog() ? BACKLOG : name, "group-" + name, this.options.warmUp(workload, side),
				this.options.measured(workload, side));
		if (!workload.readsBacklog()) {
			this.broker.createTopic(name);
		}
		else if (!this.filled) {
			this.filled = true;
			this.broker.fill(BACKLOG, this.options.backlog(), settings.body());
		}
		String last = lastLine(settings);
		if (!last.startsWith(ClientRun.FIGURES)) {
			return voidRun(workload, side, number, last);
		}
		if (isCountedAtTheBroker(workload)) {
			long sent = sent(settings);
			long stored = this.broker.awaitStored(settings.topic(), sent);
			if (stored < sent) {
				return voidRun(workload, side, number, (sent - stored) + " of " + sent + " messages were lost");
			}
		}
		Map<String, Double> figures = new HashMap<>();
		for (String figure : last.substring(ClientRun.FIGURES.length()).split(" ", -1)) {
			int at = figure.indexOf('=');
			figures.put(figure.substring(0, at), Double.valueOf(figure.substring(at + 1)));
		}
		return new Run(workload.id(), side.label(), number, figures, null);
	}

	private static boolean isCountedAtTheBroker(Workload workload) {
		return switch (workload.kind()) {
			case SYNC, ASYNC, LINGER, ONEWAY, BATCH -> true;
			default -> false;
		};
	}

	private static long sent(RunSettings settings) {
		int width = switch (settings.workload().kind()) {
			case SYNC, BATCH -> settings.workload().width();
			default -> 1;
		};
		boolean up = settings.workload().kind() == Workload.Kind.BATCH;
		return (long) whole(settings.warmUp(), width, up) + whole(settings.messages(), width, up);
	}

	private static int whole(int messages, int width, boolean up) {
		return (up ? messages + width - 1 : messages) / width * width;
	}

	private static Run voidRun(Workload workload, Side side, int number, String problem) {
		return new Run(workload.id(), side.label(), number, Map.of(), problem);
	}

	private String lastLine(RunSettings settings) throws IOException, InterruptedException {
		Path output = Files.createTempFile("rocketmq-lite-run-", ".txt");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms1g", "-Xmx1g"));
		command.addAll(this.options.clientArguments());
		command.add(ClientRun.class.getName());
		command.addAll(settings.arguments());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("CLASSPATH", absolute(System.getProperty("java.class.path")));
		Process process = builder.start();
		try {
			if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
				return "no end within " + RUN_SECONDS + " s";
			}
			List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
			return lines.stream()
				.filter((line) -> line.startsWith(ClientRun.FIGURES) || line.startsWith(ClientRun.VOID))
				.reduce((first, second) -> second)
				.orElse("exit value " + process.exitValue() + ": " + String.join(" | ", lines));
		}
		finally {
			process.destroyForcibly();
			Files.deleteIfExists(output);
		}
	}

	private static String absolute(String classPath) {
		return Arrays.stream(classPath.split(File.pathSeparator, -1))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
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
