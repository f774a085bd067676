package io.github.rocketmqlite.producer;

/**
 * Hears of the ends of a producer's transactions: of each decision, once it is known what
 * became of telling it to the broker, and of each answer to a broker that asked. The half
 * message itself is a send, which a {@link SendInterceptor} sees.
 * <p>
 * One transaction may have several ends: brokers ask again until they have noted a
 * decision. That a mere copy of a half message is dropped is not told.
 * <p>
 * What an interceptor throws is logged and changes nothing.
 * <p>
 * Threading: called on the client's callback threads; must be thread-safe.
 */
@FunctionalInterface
public interface TransactionInterceptor {

	/**
	 * Called after a broker was told, or could not be told, a decision.
	 */
	void afterEnd(TransactionReport report);

}
