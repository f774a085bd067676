package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.consumer.AsyncMessageListener;
import io.github.rocketmqlite.consumer.BatchMessageListener;
import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.LiteConsumer;
import io.github.rocketmqlite.consumer.LiteConsumerOptions;
import io.github.rocketmqlite.consumer.LitePopConsumer;
import io.github.rocketmqlite.consumer.LitePopConsumerOptions;
import io.github.rocketmqlite.consumer.PopConsumer;
import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.PullConsumer;
import io.github.rocketmqlite.consumer.PullConsumerOptions;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionalProducer;

/**
 * One application's connection to one RocketMQ cluster, and the owner of every thread
 * that serves it. Producers and consumers of one client share its connections, one per
 * broker; two clients share nothing.
 * <p>
 * Making a client opens no connection; the first send or consumer does.
 * <p>
 * Threading: thread-safe.
 */
public interface RocketClient extends AutoCloseable {

	/**
	 * Starts a client.
	 */
	static RocketClientBuilder builder() {
		return new RocketClientBuilder();
	}

	ClientOptions options();

	/**
	 * Makes a producer. Costs no connection until the first send.
	 * @throws IllegalStateException when this client has a producer of that group already
	 */
	Producer newProducer(ProducerOptions options);

	/**
	 * Makes a producer of messages that depend on local transactions, and joins its
	 * group, so that brokers can ask it about transactions of members that died.
	 * @throws IllegalStateException when this client has a producer of that group already
	 */
	TransactionalProducer newTransactionalProducer(ProducerOptions options, TransactionOptions transactions);

	/**
	 * Makes a producer of messages that depend on local transactions, with the defaults
	 * of {@link TransactionOptions}.
	 */
	default TransactionalProducer newTransactionalProducer(ProducerOptions options, TransactionChecker checker) {
		return newTransactionalProducer(options, TransactionOptions.builder(checker).build());
	}

	/**
	 * Makes a producer whose messages are signed by credentials of its own. Whatever else
	 * the client asks of servers, routes and heartbeats among them, is signed by the
	 * client's.
	 * @param credentials tells the producer's credentials, asked for every message
	 * @throws IllegalStateException when this client has a producer of that group already
	 */
	default Producer newProducer(ProducerOptions options, CredentialsProvider credentials) {
		throw new UnsupportedOperationException("This client has no producers with credentials of their own");
	}

	/**
	 * Makes a consumer, joins its group and starts to deliver. Returns when the brokers
	 * know the consumer and its first assignment is made.
	 * @throws IllegalStateException when this client has a consumer of that group already
	 * @throws io.github.rocketmqlite.RocketException when no name server or broker could
	 * be reached within the request timeout; nothing is left running then
	 */
	PushConsumer newPushConsumer(PushConsumerOptions options, MessageListener listener);

	/**
	 * Makes a consumer whose listener gets several messages at once, joins its group and
	 * starts to deliver, as {@link #newPushConsumer} does.
	 */
	PushConsumer newBatchPushConsumer(PushConsumerOptions options, BatchMessageListener listener);

	/**
	 * Makes a consumer whose listener finishes messages later, joins its group and starts
	 * to deliver, as {@link #newPushConsumer} does.
	 */
	PushConsumer newAsyncPushConsumer(PushConsumerOptions options, AsyncMessageListener listener);

	/**
	 * Makes a consumer that receives messages when it is asked to and acknowledges each
	 * on its own, and joins its group. Needs brokers from 5.0 on. It does not keep the
	 * JVM running.
	 * @throws IllegalStateException when this client has a consumer of that group already
	 * @throws io.github.rocketmqlite.RocketException when no name server or broker could
	 * be reached within the request timeout; nothing is left running then
	 */
	default PopConsumer newPopConsumer(PopConsumerOptions options) {
		throw new UnsupportedOperationException("This client makes no pop consumers");
	}

	/**
	 * Makes a consumer of lite topics, joins its group and starts to deliver. Returns
	 * when the brokers know the consumer and its lite topics. Needs brokers from 5.4 on.
	 * @throws IllegalStateException when this client has a consumer of that group already
	 * @throws io.github.rocketmqlite.BrokerException when a broker refuses, because the
	 * topic holds no lite topics, the group is not bound to it or a quota is used up, for
	 * example; nothing is left running then
	 * @throws io.github.rocketmqlite.RocketException when no name server or broker could
	 * be reached within the request timeout; nothing is left running then
	 */
	default LiteConsumer newLiteConsumer(LiteConsumerOptions options, MessageListener listener) {
		throw new UnsupportedOperationException("This client makes no consumers of lite topics");
	}

	/**
	 * Makes a consumer of lite topics that receives messages when it is asked to and
	 * acknowledges each on its own, and joins its group. Returns when the brokers know
	 * the consumer and its lite topics. Needs brokers from 5.4 on. It does not keep the
	 * JVM running.
	 * @throws IllegalStateException when this client has a consumer of that group already
	 * @throws io.github.rocketmqlite.BrokerException when a broker refuses, because the
	 * topic holds no lite topics, the group is not bound to it or a quota is used up, for
	 * example; nothing is left running then
	 * @throws io.github.rocketmqlite.RocketException when no name server or broker could
	 * be reached within the request timeout; nothing is left running then
	 */
	default LitePopConsumer newLitePopConsumer(LitePopConsumerOptions options) {
		throw new UnsupportedOperationException("This client makes no pop consumers of lite topics");
	}

	/**
	 * Makes a consumer that returns messages when it is polled. Costs no connection until
	 * it subscribes, is assigned queues or asks for something. It does not keep the JVM
	 * running.
	 */
	default PullConsumer newPullConsumer(PullConsumerOptions options) {
		throw new UnsupportedOperationException("This client makes no pull consumers");
	}

	/**
	 * The administration of the cluster: topics, groups, offsets, stored messages. Costs
	 * nothing until it is used. One call takes at most three times the request timeout,
	 * unless {@link Admin#withTimeout(Duration)} says otherwise.
	 */
	default Admin admin() {
		throw new UnsupportedOperationException("This client has no administration");
	}

	/**
	 * Asks every name server and every known broker for a sign of life.
	 * @param timeout how long the slowest may take
	 * @return completes within the timeout, never exceptionally because of a server
	 */
	CompletableFuture<ClientStatus> status(Duration timeout);

	/**
	 * Tells what this client is doing and has done. Asks no server, and works after
	 * closing, too.
	 */
	RocketClientStats stats();

	/**
	 * Replaces the name servers. The next look-up asks the new ones, and connections to
	 * those that are gone are closed. A client with a resolver goes on with what that
	 * finds next.
	 * @param addresses {@code host:port} each, at least one
	 * @throws IllegalArgumentException naming the entry that is not an address
	 */
	void updateNameServers(Collection<String> addresses);

	/**
	 * Changes how much all producers may have under way together. Sends that wait for
	 * room go on if there is some now; what is under way beyond lower limits ends as it
	 * would have. {@link #options()} goes on to tell the limits of the start,
	 * {@link #stats()} those in force.
	 * @throws IllegalArgumentException when the limits are not positive or larger than a
	 * million sends or a terabyte
	 */
	default void changeSendLimits(SendLimits limits) {
		throw new UnsupportedOperationException("The send limits of this client do not change");
	}

	/**
	 * Loads certificates and keys anew, for connections made from now on. Those that are
	 * open are replaced: new requests take a new connection at once, and the old one is
	 * closed when what is in flight on it has ended, within ten seconds at the latest.
	 * @throws IllegalArgumentException naming what cannot be loaded; the former material
	 * stays in use then
	 * @throws IllegalStateException when the client was built without TLS
	 */
	default void reloadTls() {
		throw new IllegalStateException("This client was built without TLS");
	}

	/**
	 * Closes the consumers, then the producers, then the connections. Closing twice does
	 * nothing.
	 */
	@Override
	void close();

}
