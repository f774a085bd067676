package io.github.rocketmqlite.spring.fakes;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.producer.CompressionOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendTarget;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is sent and answers as it is told.
 */
public final class FakeProducer implements Producer {

	public final List<Message> sent = new CopyOnWriteArrayList<>();

	public final List<Message> sentOneway = new CopyOnWriteArrayList<>();

	public final ProducerOptions options;

	public @Nullable Duration lastTimeout;

	public @Nullable SendTarget lastTarget;

	public @Nullable RuntimeException failure;

	public @Nullable ReceivedMessage reply;

	public volatile boolean closed;

	public FakeProducer(ProducerOptions options) {
		this.options = options;
	}

	public static SendResult resultOf(Message message) {
		return new SendResult(SendStatus.SEND_OK, "id-of-" + message.topic(), "offset-id",
				new MessageQueue(message.topic(), "broker-a", 1), 7);
	}

	public Message only() {
		if (this.sent.size() != 1) {
			throw new AssertionError("Expected one message, but got " + this.sent);
		}
		return this.sent.get(0);
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public SendResult send(Message message) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.sent.add(message);
		return resultOf(message);
	}

	@Override
	public SendResult send(Message message, Duration timeout) {
		this.lastTimeout = timeout;
		return send(message);
	}

	@Override
	public SendResult send(Message message, SendTarget target, Duration timeout) {
		this.lastTarget = target;
		return send(message, timeout);
	}

	@Override
	public SendResult send(Message message, SendTarget target) {
		this.lastTarget = target;
		return send(message);
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message) {
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.failure);
		}
		return CompletableFuture.completedFuture(send(message));
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message, Duration timeout) {
		this.lastTimeout = timeout;
		return sendAsync(message);
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message, SendTarget target, Duration timeout) {
		this.lastTarget = target;
		return sendAsync(message, timeout);
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message, SendTarget target) {
		this.lastTarget = target;
		return sendAsync(message);
	}

	@Override
	public void sendOneway(Message message, SendTarget target) {
		this.lastTarget = target;
		sendOneway(message);
	}

	@Override
	public void sendOneway(Message message) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.sentOneway.add(message);
	}

	@Override
	public List<SendResult> sendBatch(List<Message> messages) {
		return messages.stream().map(this::send).toList();
	}

	@Override
	public List<SendResult> sendBatch(List<Message> messages, SendTarget target, Duration timeout) {
		return sendBatch(messages);
	}

	@Override
	public CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages) {
		return CompletableFuture.completedFuture(sendBatch(messages));
	}

	@Override
	public CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages, SendTarget target,
			Duration timeout) {
		return sendBatchAsync(messages);
	}

	@Override
	public String recall(String topic, String recallHandle) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public CompletableFuture<String> recallAsync(String topic, String recallHandle) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public void ping(String topic) {
		if (this.failure != null) {
			throw this.failure;
		}
	}

	@Override
	public void changeCompression(CompressionOptions compression) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public ReceivedMessage request(Message message, Duration timeout) {
		send(message, timeout);
		return Objects.requireNonNull(this.reply, "No test needs it");
	}

	@Override
	public ReceivedMessage request(Message message, SendTarget target, Duration timeout) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public CompletableFuture<ReceivedMessage> requestAsync(Message message, SendTarget target, Duration timeout) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
