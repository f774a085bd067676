package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The main class of one run's JVM. Its last line tells the figures, or why there are
 * none.
 */
final class ClientRun {

	static final String FIGURES = "FIGURES ";

	static final String VOID = "VOID ";

	private ClientRun() {
	}

	public static void main(String[] arguments) {
		RunSettings settings = RunSettings.of(arguments);
		try {
			System.out.println(FIGURES + text(run(settings)));
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

	private static Map<Metric, Double> run(RunSettings settings) throws Exception {
		switch (settings.workload().kind()) {
			case FIRST_MESSAGE, FIRST_SEND, THREADS, IDLE -> {
				return new StandingRun(settings).run();
			}
			default -> {
				try (Contender contender = settings.side().open(settings.nameServers())) {
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

	private static String text(Map<Metric, Double> figures) {
		return figures.entrySet()
			.stream()
			.map((figure) -> figure.getKey().name() + "=" + figure.getValue())
			.collect(Collectors.joining(" "));
	}

}
