package io.github.rocketmqlite.benchmarks.harness;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One run of one client.
 *
 * @param workload the id of the scenario
 * @param side the client's label
 * @param number from 1
 * @param figures by the names of {@link Metric}; empty when the run is void
 * @param problem why the run is void, {@code null} if it is not
 */
public record Run(String workload, String side, int number, Map<String, Double> figures, @Nullable String problem) {

	public Run {
		figures = Map.copyOf(figures);
	}

	boolean isOf(Scenario scenario) {
		return this.workload.equals(scenario.id());
	}

	/** A figure, 0 if it is not there. */
	public long figure(Metric metric) {
		return this.figures.getOrDefault(metric.name(), 0.0).longValue();
	}

	/** This run without a figure, which has served its purpose. */
	public Run without(Metric metric) {
		Map<String, Double> rest = new HashMap<>(this.figures);
		rest.remove(metric.name());
		return new Run(this.workload, this.side, this.number, rest, this.problem);
	}

	/** This run as a void one. */
	public Run isVoid(String why) {
		return new Run(this.workload, this.side, this.number, Map.of(), why);
	}

	/** The run in one line. */
	public String summary(long nanos) {
		String outcome = (this.problem != null) ? "void: " + this.problem : Arrays.stream(Metric.values())
			.filter((metric) -> this.figures.containsKey(metric.name()))
			.map((metric) -> metric.title() + " " + metric.format(this.figures.getOrDefault(metric.name(), 0.0)))
			.collect(Collectors.joining(", "));
		return String.format(Locale.ROOT, "%-16s %-8s run %d, %3d s: %s", this.workload, this.side, this.number,
				TimeUnit.NANOSECONDS.toSeconds(nanos), outcome);
	}

}
