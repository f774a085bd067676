package io.github.rocketmqlite.benchmarks.comparison;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import io.github.rocketmqlite.benchmarks.comparison.Contender.Sender;
import io.github.rocketmqlite.benchmarks.harness.Meter;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;

/**
 * What a client costs before and while nothing happens: its start, its threads, its
 * connections, and its rest.
 */
final class StandingRun {

	private static final int PATIENCE_SECONDS = 60;

	private static final long SETTLE_SECONDS = 4;

	private static final long REST_SECONDS = 12;

	private static final String ESTABLISHED = "01";

	private final RunSettings settings;

	StandingRun(RunSettings settings) {
		this.settings = settings;
	}

	Map<Metric, Double> run() throws Exception {
		return switch (this.settings.workload().kind()) {
			case FIRST_MESSAGE -> firstMessage();
			case FIRST_SEND -> firstSend();
			case THREADS -> threads();
			default -> idle();
		};
	}

	private Map<Metric, Double> firstMessage() throws Exception {
		long started = System.nanoTime();
		try (Contender contender = this.settings.side().open(this.settings)) {
			consume(contender, this.settings.group(), this.settings.topic());
			return Map.of(Metric.MILLIS, (System.nanoTime() - started) / 1e6);
		}
	}

	private Map<Metric, Double> firstSend() throws Exception {
		long started = System.nanoTime();
		try (Contender contender = this.settings.side().open(this.settings)) {
			contender.sender(this.settings.group(), false).send(this.settings.topic(), this.settings.body());
			double millis = (System.nanoTime() - started) / 1e6;
			OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
			double cpuMillis = system.getProcessCpuTime() / 1e6;
			double classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
			return Map.of(Metric.MILLIS, millis, Metric.CPU_MILLIS, cpuMillis, Metric.CLASSES, classes);
		}
	}

	private Map<Metric, Double> threads() throws Exception {
		Map<Metric, Double> figures = new EnumMap<>(Metric.class);
		long before = threadCount(false);
		long othersConnections = connections();
		try (Contender contender = this.settings.side().open(this.settings)) {
			produce(contender, 0);
			figures.put(Metric.PRODUCER_THREADS, (double) (threadCount(false) - before));
			consume(contender, this.settings.group(), this.settings.topic());
			settle();
			figures.put(Metric.CONSUMER_THREADS, (double) (threadCount(false) - before));
			for (int i = 1; i < this.settings.workload().width(); i++) {
				produce(contender, i);
				consume(contender, this.settings.group() + "-c" + i, this.settings.topic());
			}
			settle();
			figures.put(Metric.TEN_THREADS, (double) (threadCount(false) - before));
			figures.put(Metric.LISTENER_THREADS, (double) threadCount(true));
			figures.put(Metric.CONNECTIONS, (double) (connections() - othersConnections));
			return figures;
		}
	}

	private Map<Metric, Double> idle() throws Exception {
		try (Contender contender = this.settings.side().open(this.settings)) {
			produce(contender, 0);
			consume(contender, this.settings.group(), this.settings.topic());
			settle();
			Meter meter = new Meter();
			meter.start();
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(REST_SECONDS));
			return meter.stop().perSecond();
		}
	}

	private void produce(Contender contender, int number) throws Exception {
		Sender sender = contender.sender(this.settings.group() + "-p" + number, false);
		for (int i = 0; i < this.settings.workload().width(); i++) {
			sender.send(this.settings.topic(), this.settings.body());
		}
	}

	private void consume(Contender contender, String group, String topic) throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		contender.push(group, topic, false, (queueId, queueOffset, body) -> first.countDown());
		if (!first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new VoidRunException("no message in " + PATIENCE_SECONDS + " s");
		}
	}

	private static void settle() {
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
	}

	private static long threadCount(boolean ofListeners) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> ofListeners == (thread.getName().startsWith("ConsumeMessageThread_")
					|| thread.getName().startsWith("rocketmq-lite-consume-")))
			.count();
	}

	/** Established connections to the broker, of this network namespace. */
	private long connections() throws IOException {
		String port = String.format(Locale.ROOT, ":%04X", this.settings.brokerPort());
		long count = 0;
		for (String table : Arrays.asList("/proc/net/tcp", "/proc/net/tcp6")) {
			if (Files.isReadable(Path.of(table))) {
				try (Stream<String> lines = Files.lines(Path.of(table))) {
					count += lines.map((line) -> line.strip().split("\\s+", -1))
						.filter((columns) -> columns.length > 3 && columns[2].endsWith(port)
								&& columns[3].equals(ESTABLISHED))
						.count();
				}
			}
		}
		return count;
	}

}
