package io.github.rocketmqlite.benchmarks.growth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.rocketmqlite.benchmarks.harness.Goal;
import io.github.rocketmqlite.benchmarks.harness.Scenario;

/**
 * What grows, and in which steps.
 */
enum Series implements Scenario {

	TOPICS("Topics, the first send to each", false, 1, 10, 100, 1_000),

	QUEUES("Queues in one route, the first send", false, 1, 100, 10_000),

	PRODUCERS("Producers of one client, the first send of each", false, 1, 8, 64),

	CONSUMERS("Consumers of one client, until each has its first message", true, 1, 20, 200),

	CACHED("Cached messages of 128 B behind a listener that waits", true, 1_000, 10_000, 100_000),

	IDLE("Idle clients with a producer and a consumer, CPU in 10 s", true, 1, 4, 16);

	private final String title;

	private final boolean real;

	@SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of numbers
	private final List<Integer> steps;

	Series(String title, boolean real, Integer... steps) {
		this.title = title;
		this.real = real;
		this.steps = List.of(steps);
	}

	@Override
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String title() {
		return this.title;
	}

	@Override
	public List<Goal> goals() {
		return List.of();
	}

	/** Whether it needs a real broker with messages. */
	boolean needsBroker() {
		return this.real;
	}

	List<Integer> steps() {
		return this.steps;
	}

	static String ids() {
		return Arrays.stream(values()).map(Series::id).collect(Collectors.joining(", "));
	}

}
