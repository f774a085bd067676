package io.github.rocketmqlite.consumer;

import java.time.Duration;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Looks on around each call of a push consumer's listener, for traces, metrics or a
 * context of the thread.
 * <p>
 * Those of the client come first, then those of the consumer, each in the order in which
 * they were registered; after the call it is the other way round. Each call that was
 * begun is also ended. Whatever an interceptor throws is logged and changes nothing: no
 * message is lost, repeated or kept from the listener by it.
 * <p>
 * Threading: called by many threads at the same time. {@link #beforeConsume} runs on the
 * thread that calls the listener, right before; {@link #afterConsume} on the thread that
 * ended the call, which is the same one unless the listener is asynchronous or took
 * longer than it may. Must not block.
 */
public interface ConsumeInterceptor {

	/**
	 * Whether a message is wanted, asked of each message before the call it would be part
	 * of, on the thread that calls the listener. A message that one interceptor does not
	 * want is finished as if the listener had succeeded; those behind it in line are not
	 * asked. An exception counts as yes. Default: all messages are wanted.
	 */
	default boolean accepts(ReceivedMessage message) {
		return true;
	}

	/**
	 * A call of the listener is about to begin.
	 */
	default void beforeConsume(ConsumeCall call) {
	}

	/**
	 * The listener has returned to the thread that called it, normally or not: the place
	 * to take back what {@link #beforeConsume} has done to the thread. Runs on that
	 * thread, after {@link #afterConsume} if the call has ended with it, before it if the
	 * listener is asynchronous.
	 */
	default void afterReturn(ConsumeCall call) {
	}

	/**
	 * The listener still runs after the consume timeout, and is reported again each time
	 * that this much time has passed. In unordered consumption the call ends with it.
	 * @param call the very object that {@link #beforeConsume} got
	 * @param running how long the listener has been running
	 */
	default void onTimeout(ConsumeCall call, Duration running) {
	}

	/**
	 * The call has ended: the listener returned, failed, or is waited for no longer.
	 * @param call the very object that {@link #beforeConsume} got
	 * @param result how it ended
	 */
	default void afterConsume(ConsumeCall call, ConsumeResult result) {
	}

}
