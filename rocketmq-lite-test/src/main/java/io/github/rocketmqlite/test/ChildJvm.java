package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM started with this one's java command. Its output goes to a file, and it is told
 * through the end of its standard input that this JVM is gone.
 * <p>
 * Threading: thread-safe.
 */
public final class ChildJvm {

	/** Takes five seconds, or twenty times as long on a machine that is very busy. */
	private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

	private static final long SIGNAL_SECONDS = 10;

	private final Process process;

	private final Path output;

	private ChildJvm(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts the child and returns when it has printed the line.
	 * @throws IllegalStateException with all of the child's output if it ends before, or
	 * takes longer than five minutes
	 */
	public static ChildJvm start(Program program, Path output, String readyLine) {
		List<String> command = program.command();
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		// longer than what some systems allow for one argument
		builder.environment().put("CLASSPATH", program.classPath());
		try {
			ChildJvm child = new ChildJvm(builder.start(), output);
			child.awaitLine(readyLine);
			return child;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No child JVM: " + command, ex);
		}
	}

	private void awaitLine(String line) {
		try {
			Await.until(READY_TIMEOUT, () -> "the line " + line,
					() -> !this.process.isAlive() || output().lines().anyMatch(line::equals));
		}
		catch (IllegalStateException ex) {
			kill();
			throw new IllegalStateException("The child JVM is not ready. Its output:\n" + output(), ex);
		}
		if (!this.process.isAlive()) {
			throw new IllegalStateException(
					"The child JVM ended with exit value " + this.process.exitValue() + ". Its output:\n" + output());
		}
	}

	/**
	 * What the child has printed.
	 */
	public String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			return "(no output: " + ex + ")";
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Kills the process with SIGKILL, frozen or not, and waits for its end.
	 */
	public void kill() {
		this.process.destroyForcibly();
		await(this.process, "the end of process " + this.process.pid());
	}

	/**
	 * Sends a signal with the {@code kill} command.
	 * @param signal its name without SIG, for example {@code STOP}
	 */
	void signal(String signal) {
		String pid = String.valueOf(this.process.pid());
		try {
			Process command = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start();
			if (await(command, "kill -" + signal + " " + pid) != 0) {
				throw new IllegalStateException("kill -" + signal + " " + pid + " failed: is the process alive?");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This system has no 'kill' command to send SIG" + signal, ex);
		}
	}

	private static int await(Process process, String what) {
		try {
			if (!process.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Not within " + SIGNAL_SECONDS + " seconds: " + what);
			}
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + what, ex);
		}
	}

	/**
	 * What a child runs.
	 *
	 * @param mainClass where it begins
	 * @param classPath all that it sees
	 * @param jvmArguments what stands before the main class on its command line
	 * @param arguments what stands after it
	 */
	public record Program(Class<?> mainClass, String classPath, List<String> jvmArguments, List<String> arguments) {

		/**
		 * A program on this JVM's class path.
		 */
		public static Program here(Class<?> mainClass, List<String> jvmArguments, String argument) {
			return new Program(mainClass, System.getProperty("java.class.path"), jvmArguments, List.of(argument));
		}

		private List<String> command() {
			List<String> command = new ArrayList<>();
			command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
			command.addAll(this.jvmArguments);
			command.add(this.mainClass.getName());
			command.addAll(this.arguments);
			return command;
		}

	}

}
