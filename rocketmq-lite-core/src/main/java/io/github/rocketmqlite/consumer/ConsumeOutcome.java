package io.github.rocketmqlite.consumer;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a listener decided about one message.
 * <p>
 * Threading: immutable.
 */
public final class ConsumeOutcome {

	/** The message is done with; the group will not get it again. */
	public static final ConsumeOutcome SUCCESS = new ConsumeOutcome(Kind.SUCCESS, 0, null);

	/**
	 * The message failed and is delivered again, after a delay that the consumer's
	 * {@link RetryPolicy} chooses; without one it grows with each attempt. After the last
	 * attempt it moves to the dead-letter topic. In ordered consumption its queue waits
	 * for it, or its ordering key.
	 */
	public static final ConsumeOutcome RETRY = new ConsumeOutcome(Kind.RETRY, 0, null);

	/** The message will never succeed; it goes to the dead-letter topic at once. */
	public static final ConsumeOutcome DEAD_LETTER = new ConsumeOutcome(Kind.DEAD_LETTER, 0, null);

	private final Kind kind;

	private final int delayLevel;

	private final @Nullable Duration delay;

	private ConsumeOutcome(Kind kind, int delayLevel, @Nullable Duration delay) {
		this.kind = kind;
		this.delayLevel = delayLevel;
		this.delay = delay;
	}

	/**
	 * The message failed; the broker delivers it again after the delay of this level. In
	 * ordered consumption the consumer waits as long as the level lasts by default.
	 * @param delayLevel one of the broker's delay levels, from 1
	 */
	public static ConsumeOutcome retryAtLevel(int delayLevel) {
		if (delayLevel < 1) {
			throw new IllegalArgumentException("delayLevel must be at least 1, but is " + delayLevel);
		}
		return new ConsumeOutcome(Kind.RETRY, delayLevel, null);
	}

	/**
	 * The message failed and is delivered again after this time. In ordered consumption
	 * and for popped messages the time is kept; else brokers from 5.0 on keep it for up
	 * to three days with a precision of a second. Older ones know levels only: it is the
	 * first of their default levels (1, 5, 10, 30 seconds, 1 to 10, 20, 30 minutes, 1 and
	 * 2 hours) that is not shorter, or the last one.
	 * @param delay the time, not negative
	 */
	public static ConsumeOutcome retryAfter(Duration delay) {
		return new ConsumeOutcome(Kind.RETRY, 0, notNegative(delay));
	}

	/**
	 * The message could not be handled now, and neither could others of its queue: the
	 * whole queue rests for this time and goes on with the same message. In consumption
	 * that is {@link PushConsumerOptions.Builder#orderedByKey(boolean) ordered by key}
	 * only the messages of the same key rest. This is not a failed attempt and may go on
	 * for ever.
	 * @param delay the time, not negative
	 */
	public static ConsumeOutcome suspend(Duration delay) {
		return new ConsumeOutcome(Kind.SUSPEND, 0, notNegative(delay));
	}

	private static Duration notNegative(Duration delay) {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay must not be negative, but is " + delay);
		}
		return delay;
	}

	public Kind kind() {
		return this.kind;
	}

	/**
	 * The delay level of a retry; 0 if none was chosen.
	 */
	public int delayLevel() {
		return this.delayLevel;
	}

	/**
	 * The time until the next delivery; {@code null} if none was chosen.
	 */
	public @Nullable Duration delay() {
		return this.delay;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ConsumeOutcome that && this.kind == that.kind && this.delayLevel == that.delayLevel
				&& Objects.equals(this.delay, that.delay);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.kind, this.delayLevel, this.delay);
	}

	@Override
	public String toString() {
		if (this.delay != null) {
			return this.kind + ((this.kind == Kind.SUSPEND) ? " for " : " after ") + this.delay;
		}
		return (this.delayLevel == 0) ? this.kind.name() : this.kind + " at level " + this.delayLevel;
	}

	/**
	 * The decisions a listener can take.
	 */
	public enum Kind {

		SUCCESS, RETRY, DEAD_LETTER, SUSPEND

	}

}
