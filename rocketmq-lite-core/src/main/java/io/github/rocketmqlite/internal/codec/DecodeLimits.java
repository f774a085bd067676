package io.github.rocketmqlite.internal.codec;

/**
 * How much of what a server sends is taken in before it is refused: the limits that a
 * user may set, on their way to the decoders. Every {@link Frame} carries them. Limits of
 * the protocol itself, such as that of a header, are constants where they are checked.
 * <p>
 * Threading: immutable.
 *
 * @param maxJsonBytes the largest JSON body, in bytes
 * @param maxJsonElements the most elements of one JSON array or members of one object
 * @param maxRouteBrokers the most brokers of one route
 * @param maxRouteQueues the most queues of one topic, to read or to write
 * @param maxMessages the most messages taken of one answer
 * @param maxBodyBytes the largest message body after decompression, in bytes
 */
public record DecodeLimits(int maxJsonBytes, int maxJsonElements, int maxRouteBrokers, int maxRouteQueues,
		int maxMessages, int maxBodyBytes) {

	/** What suffices for clusters of any size seen so far. */
	public static final DecodeLimits DEFAULTS = new DecodeLimits(8 * 1024 * 1024, 100_000, 4_096, 65_536, 4_096,
			16 * 1024 * 1024);

}
