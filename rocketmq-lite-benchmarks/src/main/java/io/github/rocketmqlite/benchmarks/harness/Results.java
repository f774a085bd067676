package io.github.rocketmqlite.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * All runs, and the machine they ran on, as they are kept in a JSON file.
 *
 * @param date when the last run ended
 * @param machine its cores, system and JDK
 * @param load what else ran, as far as the load average tells
 * @param backlog the messages of the backlog
 * @param runs the runs
 */
public record Results(String date, String machine, String load, int backlog, List<Run> runs) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	public Results {
		runs = List.copyOf(runs);
	}

	/** The results in a file. */
	public static Results read(Path file) {
		return JSON.readValue(file.toFile(), Results.class);
	}

	/** Writes the results into a file. */
	public void write(Path file) throws IOException {
		Path parent = file.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
	}

	/** These results with runs of one scenario in place of those before. */
	public Results with(Scenario scenario, Collection<Run> replaced, String newDate, String newLoad) {
		List<Run> all = new ArrayList<>(this.runs);
		all.removeIf((run) -> run.isOf(scenario));
		all.addAll(replaced);
		return new Results(newDate, this.machine, newLoad, this.backlog, all);
	}

	/** Whether there are runs and none is void. */
	public boolean isComplete(Scenario scenario) {
		return has(scenario) && this.runs.stream().noneMatch((run) -> run.isOf(scenario) && run.problem() != null);
	}

	/** Whether there are runs. */
	public boolean has(Scenario scenario) {
		return this.runs.stream().anyMatch((run) -> run.isOf(scenario));
	}

	/** Why runs are void. */
	public List<String> problems() {
		return this.runs.stream()
			.filter((run) -> run.problem() != null)
			.map((run) -> run.workload() + ", " + run.side() + ", run " + run.number() + ": " + run.problem())
			.toList();
	}

	/**
	 * The median of a figure over the valid runs, of an even number the mean of the two
	 * in the middle; {@code null} when there are none.
	 */
	public @Nullable Double median(Scenario scenario, String side, Metric metric) {
		double[] values = this.runs.stream()
			.filter((run) -> run.isOf(scenario) && run.side().equals(side))
			.map((run) -> run.figures().get(metric.name()))
			.filter(Objects::nonNull)
			.mapToDouble(Double::doubleValue)
			.toArray();
		Arrays.sort(values);
		int middle = values.length / 2;
		return (values.length == 0) ? null
				: (values.length % 2 == 0) ? (values[middle - 1] + values[middle]) / 2 : values[middle];
	}

}
