package io.github.rocketmqlite.spring.listener;

/**
 * Gets a message that its group would give up: its attempts are exhausted, or it is not
 * worth another one. A recoverer that returns has taken the message over, which then
 * counts as done and does not go to the dead-letter topic. One that throws has not.
 * <p>
 * Declare a bean of this type for all listeners, or name one in the annotation.
 * <p>
 * Threading: thread-safe; called on the listener's thread, or on the one that completed
 * the future of an asynchronous listener.
 */
@FunctionalInterface
public interface MessageRecoverer {

	/**
	 * Takes a message over.
	 * @param failed the message and its last error
	 * @throws Exception when it cannot; the message goes to the dead-letter topic then
	 */
	void recover(FailedDelivery failed) throws Exception;

}
