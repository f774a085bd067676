package io.github.rocketmqlite.benchmarks.comparison;

import java.io.IOException;
import java.util.Map;

import io.github.rocketmqlite.benchmarks.harness.BenchmarkBroker;
import io.github.rocketmqlite.benchmarks.harness.ClientJvm;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.Run;

/**
 * Runs clients of one workload in JVMs of their own, one at a time, and checks at the
 * broker that nothing was lost.
 * <p>
 * Threading: used by one thread.
 */
final class ClientRuns {

	private static final int RUN_SECONDS = 150;

	private final ComparisonOptions options;

	private final BenchmarkBroker broker;

	private final ClientJvm jvm;

	private boolean filled;

	ClientRuns(ComparisonOptions options, BenchmarkBroker broker) {
		this.options = options;
		this.broker = broker;
		this.jvm = new ClientJvm(options.java(), options.clientArguments(), RUN_SECONDS);
	}

	/**
	 * Runs a client once. Whatever goes wrong makes the run void.
	 */
	Run run(Workload workload, Side side, int number) throws IOException, InterruptedException {
		try {
			return tryRun(workload, side, number);
		}
		catch (RuntimeException ex) {
			return new Run(workload.id(), side.label(), number, Map.of(), ex.toString());
		}
	}

	private Run tryRun(Workload workload, Side side, int number) throws IOException, InterruptedException {
		String name = workload.id() + "-" + side.label() + "-" + number;
		RunSettings settings = new RunSettings(side, workload, this.broker.nameServers(), this.broker.port(),
				workload.readsBacklog() ? backlog(workload) : name, "group-" + name,
				this.options.warmUp(workload, side), this.options.warmUpSeconds(),
				this.options.measured(workload, side));
		if (!workload.readsBacklog()) {
			this.broker.createTopic(name);
		}
		Run run = this.jvm.run(workload.id(), side.label(), number, ClientRun.class, settings.arguments());
		long sent = run.figure(Metric.SENT);
		if (sent > 0) {
			long stored = this.broker.awaitStored(settings.topic(), sent);
			if (stored < sent) {
				return run.isVoid((sent - stored) + " of " + sent + " messages were lost");
			}
		}
		return run.without(Metric.SENT);
	}

	private String backlog(Workload workload) {
		String topic = "comparison-backlog";
		if (!this.filled) {
			this.broker.fill(topic, this.options.backlog(), RunSettings.body(workload.bodyBytes()));
			this.filled = true;
		}
		return topic;
	}

}
