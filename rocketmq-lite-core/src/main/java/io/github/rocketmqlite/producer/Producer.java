package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;

/**
 * Sends messages on behalf of one producer group.
 * <p>
 * A send that fails with {@link io.github.rocketmqlite.Outcome#UNKNOWN} may have been
 * stored; sending again may then create a duplicate with another message id. The retries
 * that a producer makes by itself keep the id, so consumers can recognise them.
 * <p>
 * All sends fail with:
 * <ul>
 * <li>{@link io.github.rocketmqlite.InvalidMessageException} for a message that must not
 * leave,</li>
 * <li>{@link io.github.rocketmqlite.RouteNotFoundException} when no broker holds the
 * topic and none may create it,</li>
 * <li>{@link io.github.rocketmqlite.BrokerException} when the brokers said no,</li>
 * <li>{@link io.github.rocketmqlite.RocketConnectionException} and
 * {@link io.github.rocketmqlite.RocketTimeoutException} when no answer came,</li>
 * <li>{@link io.github.rocketmqlite.BackPressureException} when the client had as many
 * unfinished sends as it may for as long as the send could wait,</li>
 * <li>{@link io.github.rocketmqlite.SendVetoException} when an interceptor refused the
 * message,</li>
 * <li>{@link io.github.rocketmqlite.ClientClosedException} after {@link #close()}.</li>
 * </ul>
 * <p>
 * Threading: thread-safe.
 */
public interface Producer extends AutoCloseable {

	/**
	 * The group this producer sends for.
	 */
	String group();

	/**
	 * Sends a message and waits for the broker's acknowledgement, at most for the
	 * options' send timeout including all retries.
	 */
	SendResult send(Message message);

	/**
	 * Sends a message and waits for the broker's acknowledgement.
	 * @param timeout the most time that all attempts together may take
	 */
	default SendResult send(Message message, Duration timeout) {
		return send(message, SendTarget.any(), timeout);
	}

	/**
	 * Sends a message to a chosen queue and waits for the broker's acknowledgement.
	 * @param target which queue or broker of the topic
	 * @param timeout the most time that all attempts together may take
	 */
	SendResult send(Message message, SendTarget target, Duration timeout);

	/**
	 * Sends a message to a chosen queue and waits for the broker's acknowledgement, at
	 * most for the options' send timeout.
	 * @param target which queue or broker of the topic
	 */
	SendResult send(Message message, SendTarget target);

	/**
	 * Sends a message without waiting for the broker. The future completes on one of the
	 * client's callback threads, always within the options' send timeout. Errors, a
	 * refused message included, arrive through the future.
	 * <p>
	 * When the client has as many unfinished sends as it may, the calling thread waits
	 * for one of them to end, at most for the timeout, unless
	 * {@link ProducerOptions#asyncBackPressure()} says otherwise.
	 */
	CompletableFuture<SendResult> sendAsync(Message message);

	/**
	 * Sends a message without waiting for the broker.
	 * @param timeout the most time that all attempts together may take
	 */
	default CompletableFuture<SendResult> sendAsync(Message message, Duration timeout) {
		return sendAsync(message, SendTarget.any(), timeout);
	}

	/**
	 * Sends a message to a chosen queue without waiting for the broker.
	 * @param target which queue or broker of the topic
	 * @param timeout the most time that all attempts together may take
	 */
	CompletableFuture<SendResult> sendAsync(Message message, SendTarget target, Duration timeout);

	/**
	 * Sends a message to a chosen queue without waiting for the broker, within the
	 * options' send timeout.
	 * @param target which queue or broker of the topic
	 */
	CompletableFuture<SendResult> sendAsync(Message message, SendTarget target);

	/**
	 * Sends a message to which no broker answers: it may be lost without notice. Returns
	 * when the bytes were handed to the connection; what can be known by then is thrown.
	 * While a broker takes no bytes, messages to it wait up to the send timeout; those
	 * that are given up then are told to interceptors and counted in the log.
	 */
	void sendOneway(Message message);

	/**
	 * Sends a message to a chosen queue, to which no broker answers.
	 * @param target which queue or broker of the topic
	 */
	void sendOneway(Message message, SendTarget target);

	/**
	 * Makes sure that a message to the topic could be sent now: looks up its route,
	 * connects to its brokers where there is no connection yet, and waits for the first
	 * of them to give a sign of life, at most for the options' send timeout.
	 * @throws io.github.rocketmqlite.RocketException when there is no route or no broker
	 * answered
	 */
	void ping(String topic);

	/**
	 * Sends a request and waits for the reply, which a consumer sends with
	 * {@link Message#replyTo(ReceivedMessage)}.
	 * @param message the request; brokers and consumers treat it as any other message
	 * @param timeout the most time until the reply is there
	 * @throws io.github.rocketmqlite.ReplyTimeoutException when the request was stored,
	 * and no reply came in time; other errors are those of a send, and then the outcome
	 * says whether the request may have been stored
	 * @throws io.github.rocketmqlite.BackPressureException when as many requests wait for
	 * replies as the client may have unfinished sends
	 */
	default ReceivedMessage request(Message message, Duration timeout) {
		return request(message, SendTarget.any(), timeout);
	}

	/**
	 * Sends a request to a chosen queue and waits for the reply.
	 * @param target which queue or broker of the topic
	 * @param timeout the most time until the reply is there
	 */
	ReceivedMessage request(Message message, SendTarget target, Duration timeout);

	/**
	 * Sends a request. The future brings the reply, or one of the errors of
	 * {@link #request}; it completes on one of the client's callback threads, always
	 * within the timeout. A reply that comes later is counted and dropped.
	 */
	default CompletableFuture<ReceivedMessage> requestAsync(Message message, Duration timeout) {
		return requestAsync(message, SendTarget.any(), timeout);
	}

	/**
	 * Sends a request to a chosen queue; the future brings the reply.
	 * @param target which queue or broker of the topic
	 * @param timeout the most time until the reply is there
	 */
	CompletableFuture<ReceivedMessage> requestAsync(Message message, SendTarget target, Duration timeout);

	/**
	 * Sends many messages in as few requests as brokers allow, and waits for the brokers'
	 * acknowledgements, at most for the options' send timeout. The list is split by topic
	 * and, if it is large, by size; messages of one request stay in order in one queue.
	 * <p>
	 * All messages are checked before the first one leaves. Brokers take no message with
	 * a delay, a priority or a lite topic in a batch, nor to a retry topic.
	 * @param messages at least one message
	 * @return the acknowledgements in the order of the messages
	 * @throws io.github.rocketmqlite.BatchSendException when not all were acknowledged;
	 * it says which ones were
	 */
	List<SendResult> sendBatch(List<Message> messages);

	/**
	 * Sends many messages in as few requests as brokers allow, and waits for the brokers'
	 * acknowledgements.
	 * @param timeout the most time that all attempts of all parts together may take
	 */
	default List<SendResult> sendBatch(List<Message> messages, Duration timeout) {
		return sendBatch(messages, SendTarget.any(), timeout);
	}

	/**
	 * Sends many messages to a chosen queue in as few requests as brokers allow, and
	 * waits for the brokers' acknowledgements.
	 * @param target which queue or broker of the topic; a selector chooses for each
	 * request, and is shown its first message
	 * @param timeout the most time that all attempts of all parts together may take
	 */
	List<SendResult> sendBatch(List<Message> messages, SendTarget target, Duration timeout);

	/**
	 * Sends many messages in as few requests as brokers allow, without waiting for the
	 * brokers. The future completes on one of the client's callback threads; it fails
	 * with a {@link io.github.rocketmqlite.BatchSendException} when not all messages were
	 * acknowledged.
	 */
	CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages);

	/**
	 * Sends many messages in as few requests as brokers allow, without waiting for the
	 * brokers.
	 * @param timeout the most time that all attempts of all parts together may take
	 */
	default CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages, Duration timeout) {
		return sendBatchAsync(messages, SendTarget.any(), timeout);
	}

	/**
	 * Sends many messages to a chosen queue in as few requests as brokers allow, without
	 * waiting for the brokers.
	 * @param target which queue or broker of the topic; a selector chooses for each
	 * request, and is shown its first message
	 * @param timeout the most time that all attempts of all parts together may take
	 */
	CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages, SendTarget target, Duration timeout);

	/**
	 * Takes back a message with a delay or a time of delivery, before it is due. Brokers
	 * from 5.3.2 on do that if they are configured to ({@code recallMessageEnable}). A
	 * success does not prove that the message was still there: the broker notes the
	 * recall and looks for the message later.
	 * @param topic the topic the message was sent to
	 * @param recallHandle what {@link SendResult#recallHandle()} said
	 * @return the id of the message
	 * @throws io.github.rocketmqlite.BrokerException when the broker refuses, for example
	 * because the message is due already
	 */
	String recall(String topic, String recallHandle);

	/**
	 * Takes back a message without waiting for the broker.
	 */
	CompletableFuture<String> recallAsync(String topic, String recallHandle);

	/**
	 * Compresses the bodies of messages that are sent from now on in another way, or no
	 * longer.
	 * @throws IllegalStateException when the library that it needs is absent; nothing
	 * changes then
	 */
	void changeCompression(CompressionOptions compression);

	/**
	 * Stops accepting messages, waits for the sends in flight to end, at most for the
	 * options' send timeout, and leaves the group. Closing twice does nothing.
	 */
	@Override
	void close();

}
