package io.github.rocketmqlite.producer;

/**
 * How a producer sends messages with an ordering key. Set by
 * {@link ProducerOptions.Builder}, where the defaults are stated.
 * <p>
 * Threading: immutable.
 *
 * @param onFailure what becomes of the messages behind one that failed
 * @param maxWaitingPerKey how many messages of one key may wait for those in front
 */
public record OrderingOptions(OnFailure onFailure, int maxWaitingPerKey) {

	/**
	 * What becomes of the messages that wait behind one of the same ordering key that
	 * failed for good.
	 */
	public enum OnFailure {

		/**
		 * They fail with {@link io.github.rocketmqlite.OrderedSendException}, unsent, so
		 * that nothing overtakes the one that failed. Messages that are sent from then on
		 * go out.
		 */
		FAIL_WAITING,

		/**
		 * They are sent: the one that failed is missing between them.
		 */
		CONTINUE

	}

}
