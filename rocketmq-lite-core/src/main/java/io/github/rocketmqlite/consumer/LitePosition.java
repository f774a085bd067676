package io.github.rocketmqlite.consumer;

import java.util.Objects;

/**
 * Where a group goes on in a lite topic that a {@link LiteConsumer} subscribes to.
 * <p>
 * Threading: immutable.
 *
 * @param kind what the value means
 * @param value an offset or a number of messages; 0 where none is needed
 */
public record LitePosition(Kind kind, long value) {

	private static final LitePosition FIRST = new LitePosition(Kind.FIRST, 0);

	private static final LitePosition LAST = new LitePosition(Kind.LAST, 0);

	/** Checks the value. */
	public LitePosition {
		Objects.requireNonNull(kind, "kind");
		if (value < 0) {
			throw new IllegalArgumentException("The value of a position must not be negative, but is " + value);
		}
	}

	/**
	 * The first message that is stored.
	 */
	public static LitePosition first() {
		return FIRST;
	}

	/**
	 * Behind the last message: only those to come.
	 */
	public static LitePosition last() {
		return LAST;
	}

	/**
	 * An offset in the lite topic, see {@code ReceivedMessage.queueOffset()}.
	 */
	public static LitePosition offset(long offset) {
		return new LitePosition(Kind.OFFSET, offset);
	}

	/**
	 * So many messages back from where the group is. Changes nothing in a lite topic that
	 * the group never read.
	 */
	public static LitePosition back(long messages) {
		return new LitePosition(Kind.BACK, messages);
	}

	/**
	 * What the value of a position means.
	 */
	public enum Kind {

		/** Nothing: the first message. */
		FIRST,

		/** Nothing: behind the last message. */
		LAST,

		/** An offset. */
		OFFSET,

		/** How far to go back. */
		BACK

	}

}
