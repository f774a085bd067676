package io.github.rocketmqlite.consumer;

/**
 * Is told of messages that cannot be read, so that none disappears silently: bytes that
 * are no message, or a body that cannot be decompressed. Neighbours are delivered as
 * usual.
 * <p>
 * Each such message is also logged as an error.
 * <p>
 * Threading: called by the listener's threads, one message whose place is not known
 * excepted, which comes on a thread of the client's; must not block.
 */
@FunctionalInterface
public interface PoisonHandler {

	/**
	 * Decides about a message.
	 * @return {@link ConsumeOutcome#SUCCESS} to pass over it, anything else to move it to
	 * the dead-letter topic as it is, which the broker does; if the broker cannot read it
	 * either, it is passed over. An exception counts as
	 * {@link ConsumeOutcome#DEAD_LETTER}
	 */
	ConsumeOutcome onPoison(PoisonMessage message);

	/**
	 * The dead-letter topic for all of them, the default.
	 */
	static PoisonHandler deadLetter() {
		return (message) -> ConsumeOutcome.DEAD_LETTER;
	}

}
