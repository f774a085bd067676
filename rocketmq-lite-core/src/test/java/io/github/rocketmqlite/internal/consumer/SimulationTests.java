package io.github.rocketmqlite.internal.consumer;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Minutes in the life of a group, many times over, each time another one: members join,
 * leave and crash, brokers restart with offsets that are old, requests and answers get
 * lost, lists of members are stale. {@code -Dseeds} sets how many lives there are,
 * {@code -Dseed} replays one and tells what happened in it.
 */
class SimulationTests {

	private static final Logger logger = LoggerFactory.getLogger(SimulationTests.class);

	private static final Duration LIFE = Duration.ofMinutes(3);

	private static final int SEEDS = Integer.getInteger("seeds", 500);

	private static final boolean REPLAY = System.getProperty("seed") != null;

	private static final long FIRST_SEED = Long.getLong("seed", 1);

	@Test
	void nothingIsLostWhateverFails() {
		lives(SEEDS, true, Order.NONE);
	}

	@Test
	void withoutFailuresEveryMessageIsDeliveredOnceWhoeverJoinsAndLeaves() {
		lives(SEEDS / 5, false, Order.NONE);
	}

	@Test
	void orderedQueuesKeepTheirOrderWhateverFails() {
		lives(SEEDS / 2, true, Order.QUEUE);
	}

	@Test
	void orderedQueuesAreDeliveredOnceWithoutFailures() {
		lives(SEEDS / 5, false, Order.QUEUE);
	}

	@Test
	void keysKeepTheirOrderWhateverFails() {
		lives(SEEDS / 5, true, Order.KEY);
	}

	@Test
	void aSeedReplaysExactly() {
		String first = live(7, true, Order.NONE, true).trace();
		assertThat(first).isNotEmpty();
		assertThat(live(7, true, Order.NONE, true).trace()).isEqualTo(first);
		assertThat(live(8, true, Order.NONE, true).trace()).isNotEqualTo(first);
	}

	private static void lives(int most, boolean faults, Order order) {
		long messages = 0;
		long lost = 0;
		long violations = 0;
		long duplicates = 0;
		long started = cpuNanos();
		int seeds = REPLAY ? 1 : Math.max(1, most);
		for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
			SimulatedWorld world = live(seed, faults, order, REPLAY);
			messages += world.sentMessages();
			lost += world.lost().size();
			violations += world.violations.size();
			duplicates += world.duplicates();
			judge(world, seed, faults, order);
			if (REPLAY) {
				logger.info("seed {} faults={} order={}:\n{}", seed, faults, order, world.trace());
			}
		}
		logger.info(
				"simulation seeds={} faults={} order={} messages={} lost={} violations={} duplicates={} cpu_seconds={}",
				seeds, faults, order, messages, lost, violations, duplicates,
				TimeUnit.NANOSECONDS.toSeconds(cpuNanos() - started));
	}

	private static long cpuNanos() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static SimulatedWorld live(long seed, boolean faults, Order order, boolean traced) {
		SimulatedWorld world = new SimulatedWorld(seed, faults, order, traced);
		world.run(LIFE);
		return world;
	}

	/** Fails with the story of the life, if it did not go well. */
	private static void judge(SimulatedWorld world, long seed, boolean faults, Order order) {
		boolean good = world.violations.isEmpty() && world.lost().isEmpty() && world.sentMessages() > 100
				&& (faults || world.duplicates() == 0);
		if (!good) {
			SimulatedWorld again = live(seed, faults, order, true);
			assertThat(good)
				.as("seed %d, to be replayed by -Dseed=%d: %d messages, lost %s, violations %s, repeated:%n%s", seed,
						seed, world.sentMessages(), world.lost(), world.violations, repeated(again))
				.isTrue();
		}
	}

	private static String repeated(SimulatedWorld world) {
		StringBuilder lines = new StringBuilder();
		world.successes.forEach((id, count) -> {
			if (count > 1) {
				world.trace()
					.lines()
					.filter((line) -> line.contains(" " + id + " "))
					.forEach((line) -> lines.append(line).append('\n'));
			}
		});
		return lines.toString();
	}

}
