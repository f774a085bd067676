package io.github.rocketmqlite.spring.listener;

import java.time.Duration;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Is told about every message that a listener is done with.
 * <p>
 * Threading: called on the listener's thread; must not block or throw.
 */
@FunctionalInterface
public interface ProcessObserver {

	/**
	 * One delivery ended.
	 * @param container the listener's container
	 * @param message what was delivered
	 * @param processed what became of it
	 */
	void onProcessed(RocketMessageListenerContainer container, ReceivedMessage message, Processed processed);

	/**
	 * How one delivery ended.
	 *
	 * @param listenerId which of the container's listeners was called; {@code null} when
	 * none takes the message
	 * @param outcome what the broker is told
	 * @param elapsed how long the listener took
	 * @param error why it failed; {@code null} when it did not
	 */
	record Processed(@Nullable String listenerId, ConsumeOutcome outcome, Duration elapsed, @Nullable Exception error) {
	}

}
