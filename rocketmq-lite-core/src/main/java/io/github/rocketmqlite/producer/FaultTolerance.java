package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How the producers of a client avoid brokers that are slow or do not work, as long as
 * there are others.
 * <p>
 * A broker that answers slowly is avoided for the time that its latency stands for. One
 * that cannot be reached, gives no answer or says that it is in trouble is avoided at
 * first for the pause after a failure. When the time of a failed broker is over, it is
 * asked for a sign of life; when it gives one, a single message tries it, and if that is
 * stored, it takes its share again. Each further failure or slow answer in a row doubles
 * the time, up to the longest pause.
 * <p>
 * Messages with an ordering key, or sent to a chosen queue or broker, go there anyway.
 * <p>
 * Threading: immutable.
 *
 * @param enabled whether brokers are avoided at all
 * @param slow how long a broker is avoided by its latency: the entry of the largest
 * latency that it reached counts
 * @param failurePause how long a broker is avoided after its first failure
 * @param longestPause the most time between two tries of a broker
 * @param probeTimeout how soon the sign of life must come
 */
public record FaultTolerance(boolean enabled, NavigableMap<Duration, Duration> slow, Duration failurePause,
		Duration longestPause, Duration probeTimeout) {

	private static final Map<Duration, Duration> SLOW = Map.of(Duration.ofMillis(550), Duration.ofSeconds(2),
			Duration.ofMillis(1800), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(6),
			Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(30));

	public FaultTolerance {
		slow = Collections.unmodifiableNavigableMap(new TreeMap<>(slow));
		slow.forEach((latency, pause) -> {
			requirePositive("slow", latency);
			requirePositive("slow", pause);
		});
		requirePositive("failurePause", failurePause);
		requirePositive("longestPause", longestPause);
		requirePositive("probeTimeout", probeTimeout);
	}

	/**
	 * The default: brokers are avoided; by latency for 2 s from 550 ms on, 5 s from 1.8
	 * s, 6 s from 3 s, 10 s from 5 s and 30 s from 15 s on; for 2 s after a first
	 * failure, 30 s at most, with 500 ms for a sign of life.
	 */
	public static FaultTolerance defaults() {
		return of(true);
	}

	/**
	 * Brokers are never avoided, save by a retry the one that has just failed.
	 */
	public static FaultTolerance off() {
		return of(false);
	}

	private static FaultTolerance of(boolean enabled) {
		return new FaultTolerance(enabled, new TreeMap<>(SLOW), Duration.ofSeconds(2), Duration.ofSeconds(30),
				Duration.ofMillis(500));
	}

	private static void requirePositive(String setting, Duration value) {
		if (value.toMillis() < 1) {
			throw new IllegalArgumentException(
					"Fault tolerance option '" + setting + "' must be at least 1 ms, but is " + value);
		}
	}

}
