package io.github.rocketmqlite.benchmarks.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.benchmarks.harness.Columns.Column;
import org.jspecify.annotations.Nullable;

/**
 * The table of the results: a line for each figure of each scenario.
 */
public final class ResultTable {

	private final Results results;

	private final List<? extends Scenario> scenarios;

	private final Columns columns;

	/**
	 * Makes the table.
	 * @param results the runs
	 * @param scenarios those that are shown if there are runs, in this order
	 * @param columns the sides
	 */
	public ResultTable(Results results, List<? extends Scenario> scenarios, Columns columns) {
		this.results = results;
		this.scenarios = scenarios;
		this.columns = columns;
	}

	/** The table as Markdown, readable as it is. */
	public List<String> lines() {
		List<String> head = new ArrayList<>(List.of("workload", "measure"));
		this.columns.sides().forEach((column) -> head.add(column.head()));
		head.addAll(List.of(this.columns.comparison(), "goal", "met"));
		Set<Integer> numbers = IntStream.range(2, head.size() - 2).boxed().collect(Collectors.toSet());
		return MarkdownTable.lines(numbers, head,
				this.scenarios.stream().filter(this.results::has).flatMap((one) -> rows(one).stream()).toList());
	}

	private List<List<String>> rows(Scenario scenario) {
		List<List<String>> rows = new ArrayList<>();
		for (Metric metric : Metric.values()) {
			Double reference = this.results.median(scenario, this.columns.reference().side(), metric);
			Double subject = this.results.median(scenario, this.columns.subject().side(), metric);
			if (reference != null || subject != null) {
				Goal goal = scenario.goals().stream().filter((one) -> one.metric() == metric).findFirst().orElse(null);
				List<String> row = new ArrayList<>(List.of(rows.isEmpty() ? scenario.title() : "", metric.title()));
				this.columns.sides().forEach((column) -> row.add(text(scenario, column, metric)));
				row.add(this.columns.comparison(metric, reference, subject));
				row.add((goal != null) ? goal.toString() : "");
				row.add(met(goal, reference, subject));
				rows.add(row);
			}
		}
		if (rows.isEmpty()) {
			String[] row = new String[5 + this.columns.sides().size()];
			Arrays.fill(row, "");
			row[0] = scenario.title();
			row[1] = "every run was void";
			row[row.length - 1] = "no";
			rows.add(List.of(row));
		}
		return rows;
	}

	private String text(Scenario scenario, Column column, Metric metric) {
		Double value = this.results.median(scenario, column.side(), metric);
		boolean subject = !Objects.equals(column, this.columns.other());
		return (value != null) ? metric.format(value) : (subject ? "void" : "");
	}

	private static String met(@Nullable Goal goal, @Nullable Double reference, @Nullable Double subject) {
		if (goal == null) {
			return "";
		}
		if (subject == null || (goal.isRelative() && reference == null)) {
			return "?";
		}
		return goal.isMet((reference != null) ? reference : 0, subject) ? "yes" : "no";
	}

}
