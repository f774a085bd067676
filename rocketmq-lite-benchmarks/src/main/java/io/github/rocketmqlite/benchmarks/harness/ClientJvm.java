package io.github.rocketmqlite.benchmarks.harness;

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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs a client in a JVM of its own, whose last line tells the figures, or why there are
 * none.
 *
 * @param java the program
 * @param jvmArguments arguments of each JVM besides its heap of 1 GB
 * @param seconds how long a run may take
 */
public record ClientJvm(Path java, List<String> jvmArguments, int seconds) {

	private static final String FIGURES = "FIGURES ";

	private static final String VOID = "VOID ";

	public ClientJvm {
		jvmArguments = List.copyOf(jvmArguments);
	}

	/** The program that this JVM runs on. */
	public static Path ownJava() {
		return Path.of(System.getProperty("java.home"), "bin", "java");
	}

	/**
	 * Runs a client once, in this process's class path.
	 * @param workload what the run is called in the results, with side and number
	 * @param main a main class that {@linkplain #tell tells} its figures
	 */
	public Run run(String workload, String side, int number, Class<?> main, List<String> arguments)
			throws IOException, InterruptedException {
		String last = lastLine(main, arguments);
		if (!last.startsWith(FIGURES)) {
			return new Run(workload, side, number, Map.of(), last);
		}
		Map<String, Double> figures = new HashMap<>();
		for (String figure : last.substring(FIGURES.length()).split(" ", -1)) {
			int at = figure.indexOf('=');
			figures.put(figure.substring(0, at), Double.valueOf(figure.substring(at + 1)));
		}
		return new Run(workload, side, number, figures, null);
	}

	private String lastLine(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
		Path output = Files.createTempFile("rocketmq-lite-run-", ".txt");
		List<String> command = new ArrayList<>(List.of(this.java.toString(), "-Xms1g", "-Xmx1g"));
		command.addAll(this.jvmArguments);
		command.add(main.getName());
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("CLASSPATH", absolute(System.getProperty("java.class.path")));
		Process process = builder.start();
		try {
			if (!process.waitFor(this.seconds, TimeUnit.SECONDS)) {
				return "no end within " + this.seconds + " s";
			}
			List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
			return lines.stream()
				.filter((line) -> line.startsWith(FIGURES) || line.startsWith(VOID))
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

	/**
	 * The main method of a run's JVM: runs the client, tells its figures and ends the
	 * JVM.
	 */
	public static void tell(Callable<Map<Metric, Double>> run) {
		try {
			System.out.println(FIGURES + run.call()
				.entrySet()
				.stream()
				.map((figure) -> figure.getKey().name() + "=" + figure.getValue())
				.collect(Collectors.joining(" ")));
		}
		catch (Throwable failure) {
			if (!(failure instanceof VoidRunException)) {
				failure.printStackTrace(System.out);
			}
			System.out.println(VOID + failure);
		}
		// whatever a client has left behind ends with the run
		System.exit(0);
	}

}
