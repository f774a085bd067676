package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Locale;

/**
 * The two clients that are compared, and what limits both.
 */
enum Side {

	OFFICIAL, LITE, RAW;

	/**
	 * A client of this side that has no connection yet.
	 */
	Contender open(RunSettings settings) {
		return switch (this) {
			case OFFICIAL -> new OfficialContender(settings.nameServers());
			case LITE -> new LiteContender(settings.nameServers());
			case RAW -> new RawContender(settings.brokerPort(), settings.workload().kind() == Workload.Kind.END_TO_END);
		};
	}

	/** Whether this side can do what a workload wants. */
	boolean runs(Workload workload) {
		if (this != RAW) {
			return true;
		}
		return switch (workload.kind()) {
			case SYNC, ASYNC, ONEWAY, BATCH, PUSH, END_TO_END, IDLE -> workload.bodyBytes() == 128;
			default -> false;
		};
	}

	static Side of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
