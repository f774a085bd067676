package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One run of one client.
 *
 * @param workload the id of the workload
 * @param side the client's label
 * @param number from 1
 * @param figures by the names of {@link Metric}; empty when the run is void
 * @param problem why the run is void, {@code null} if it is not
 */
record Run(String workload, String side, int number, Map<String, Double> figures, @Nullable String problem) {

	Run {
		figures = Map.copyOf(figures);
	}

	boolean isOf(Workload other, Side ofSide) {
		return this.workload.equals(other.id()) && this.side.equals(ofSide.label());
	}

}
