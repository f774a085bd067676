package io.github.rocketmqlite.benchmarks.comparison;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Runs clients in JVMs of their own, one at a time, and checks at the broker that nothing
 * was lost.
 * <p>
 * Threading: used by one thread.
 */
final class ClientRuns {

	private static final int RUN_SECONDS = 150;

	private final ComparisonOptions options;

	private final ComparisonBroker broker;

	private @Nullable String backlog;

	private int backlogs;

	ClientRuns(ComparisonOptions options, ComparisonBroker broker) {
		this.options = options;
		this.broker = broker;
	}

	/**
	 * Runs a client once. Whatever goes wrong makes the run void.
	 */
	Run run(Workload workload, Side side, int number) throws IOException, InterruptedException {
		try {
			return tryRun(workload, side, number);
		}
		catch (RuntimeException ex) {
			return voidRun(workload, side, number, ex.toString());
		}
	}

	private Run tryRun(Workload workload, Side side, int number) throws IOException, InterruptedException {
		String name = workload.id() + "-" + side.label() + "-" + number;
		RunSettings settings = new RunSettings(side, workload, this.broker.nameServers(), this.broker.port(),
				workload.readsBacklog() ? backlog(workload) : name, "group-" + name,
				this.options.warmUp(workload, side), this.options.measured(workload, side));
		if (!workload.readsBacklog()) {
			this.broker.createTopic(name);
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

	private String backlog(Workload workload) {
		String topic = this.backlog;
		if (topic == null) {
			topic = "comparison-backlog-" + ++this.backlogs;
			this.broker.fill(topic, this.options.backlog(), RunSettings.body(workload.bodyBytes()));
			this.backlog = topic;
		}
		return topic;
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

}
