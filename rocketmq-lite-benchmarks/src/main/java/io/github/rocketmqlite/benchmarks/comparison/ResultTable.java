package io.github.rocketmqlite.benchmarks.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The table of the results: a line for each figure of each workload.
 */
final class ResultTable {

	private static final List<String> HEAD = List.of("workload", "measure", "official", "rocketmq-lite", "ratio",
			"goal", "met");

	private final Results results;

	ResultTable(Results results) {
		this.results = results;
	}

	/** The table as Markdown, readable as it is. */
	List<String> lines() {
		List<List<String>> rows = new ArrayList<>();
		rows.add(HEAD);
		for (Workload workload : Workload.values()) {
			if (this.results.has(workload)) {
				rows.addAll(rows(workload));
			}
		}
		int[] widths = new int[HEAD.size()];
		for (List<String> row : rows) {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.max(widths[i], row.get(i).length());
			}
		}
		List<String> lines = new ArrayList<>();
		for (List<String> row : rows) {
			lines.add(line(row, widths));
			if (lines.size() == 1) {
				lines.add(rule(widths));
			}
		}
		return lines;
	}

	private List<List<String>> rows(Workload workload) {
		List<List<String>> rows = new ArrayList<>();
		for (Metric metric : Metric.values()) {
			Double official = this.results.median(workload, Side.OFFICIAL, metric);
			Double lite = this.results.median(workload, Side.LITE, metric);
			if (official != null || lite != null) {
				Goal goal = workload.goals().stream().filter((one) -> one.metric() == metric).findFirst().orElse(null);
				rows.add(List.of(rows.isEmpty() ? workload.title() : "", metric.title(), text(metric, official),
						text(metric, lite), ratio(official, lite), (goal != null) ? goal.toString() : "",
						met(goal, official, lite)));
			}
		}
		if (rows.isEmpty()) {
			rows.add(List.of(workload.title(), "every run was void", "", "", "", "", "no"));
		}
		return rows;
	}

	private static String text(Metric metric, @Nullable Double value) {
		return (value != null) ? metric.format(value) : "void";
	}

	private static String ratio(@Nullable Double official, @Nullable Double lite) {
		return (official != null && lite != null && official > 0) ? String.format(Locale.ROOT, "%.2f", lite / official)
				: "";
	}

	private static String met(@Nullable Goal goal, @Nullable Double official, @Nullable Double lite) {
		if (goal == null) {
			return "";
		}
		if (lite == null || (goal.relative() && official == null)) {
			return "?";
		}
		return goal.isMet((official != null) ? official : 0, lite) ? "yes" : "no";
	}

	private static String line(List<String> row, int[] widths) {
		StringBuilder line = new StringBuilder("|");
		for (int i = 0; i < widths.length; i++) {
			String pad = " ".repeat(widths[i] - row.get(i).length());
			boolean number = i >= 2 && i <= 4;
			line.append(' ').append(number ? pad + row.get(i) : row.get(i) + pad).append(" |");
		}
		return line.toString();
	}

	private static String rule(int[] widths) {
		StringBuilder line = new StringBuilder("|");
		for (int i = 0; i < widths.length; i++) {
			boolean number = i >= 2 && i <= 4;
			line.append('-').append("-".repeat(widths[i])).append(number ? ":" : "-").append('|');
		}
		return line.toString();
	}

}
