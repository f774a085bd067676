package io.github.rocketmqlite.spring.core;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.LocalTransaction;
import io.github.rocketmqlite.producer.TransactionResult;

/**
 * Sending in one line, or with {@link #message(Object)} step by step.
 * <p>
 * A destination is {@code topic} or {@code topic:tag}. A payload is a {@code byte[]}, a
 * text, a {@code Message<?>} of spring-messaging, whose headers are sent too, or anything
 * that can be written as JSON.
 * <p>
 * A send fails with one of the errors listed at
 * {@link io.github.rocketmqlite.producer.Producer}. A send that succeeds returns the
 * broker's acknowledgement: look at its status where durability matters.
 * <p>
 * Threading: thread-safe.
 */
public interface RocketOperations {

	/**
	 * Sends and waits for the broker's acknowledgement, at most for the producer's send
	 * timeout including all retries.
	 */
	SendResult send(String destination, Object payload);

	/**
	 * Sends without waiting. Errors, a bad destination or payload included, arrive
	 * through the future.
	 */
	CompletableFuture<SendResult> sendAsync(String destination, Object payload);

	/**
	 * Sends a message to which no broker answers: it may be lost without notice.
	 */
	void sendOneway(String destination, Object payload);

	/**
	 * Sends many messages to one destination in as few requests as brokers allow, and
	 * waits for the acknowledgements.
	 * @param payloads at least one; headers of a {@code Message<?>} are sent too
	 * @return the acknowledgements in the order of the payloads
	 * @throws io.github.rocketmqlite.BatchSendException when not all were acknowledged;
	 * it says which ones were
	 */
	List<SendResult> sendBatch(String destination, Collection<?> payloads);

	/**
	 * Sends a message that consumers get if a local transaction succeeds: the broker
	 * stores it but holds it back, the local transaction runs on this thread, and the
	 * message is committed or rolled back as that says. If the decision does not reach
	 * the broker, it asks the application's
	 * {@link io.github.rocketmqlite.spring.annotation.RocketTransactionChecker}.
	 * @param local the local transaction; does not run unless the message is stored. An
	 * exception counts as unknown, so that the checker decides
	 * @return what is known of the transaction
	 */
	TransactionResult sendInTransaction(String destination, Object payload, LocalTransaction local);

	/**
	 * Starts a message with this payload.
	 */
	SendMessageBuilder message(Object payload);

}
