package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Minutes in the life of a group, many times over, each time another one: members join,
 * leave and crash, brokers restart with offsets that are old, requests and answers get
 * lost, lists of members are stale. {@code -Dseeds} sets how many, {@code -Dseed} replays
 * one. Unless it is told how many, the test ends early on a machine that is busy.
 */
class SimulationTests {

	private static final Logger logger = LoggerFactory.getLogger(SimulationTests.class);

	private static final Duration LIFE = Duration.ofMinutes(3);

	private static final int SEEDS = Integer.getInteger("seeds", 500);

	private static final long MOST_NANOS = TimeUnit.SECONDS
		.toNanos((System.getProperty("seeds") != null) ? Integer.MAX_VALUE : 10);

	private static final boolean REPLAY = System.getProperty("seed") != null;

	private static final long FIRST_SEED = Long.getLong("seed", 1);

	@Test
	void nothingIsLostWhateverFails() {
		lives(SEEDS, true, false);
	}

	@Test
	void withoutFailuresEveryMessageIsDeliveredOnceWhoeverJoinsAndLeaves() {
		assertThat(lives(SEEDS / 5, false, false)).isZero();
	}

	@Test
	void orderedQueuesKeepTheirOrderWhateverFails() {
		lives(SEEDS / 2, true, true);
	}

	@Test
	void orderedQueuesAreDeliveredOnceWithoutFailures() {
		assertThat(lives(SEEDS / 5, false, true)).isZero();
	}

	@Test
	void aSeedReplaysExactly() {
		String first = live(7, true, false).trace.toString();
		assertThat(live(7, true, false).trace.toString()).isEqualTo(first);
		assertThat(live(8, true, false).trace.toString()).isNotEqualTo(first);
	}

	/** Returns how many deliveries were repetitions. */
	private static long lives(int most, boolean faults, boolean ordered) {
		long messages = 0;
		long duplicates = 0;
		long started = System.nanoTime();
		int seeds = 0;
		while (seeds < (REPLAY ? 1 : most) && System.nanoTime() - started < MOST_NANOS) {
			long seed = FIRST_SEED + seeds++;
			SimulatedWorld world = live(seed, faults, ordered);
			messages += world.sentMessages();
			duplicates += world.duplicates();
			if (!faults) {
				assertThat(world.duplicates()).as("duplicates of seed %d:%n%s", seed, repeated(world)).isZero();
			}
		}
		logger.info("simulation faults={} ordered={} seeds={} messages={} lost=0 duplicates={} seconds={}", faults,
				ordered, seeds, messages, duplicates, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
		return duplicates;
	}

	private static SimulatedWorld live(long seed, boolean faults, boolean ordered) {
		SimulatedWorld world = new SimulatedWorld(seed, faults, ordered);
		world.run(LIFE);
		assertThat(world.violations).as("seed %d, to be replayed by -Dseed=%d", seed, seed).isEmpty();
		assertThat(world.lost()).as("lost with seed %d, to be replayed by -Dseed=%d", seed, seed).isEmpty();
		assertThat(world.sentMessages()).as("messages of seed %d", seed).isGreaterThan(100);
		return world;
	}

	private static String repeated(SimulatedWorld world) {
		StringBuilder lines = new StringBuilder();
		world.successes.forEach((id, count) -> {
			if (count > 1) {
				world.trace.toString()
					.lines()
					.filter((line) -> line.contains(" " + id + " "))
					.forEach((line) -> lines.append(line).append('\n'));
			}
		});
		return lines.toString();
	}

}
