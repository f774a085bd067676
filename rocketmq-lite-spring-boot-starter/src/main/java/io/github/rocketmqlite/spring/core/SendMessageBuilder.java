package io.github.rocketmqlite.spring.core;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.LocalTransaction;
import io.github.rocketmqlite.producer.TransactionResult;

/**
 * One message being put together; ends with one of the sends. What is set here wins over
 * the headers of the payload.
 * <p>
 * Threading: not thread-safe.
 */
public interface SendMessageBuilder {

	/**
	 * The topic, and optionally the tag: {@code topic} or {@code topic:tag}. Required.
	 */
	SendMessageBuilder topic(String destination);

	/**
	 * The one coarse label that consumers filter by.
	 */
	SendMessageBuilder tag(String tag);

	/**
	 * Adds a business id by which the broker can find the message again.
	 */
	SendMessageBuilder key(String key);

	/**
	 * Adds a header: a user property, or one of
	 * {@link io.github.rocketmqlite.spring.support.RocketHeaders}.
	 */
	SendMessageBuilder header(String name, Object value);

	/**
	 * Delays delivery by one of the broker's levels, from 1.
	 */
	SendMessageBuilder delayLevel(int delayLevel);

	/**
	 * Delivers the message that long after the broker has stored it. Brokers from 5.0 on.
	 */
	SendMessageBuilder delay(Duration delay);

	/**
	 * Delivers the message at that time of the broker's clock. Brokers from 5.0 on.
	 */
	SendMessageBuilder deliverAt(Instant time);

	/**
	 * Messages of a topic with one key are stored in one queue, in the order in which
	 * they are sent.
	 */
	SendMessageBuilder orderingKey(String key);

	/**
	 * How urgent the message is, from 0. Brokers from 5.4 on, topics of the type
	 * {@code PRIORITY}.
	 */
	SendMessageBuilder priority(int priority);

	/**
	 * The most time that all attempts together may take. Default: the producer's send
	 * timeout. A one-way send has no use for it.
	 */
	SendMessageBuilder timeout(Duration timeout);

	/**
	 * Sends and waits for the broker's acknowledgement.
	 */
	SendResult send();

	/**
	 * Sends without waiting; all errors arrive through the future.
	 */
	CompletableFuture<SendResult> sendAsync();

	/**
	 * Sends a request and waits for the reply, within the timeout.
	 * @param replyType what the reply's body is read as
	 * @throws io.github.rocketmqlite.ReplyTimeoutException when the request was stored
	 * and no reply came in time
	 */
	<T> T request(Class<T> replyType);

	/**
	 * Sends a request. The future brings the reply, or the error.
	 * @param replyType what the reply's body is read as
	 */
	<T> CompletableFuture<T> requestAsync(Class<T> replyType);

	/**
	 * Sends a message that consumers get if a local transaction succeeds, see
	 * {@link RocketOperations#sendInTransaction}. Has no use for the timeout, a delay or
	 * a priority.
	 */
	TransactionResult sendInTransaction(LocalTransaction local);

	/**
	 * Sends a message to which no broker answers: it may be lost without notice.
	 */
	void sendOneway();

}
