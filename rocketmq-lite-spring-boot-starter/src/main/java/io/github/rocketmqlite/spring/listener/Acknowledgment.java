package io.github.rocketmqlite.spring.listener;

import java.time.Duration;

/**
 * Says when a message is done. A listener method that takes a parameter of this type is
 * not done with its message when it returns, but when one of the methods here is called,
 * by any thread. The first call counts, all others do nothing.
 * <p>
 * A message that is never acknowledged holds back its queue until the consumer's consume
 * timeout is over, then it is delivered again. If the listener method throws, the message
 * has failed, unless it was acknowledged before.
 * <p>
 * Threading: thread-safe.
 */
public interface Acknowledgment {

	/**
	 * The message is done with.
	 */
	void acknowledge();

	/**
	 * The message failed and is delivered again after a time, or given up if this was its
	 * last attempt. Brokers know delay levels only and take the first that is not
	 * shorter; the time is kept exactly if consumption is ordered.
	 * @param delay the time, not negative
	 */
	void nack(Duration delay);

}
