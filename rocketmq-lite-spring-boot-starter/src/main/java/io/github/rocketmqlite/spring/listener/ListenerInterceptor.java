package io.github.rocketmqlite.spring.listener;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Is called around each delivery to a listener: to filter messages, or to give the thread
 * a context. Beans of this type are called in their order before the listener, and the
 * other way round after it.
 * <p>
 * Threading: called by many threads at the same time. {@link #preHandle} runs on the
 * listener's thread, {@link #afterCompletion} on the thread that ended the delivery,
 * which is the same one unless the listener ends later than it returns.
 */
@FunctionalInterface
public interface ListenerInterceptor {

	/**
	 * A message is about to be handed to a listener.
	 * @param listenerId the listener
	 * @return {@code false} to pass over the message, which counts as done
	 * @throws Exception which counts as an error of the listener
	 */
	boolean preHandle(String listenerId, ReceivedMessage message) throws Exception;

	/**
	 * The delivery has ended; called if this interceptor's {@link #preHandle} returned
	 * {@code true}. What it throws is logged and changes nothing.
	 * @param outcome what becomes of the message
	 * @param error what went wrong, or {@code null}
	 */
	default void afterCompletion(String listenerId, ReceivedMessage message, ConsumeOutcome outcome,
			@Nullable Exception error) {
	}

}
