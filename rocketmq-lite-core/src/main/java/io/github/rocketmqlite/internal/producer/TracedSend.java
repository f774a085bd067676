package io.github.rocketmqlite.internal.producer;

import io.github.rocketmqlite.producer.SendInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What the message trace wants to know of a send beside what every interceptor sees.
 * <p>
 * Threading: thread-safe.
 */
public interface TracedSend extends SendInvocation {

	/**
	 * Whether this is the half message of a transaction.
	 */
	boolean isHalf();

	/**
	 * Whether the broker that answered last wants it traced; {@code true} before.
	 */
	boolean isTraced();

	/**
	 * The region that the broker that answered last named.
	 */
	@Nullable String region();

}
