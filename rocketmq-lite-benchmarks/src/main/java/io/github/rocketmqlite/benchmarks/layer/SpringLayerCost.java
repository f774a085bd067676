package io.github.rocketmqlite.benchmarks.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.benchmarks.harness.BenchmarkBroker;
import io.github.rocketmqlite.benchmarks.harness.ClientJvm;
import io.github.rocketmqlite.benchmarks.harness.Columns;
import io.github.rocketmqlite.benchmarks.harness.Columns.Column;
import io.github.rocketmqlite.benchmarks.harness.CommandOptions;
import io.github.rocketmqlite.benchmarks.harness.Machine;
import io.github.rocketmqlite.benchmarks.harness.PerformanceDocument;
import io.github.rocketmqlite.benchmarks.harness.ResultTable;
import io.github.rocketmqlite.benchmarks.harness.Results;
import io.github.rocketmqlite.benchmarks.harness.Run;

/**
 * Measures what {@code RocketTemplate} and {@code @RocketListener} cost over the bare
 * client: the same payloads through both, in turn, each run in a fresh JVM and all of a
 * scenario against one broker. A run in which a message was lost is void.
 */
public final class SpringLayerCost {

	private static final int RUN_SECONDS = 150;

	private static final int QUICK_SHARE = 10;

	private static final int WARM_UP_SECONDS = 12;

	private static final Columns COLUMNS = new Columns(new Column(LayerSide.BARE.label(), "bare client"),
			new Column(LayerSide.SPRING.label(), "Spring"), new Column(LayerSide.OBSERVED.label(), "Spring, observed"),
			true);

	private final CommandOptions options;

	private SpringLayerCost(CommandOptions options) {
		this.options = options;
	}

	/**
	 * Runs the comparison.
	 * @param args see {@link CommandOptions#USAGE}
	 * @throws Exception when the broker or a file fails
	 */
	public static void main(String[] args) throws Exception {
		CommandOptions defaults = CommandOptions.defaults(3, Path.of("target", "spring-layer.json"));
		if (Arrays.asList(args).contains("--help")) {
			System.out.println(CommandOptions.USAGE.formatted(LayerScenario.ids(), defaults.json()));
			return;
		}
		CommandOptions options = CommandOptions.of(defaults, args);
		long started = System.nanoTime();
		Results results = new SpringLayerCost(options).run();
		String caption = "Measured on " + results.date() + ": " + results.machine() + "; " + results.load()
				+ " before the last scenario. Medians of the valid runs.";
		List<String> table = new ResultTable(results, List.of(LayerScenario.values()), COLUMNS).lines();
		List<String> section = PerformanceDocument.section(caption, table, PerformanceDocument.problems(results));
		section.forEach(System.out::println);
		if (options.document() != null) {
			PerformanceDocument.write(options.document(), "layer", section);
		}
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
		System.out.printf(Locale.ROOT, "This took %d minutes and %d seconds; results are in %s%n", seconds / 60,
				seconds % 60, options.json());
		System.exit(0);
	}

	private Results run() throws IOException, InterruptedException {
		Results results = this.options.begin();
		for (LayerScenario scenario : LayerScenario.values()) {
			if (this.options.wants(scenario, results)) {
				String load = Machine.load();
				try (BenchmarkBroker broker = BenchmarkBroker.start()) {
					results = results.with(scenario, runs(scenario, broker), Machine.today(), load);
				}
				results.write(this.options.json());
			}
		}
		return results;
	}

	private List<Run> runs(LayerScenario scenario, BenchmarkBroker broker) throws IOException, InterruptedException {
		ClientJvm jvm = new ClientJvm(this.options.java(), this.options.clientArguments(), RUN_SECONDS);
		int messages = this.options.quick() ? scenario.messages() / QUICK_SHARE : scenario.messages();
		String backlog = "layer-" + scenario.id();
		if (scenario.kind() == LayerScenario.Kind.RECEIVE) {
			broker.fill(backlog, (1 + LayerRun.WARM_UP_SHARE) * messages, scenario.payload().toBody());
		}
		List<Run> runs = new ArrayList<>();
		for (int number = 1; number <= this.options.runs(); number++) {
			for (LayerSide side : LayerSide.values()) {
				String name = scenario.id() + "-" + side.label() + "-" + number;
				String topic = backlog;
				if (scenario.kind() != LayerScenario.Kind.RECEIVE) {
					topic = name;
					broker.createTopic(topic);
				}
				long started = System.nanoTime();
				Run run = jvm.run(scenario.id(), side.label(), number, LayerRun.class,
						List.of(side.name(), scenario.name(), broker.nameServers(), topic, "group-" + name,
								String.valueOf(messages), String.valueOf(this.options.quick() ? 0 : WARM_UP_SECONDS)));
				System.out.println(run.summary(System.nanoTime() - started));
				runs.add(run);
			}
		}
		return runs;
	}

}
