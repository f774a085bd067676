package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.producer.FaultTolerance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which brokers the producers of a client should avoid: circuit breakers by broker name.
 * Only brokers in trouble are remembered, so in good times every question is answered by
 * an empty map.
 * <p>
 * A failed broker goes through {@code AVOIDED}, {@code PROBED} (its pause is over and it
 * is asked for a sign of life), {@code HALF_OPEN} (it gave one: one message may try it)
 * and {@code TRIED}; a slow one is avoided for its pause and then measured anew.
 * <p>
 * Threading: thread-safe; never blocks.
 */
public final class BrokerHealth {

	private static final Logger logger = LoggerFactory.getLogger(BrokerHealth.class);

	private final FaultTolerance options;

	/** What is quicker than this is not slow by any of the limits. */
	private final long slowNanos;

	private final LongSupplier nanoTime;

	private final ScheduledExecutorService timer;

	private final Function<String, CompletableFuture<Boolean>> probe;

	private final Map<String, Suspect> suspects = new ConcurrentHashMap<>();

	/**
	 * Makes a register without suspects.
	 * @param probe asks a broker, by its name, for a sign of life; completes with whether
	 * it gave one
	 */
	public BrokerHealth(FaultTolerance options, LongSupplier nanoTime, ScheduledExecutorService timer,
			Function<String, CompletableFuture<Boolean>> probe) {
		this.options = options;
		this.nanoTime = nanoTime;
		this.timer = timer;
		this.probe = probe;
		this.slowNanos = options.slow().isEmpty() ? Long.MAX_VALUE : options.slow().firstKey().toNanos();
	}

	/**
	 * Whether all brokers known are well, as far as this register knows.
	 */
	boolean isAllWell() {
		return this.suspects.isEmpty();
	}

	/**
	 * Whether a broker takes its share of the messages.
	 */
	boolean isAvailable(String broker) {
		Suspect suspect = this.suspects.get(broker);
		return suspect == null || (suspect.state == State.SLOW && suspect.until - this.nanoTime.getAsLong() <= 0);
	}

	/**
	 * Lets one message try a broker that may have recovered; who is let through reports
	 * how it went.
	 */
	boolean mayTry(String broker) {
		Suspect suspect = this.suspects.get(broker);
		if (suspect == null || suspect.state != State.HALF_OPEN) {
			return false;
		}
		return this.suspects.replace(broker, suspect, suspect.in(State.TRIED));
	}

	/** A broker stored a message. */
	void succeeded(String broker, long latencyNanos) {
		if (!this.options.enabled() || (latencyNanos < this.slowNanos && isAllWell())) {
			return;
		}
		Map.Entry<Duration, Duration> slow = this.options.slow().floorEntry(Duration.ofNanos(latencyNanos));
		if (slow != null) {
			avoid(broker, slow.getValue(), State.SLOW);
		}
		else if (!isAllWell() && this.suspects.remove(broker) != null) {
			logger.info("Broker {} takes messages again", broker);
		}
	}

	/** A broker refused a message, well and alive. */
	void answered(String broker) {
		if (!isAllWell()) {
			this.suspects.computeIfPresent(broker,
					(name, suspect) -> (suspect.state == State.TRIED) ? suspect.in(State.HALF_OPEN) : suspect);
		}
	}

	/** A broker could not be reached or said that it is in trouble. */
	void failed(String broker) {
		if (this.options.enabled()) {
			avoid(broker, this.options.failurePause(), State.AVOIDED);
		}
	}

	/** A broker gave no answer: that says something only if it had the time for one. */
	void silent(String broker, long waitedNanos) {
		Map.Entry<Duration, Duration> slow = this.options.slow().floorEntry(Duration.ofNanos(waitedNanos));
		if (!this.options.enabled()) {
			return;
		}
		if (slow != null || waitedNanos >= this.options.failurePause().toNanos()) {
			failed(broker);
		}
		else {
			answered(broker);
		}
	}

	/**
	 * The brokers that are avoided now, and for how much longer at least.
	 */
	public Map<String, Duration> avoided() {
		long now = this.nanoTime.getAsLong();
		Map<String, Duration> avoided = new TreeMap<>();
		this.suspects.forEach((broker, suspect) -> {
			if (!isAvailable(broker)) {
				avoided.put(broker, Duration.ofNanos(Math.max(0, suspect.until - now)));
			}
		});
		return avoided;
	}

	private void avoid(String broker, Duration pause, State state) {
		long now = this.nanoTime.getAsLong();
		Suspect[] former = new Suspect[1];
		Suspect current = this.suspects.compute(broker, (name, suspect) -> {
			former[0] = suspect;
			if (suspect != null && suspect.isPausing(now) && (suspect.state == state || state == State.SLOW)) {
				// sends that were under way together are one misfortune
				return suspect;
			}
			int strikes = (suspect != null) ? suspect.strikes + 1 : 1;
			return new Suspect(state, strikes, now + pause(pause, strikes));
		});
		if (current == former[0]) {
			return;
		}
		logger.warn("Broker {} is avoided for {} ms where there is another, because it {}", broker,
				TimeUnit.NANOSECONDS.toMillis(current.until - now),
				(state == State.SLOW) ? "is slow" : "does not take messages");
		if (state == State.AVOIDED) {
			probeLater(broker, current);
		}
	}

	private long pause(Duration first, int strikes) {
		long longest = this.options.longestPause().toNanos();
		long doubled = first.toNanos() << Math.min(strikes - 1, 20);
		return (doubled <= 0 || doubled > longest) ? longest : doubled;
	}

	private void probeLater(String broker, Suspect suspect) {
		try {
			this.timer.schedule(() -> probe(broker, suspect), suspect.until - this.nanoTime.getAsLong(),
					TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Broker {} is not probed, because the client is closing", broker, ex);
		}
	}

	private void probe(String broker, Suspect suspect) {
		Suspect probed = suspect.in(State.PROBED);
		if (!this.suspects.replace(broker, suspect, probed)) {
			return;
		}
		this.probe.apply(broker).whenComplete((alive, failure) -> {
			if (failure == null && alive) {
				this.suspects.replace(broker, probed, probed.in(State.HALF_OPEN));
				return;
			}
			long now = this.nanoTime.getAsLong();
			Suspect again = new Suspect(State.AVOIDED, probed.strikes + 1,
					now + pause(this.options.failurePause(), probed.strikes + 1));
			if (this.suspects.replace(broker, probed, again)) {
				probeLater(broker, again);
			}
		});
	}

	/**
	 * Forgets brokers that no route names any more.
	 */
	public void retain(Set<String> brokers) {
		this.suspects.keySet().removeIf((name) -> !brokers.contains(name));
	}

	private enum State {

		SLOW, AVOIDED, PROBED, HALF_OPEN, TRIED

	}

	/**
	 * A broker in trouble. Not a record: an equal one may stand for a later trouble.
	 */
	private static final class Suspect {

		private final State state;

		private final int strikes;

		private final long until;

		Suspect(State state, int strikes, long until) {
			this.state = state;
			this.strikes = strikes;
			this.until = until;
		}

		Suspect in(State next) {
			return new Suspect(next, this.strikes, this.until);
		}

		/** A trial ends the pause, whatever the clock says. */
		boolean isPausing(long now) {
			return switch (this.state) {
				case SLOW, AVOIDED -> this.until - now > 0;
				case PROBED, HALF_OPEN -> true;
				case TRIED -> false;
			};
		}

	}

}
