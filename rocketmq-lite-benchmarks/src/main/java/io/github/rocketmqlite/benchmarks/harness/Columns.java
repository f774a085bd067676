package io.github.rocketmqlite.benchmarks.harness;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The sides that a table shows beside each other.
 *
 * @param reference what the subject is compared with
 * @param subject what has the goals
 * @param other a third side, if any
 * @param difference whether the comparison is the difference; else it is the ratio
 */
public record Columns(Column reference, Column subject, @Nullable Column other, boolean difference) {

	List<Column> sides() {
		return (this.other != null) ? List.of(this.reference, this.subject, this.other)
				: List.of(this.reference, this.subject);
	}

	String comparison() {
		return this.difference ? "more" : "ratio";
	}

	String comparison(Metric metric, @Nullable Double ofReference, @Nullable Double ofSubject) {
		if (ofReference == null || ofSubject == null) {
			return "";
		}
		if (this.difference) {
			return metric.format(ofSubject - ofReference);
		}
		return (ofReference > 0) ? String.format(Locale.ROOT, "%.2f", ofSubject / ofReference) : "";
	}

	/**
	 * One side.
	 *
	 * @param side its label in the results
	 * @param head its name in the table
	 */
	public record Column(String side, String head) {
	}

}
