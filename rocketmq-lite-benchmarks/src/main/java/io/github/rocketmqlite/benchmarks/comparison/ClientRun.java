package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Map;

import io.github.rocketmqlite.benchmarks.harness.ClientJvm;
import io.github.rocketmqlite.benchmarks.harness.Metric;

/**
 * The main class of one run's JVM.
 */
final class ClientRun {

	private ClientRun() {
	}

	public static void main(String[] arguments) {
		RunSettings settings = RunSettings.of(arguments);
		ClientJvm.tell(() -> run(settings));
	}

	private static Map<Metric, Double> run(RunSettings settings) throws Exception {
		switch (settings.workload().kind()) {
			case FIRST_MESSAGE, FIRST_SEND, THREADS, IDLE -> {
				return new StandingRun(settings).run();
			}
			default -> {
				try (Contender contender = settings.side().open(settings)) {
					return run(settings, contender);
				}
			}
		}
	}

	private static Map<Metric, Double> run(RunSettings settings, Contender contender) throws Exception {
		return switch (settings.workload().kind()) {
			case PUSH, PUSH_ORDERED, PULL -> new ReceiveRun(settings, contender).run();
			case END_TO_END -> new EndToEndRun(settings, contender).run();
			default -> new SendRun(settings, contender).run();
		};
	}

}
