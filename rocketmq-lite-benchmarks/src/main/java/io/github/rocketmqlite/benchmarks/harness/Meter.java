package io.github.rocketmqlite.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used since a moment: time, CPU of all its threads but those that
 * compile, bytes that its Java threads allocated, and context switches of all its tasks
 * but those. Threads that end in between take their bytes and switches along.
 * <p>
 * Threading: used by one thread.
 */
public final class Meter {

	private static final Path TASKS = Path.of("/proc/self/task");

	/** As far as the system keeps it: "C1 CompilerThre", "C2 CompilerThre". */
	private static final String COMPILER = " Compiler";

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private Allocations allocatedBefore = new Allocations(new long[0], new long[0]);

	private long switchesBefore;

	/** A JVM compiles for long, however long it was warmed up. */
	private long compilingBefore;

	private long cpuBefore;

	private long startedAt;

	/** Begins anew. */
	public void start() {
		// reading files costs most, so it comes before and after all else
		this.switchesBefore = switches();
		this.compilingBefore = compiling();
		this.allocatedBefore = allocated();
		this.cpuBefore = this.system.getProcessCpuTime();
		this.startedAt = System.nanoTime();
	}

	/** What was used since the start. */
	public Usage stop() {
		long nanos = System.nanoTime() - this.startedAt;
		long cpu = this.system.getProcessCpuTime() - this.cpuBefore;
		Allocations allocated = allocated();
		long compiling = compiling() - this.compilingBefore;
		long switches = switches() - this.switchesBefore;
		return new Usage(nanos, cpu - compiling, allocated.since(this.allocatedBefore), switches);
	}

	private Allocations allocated() {
		long[] ids = this.threads.getAllThreadIds();
		return new Allocations(ids, this.threads.getThreadAllocatedBytes(ids));
	}

	private static long compiling() {
		return ofTasks(Meter::compiling);
	}

	private static long compiling(Path task) {
		try {
			return compiles(task) ? Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[0]) : 0;
		}
		catch (IOException ex) {
			// the thread has ended, or the system does not say
			return 0;
		}
	}

	private static boolean compiles(Path task) throws IOException {
		return Files.readString(task.resolve("comm")).contains(COMPILER);
	}

	private static long switches() {
		return ofTasks(Meter::switches);
	}

	private static long ofTasks(ToLongFunction<Path> figure) {
		if (!Files.isDirectory(TASKS)) {
			return 0;
		}
		try (Stream<Path> tasks = Files.list(TASKS)) {
			return tasks.mapToLong(figure).sum();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static long switches(Path task) {
		try {
			if (compiles(task)) {
				return 0;
			}
			List<String> lines = Files.readAllLines(task.resolve("status"));
			return lines.stream()
				.filter((line) -> line.contains("_ctxt_switches:"))
				.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
				.sum();
		}
		catch (IOException ex) {
			// the thread has ended
			return 0;
		}
	}

	/**
	 * What threads have allocated so far, in arrays as the JVM gives them: a map made
	 * while it is measured would count.
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Allocations(long[] threads, long[] bytes) {

		long since(Allocations before) {
			Map<Long, Long> known = before.byThread();
			return byThread().entrySet()
				.stream()
				.mapToLong((thread) -> thread.getValue() - known.getOrDefault(thread.getKey(), 0L))
				.sum();
		}

		/** Without threads that have ended meanwhile. */
		private Map<Long, Long> byThread() {
			Map<Long, Long> byThread = new HashMap<>();
			for (int i = 0; i < this.threads.length; i++) {
				if (this.bytes[i] >= 0) {
					byThread.put(this.threads[i], this.bytes[i]);
				}
			}
			return byThread;
		}

	}

	/**
	 * What was used.
	 */
	public record Usage(long nanos, long cpuNanos, long bytes, long switches) {

		/** The figures of a run with so many messages. */
		public Map<Metric, Double> perMessage(int messages) {
			Map<Metric, Double> figures = new EnumMap<>(Metric.class);
			figures.put(Metric.RATE, messages * 1e9 / this.nanos);
			figures.put(Metric.CPU_MICROS, this.cpuNanos / 1e3 / messages);
			figures.put(Metric.BYTES, (double) this.bytes / messages);
			figures.put(Metric.SWITCHES, (double) this.switches / messages);
			return figures;
		}

		/** The figures of a time in which nothing was to be done. */
		public Map<Metric, Double> perSecond() {
			double seconds = this.nanos / 1e9;
			Map<Metric, Double> figures = new EnumMap<>(Metric.class);
			figures.put(Metric.IDLE_CPU_MILLIS, this.cpuNanos / 1e6 / seconds);
			figures.put(Metric.IDLE_SWITCHES, this.switches / seconds);
			figures.put(Metric.IDLE_BYTES, this.bytes / seconds);
			return figures;
		}

	}

}
