package io.github.rocketmqlite.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * When and where something was measured, in words.
 */
public final class Machine {

	private Machine() {
	}

	/** The date. */
	public static String today() {
		return LocalDate.now(ZoneOffset.UTC).toString();
	}

	/** Cores, system and this JVM. */
	public static String description() {
		return description("JDK " + Runtime.version());
	}

	/**
	 * Cores, system and the JVM of a program.
	 * @param java the {@code java} program
	 */
	public static String description(Path java) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(java.toString(), "--version").redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException(java + " --version failed: " + output);
		}
		return description("clients on " + output.lines().findFirst().orElse(java.toString()));
	}

	private static String description(String jdk) {
		return Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
				+ System.getProperty("os.arch") + ", " + jdk;
	}

	/** What else runs now, as far as the load average tells. */
	public static String load() {
		double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		return String.format(Locale.ROOT, "load average %.1f", load);
	}

}
