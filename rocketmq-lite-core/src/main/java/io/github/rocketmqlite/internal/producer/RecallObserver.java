package io.github.rocketmqlite.internal.producer;

/**
 * An interceptor of sends that wants to hear of recalls, too, as the message trace does.
 * <p>
 * Threading: called on any thread, event loops included, so it must never block.
 */
@FunctionalInterface
public interface RecallObserver {

	/**
	 * Called when a broker answered a recall, or when there was no answer.
	 * @param group the producer's group
	 * @param topic the message's topic
	 * @param messageId the id of the message that is to be recalled
	 * @param success whether the broker took the recall
	 */
	void recalled(String group, String topic, String messageId, boolean success);

}
