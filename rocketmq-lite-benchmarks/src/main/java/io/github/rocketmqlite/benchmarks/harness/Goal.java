package io.github.rocketmqlite.benchmarks.harness;

import java.util.Locale;

/**
 * What a figure should be: so many times that of the side it is compared with, so much
 * more, or an absolute bound. Times of single messages are bounded by ratios, because
 * absolute times move with the machine.
 *
 * @param metric the figure
 * @param bound the bound
 * @param kind what the bound means
 */
public record Goal(Metric metric, double bound, Kind kind) {

	public static Goal atLeastTimes(Metric metric, double times) {
		return new Goal(metric, times, Kind.AT_LEAST_TIMES);
	}

	public static Goal atMostTimes(Metric metric, double times) {
		return new Goal(metric, times, Kind.AT_MOST_TIMES);
	}

	public static Goal atMost(Metric metric, double bound) {
		return new Goal(metric, bound, Kind.AT_MOST);
	}

	public static Goal atMostMore(Metric metric, double bound) {
		return new Goal(metric, bound, Kind.AT_MOST_MORE);
	}

	/** Whether it cannot be judged without the other side. */
	public boolean isRelative() {
		return this.kind != Kind.AT_MOST;
	}

	public boolean isMet(double reference, double subject) {
		return switch (this.kind) {
			case AT_LEAST_TIMES -> subject >= this.bound * reference;
			case AT_MOST_TIMES -> subject <= this.bound * reference;
			case AT_MOST -> subject <= this.bound;
			case AT_MOST_MORE -> subject - reference <= this.bound;
		};
	}

	@Override
	public String toString() {
		return switch (this.kind) {
			case AT_LEAST_TIMES -> String.format(Locale.ROOT, "≥ %.2f ×", this.bound);
			case AT_MOST_TIMES -> String.format(Locale.ROOT, "≤ %.2f ×", this.bound);
			case AT_MOST -> "≤ " + number();
			case AT_MOST_MORE -> "≤ " + number() + " more";
		};
	}

	private String number() {
		return String.format(Locale.ROOT, (this.bound == Math.rint(this.bound)) ? "%,.0f" : "%,.1f", this.bound);
	}

	/** What a bound means. */
	public enum Kind {

		AT_LEAST_TIMES, AT_MOST_TIMES, AT_MOST, AT_MOST_MORE

	}

}
