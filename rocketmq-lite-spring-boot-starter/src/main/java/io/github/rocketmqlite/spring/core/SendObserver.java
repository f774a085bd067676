package io.github.rocketmqlite.spring.core;

import java.time.Duration;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * Is told about every send of a {@link RocketTemplate} that ended.
 * <p>
 * Threading: called by the sending thread or a callback thread of the client; must not
 * block or throw.
 */
@FunctionalInterface
public interface SendObserver {

	/**
	 * One send ended.
	 * @param message what was sent
	 * @param elapsed how long it took, all retries included
	 * @param result the broker's acknowledgement; {@code null} after a failure and for a
	 * one-way send
	 * @param error why the send failed; {@code null} when it did not
	 */
	void onSent(Message message, Duration elapsed, @Nullable SendResult result, @Nullable Throwable error);

	/**
	 * One that is told about the sends to a named cluster.
	 */
	default SendObserver ofCluster(String cluster) {
		return this;
	}

}
