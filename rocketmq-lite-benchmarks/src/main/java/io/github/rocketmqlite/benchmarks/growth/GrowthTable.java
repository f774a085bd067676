package io.github.rocketmqlite.benchmarks.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.rocketmqlite.benchmarks.harness.MarkdownTable;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.Results;
import org.jspecify.annotations.Nullable;

/**
 * The table: a line for each step of each series.
 */
final class GrowthTable {

	private static final List<String> HEAD = List.of("what grows", "to", "ms", "µs each", "KiB", "bytes each",
			"faster than linear");

	private static final Set<Integer> NUMBERS = Set.of(1, 2, 3, 4, 5);

	/** What each costs may vary by that without meaning anything. */
	private static final double TOLERANCE = 1.5;

	private final Results results;

	GrowthTable(Results results) {
		this.results = results;
	}

	List<String> lines() {
		List<List<String>> rows = new ArrayList<>();
		for (Series series : Series.values()) {
			if (this.results.has(series)) {
				rows.addAll(rows(series));
			}
		}
		return MarkdownTable.lines(NUMBERS, HEAD, rows);
	}

	private List<List<String>> rows(Series series) {
		List<List<String>> rows = new ArrayList<>();
		Step before = null;
		for (int count : series.steps()) {
			Step step = step(series, count);
			rows.add(step.row(rows.isEmpty() ? series.title() : "", before));
			before = step;
		}
		return rows;
	}

	private Step step(Series series, int count) {
		String side = String.valueOf(count);
		return new Step(count, this.results.median(series, side, Metric.MILLIS),
				this.results.median(series, side, Metric.KIBIBYTES));
	}

	/**
	 * A step of a series.
	 */
	private record Step(int count, @Nullable Double millis, @Nullable Double kibibytes) {

		List<String> row(String title, @Nullable Step before) {
			return List.of(title, String.format(Locale.ROOT, "%,d", this.count), text("%,.1f", this.millis, 1),
					text("%,.1f", this.millis, 1_000.0 / this.count), text("%,.0f", this.kibibytes, 1),
					text("%,.0f", this.kibibytes, 1_024.0 / this.count), (before != null) ? verdict(before) : "");
		}

		private static String text(String format, @Nullable Double value, double factor) {
			return (value != null) ? String.format(Locale.ROOT, format, value * factor) : "void";
		}

		private String verdict(Step before) {
			if (this.millis == null || before.millis == null) {
				return "?";
			}
			boolean time = isFaster(before.millis, this.millis, before);
			boolean memory = isFaster(before.kibibytes, this.kibibytes, before);
			if (time || memory) {
				return time ? (memory ? "yes" : "time") : "memory";
			}
			return "no";
		}

		private boolean isFaster(@Nullable Double smaller, @Nullable Double larger, Step before) {
			return smaller != null && larger != null && larger / this.count > TOLERANCE * smaller / before.count;
		}

	}

}
