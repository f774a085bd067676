package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Locale;

/**
 * What a figure should be: so many times that of the official client, or an absolute
 * bound. Times of single messages are bounded by ratios, because absolute times move with
 * the machine.
 *
 * @param metric the figure
 * @param bound the bound
 * @param relative whether it is a multiple of the official client's figure
 * @param atLeast whether it is a lower bound
 */
record Goal(Metric metric, double bound, boolean relative, boolean atLeast) {

	static Goal atLeastTimes(Metric metric, double times) {
		return new Goal(metric, times, true, true);
	}

	static Goal atMostTimes(Metric metric, double times) {
		return new Goal(metric, times, true, false);
	}

	static Goal atMost(Metric metric, double bound) {
		return new Goal(metric, bound, false, false);
	}

	boolean isMet(double official, double lite) {
		double limit = this.relative ? this.bound * official : this.bound;
		return this.atLeast ? lite >= limit : lite <= limit;
	}

	@Override
	public String toString() {
		String sign = this.atLeast ? "≥ " : "≤ ";
		return sign + (this.relative ? String.format(Locale.ROOT, "%.2f", this.bound) + " ×"
				: String.format(Locale.ROOT, "%,.0f", this.bound));
	}

}
