package io.github.rocketmqlite.consumer;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a listener decided about one message.
 * <p>
 * Threading: immutable.
 */
public final class ConsumeOutcome {

	/** The message is done with; the group will not get it again. */
	public static final ConsumeOutcome SUCCESS = new ConsumeOutcome(Kind.SUCCESS, 0);

	/**
	 * The message failed; the broker delivers it again after a delay that grows with each
	 * attempt, and moves it to the dead-letter topic after the last one.
	 */
	public static final ConsumeOutcome RETRY = new ConsumeOutcome(Kind.RETRY, 0);

	/** The message will never succeed; it goes to the dead-letter topic at once. */
	public static final ConsumeOutcome DEAD_LETTER = new ConsumeOutcome(Kind.DEAD_LETTER, 0);

	private final Kind kind;

	private final int delayLevel;

	private ConsumeOutcome(Kind kind, int delayLevel) {
		this.kind = kind;
		this.delayLevel = delayLevel;
	}

	/**
	 * The message failed; the broker delivers it again after the delay of this level.
	 * @param delayLevel one of the broker's delay levels, from 1
	 */
	public static ConsumeOutcome retryAtLevel(int delayLevel) {
		if (delayLevel < 1) {
			throw new IllegalArgumentException("delayLevel must be at least 1, but is " + delayLevel);
		}
		return new ConsumeOutcome(Kind.RETRY, delayLevel);
	}

	public Kind kind() {
		return this.kind;
	}

	/**
	 * The delay level of a retry; 0 lets the broker choose one by the number of attempts.
	 */
	public int delayLevel() {
		return this.delayLevel;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ConsumeOutcome that && this.kind == that.kind && this.delayLevel == that.delayLevel;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.kind, this.delayLevel);
	}

	@Override
	public String toString() {
		return (this.delayLevel == 0) ? this.kind.name() : this.kind + " at level " + this.delayLevel;
	}

	/**
	 * The decisions a listener can take.
	 */
	public enum Kind {

		SUCCESS, RETRY, DEAD_LETTER

	}

}
