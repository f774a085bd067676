package io.github.rocketmqlite.spring.core;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.LocalTransaction;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import org.jspecify.annotations.Nullable;

/**
 * Sends payloads through one producer: the first hop of a message's way out.
 * <p>
 * Threading: thread-safe.
 */
public class RocketTemplate implements RocketOperations {

	/** How long a request waits for its reply, unless it says otherwise. */
	private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(3);

	private final Producer producer;

	private final RocketPayloadConverter payloadConverter;

	private final RocketHeaderMapper headerMapper;

	private final List<SendObserver> observers;

	private final boolean typeHeader;

	private final Supplier<TransactionalProducer> transactions;

	private final @Nullable TransactionBinding binding;

	/**
	 * Makes a template. The producer stays its owner's to close.
	 */
	public RocketTemplate(Producer producer, RocketPayloadConverter payloadConverter, RocketHeaderMapper headerMapper,
			List<SendObserver> observers) {
		this(producer, payloadConverter, headerMapper, observers, false, () -> {
			throw new IllegalStateException("This template has no transactional producer");
		}, null);
	}

	/**
	 * Makes a template. The producers stay their owners' to close.
	 * @param typeHeader whether messages name the class of a payload that is written as
	 * JSON, in the header
	 * {@link io.github.rocketmqlite.spring.support.RocketHeaders#TYPE_ID}
	 * @param transactions yields the producer of transactions when there is one to begin
	 * @param binding makes sends part of the application's transactions; {@code null} for
	 * sends that do not depend on them
	 */
	public RocketTemplate(Producer producer, RocketPayloadConverter payloadConverter, RocketHeaderMapper headerMapper,
			List<SendObserver> observers, boolean typeHeader, Supplier<TransactionalProducer> transactions,
			@Nullable TransactionBinding binding) {
		this.binding = binding;
		this.typeHeader = typeHeader;
		this.transactions = transactions;
		this.producer = producer;
		this.payloadConverter = payloadConverter;
		this.headerMapper = headerMapper;
		this.observers = List.copyOf(observers);
	}

	@Override
	public SendResult send(String destination, Object payload) {
		return message(payload).topic(destination).send();
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(String destination, Object payload) {
		return message(payload).topic(destination).sendAsync();
	}

	@Override
	public void sendOneway(String destination, Object payload) {
		message(payload).topic(destination).sendOneway();
	}

	@Override
	public List<SendResult> sendBatch(String destination, Collection<?> payloads) {
		List<Message> messages = payloads.stream().map((payload) -> one(destination, payload)).toList();
		if (isPartOfTransaction()) {
			return messages.stream().map((message) -> send(message, null)).toList();
		}
		long start = System.nanoTime();
		try {
			List<SendResult> results = this.producer.sendBatch(messages);
			for (int i = 0; i < messages.size(); i++) {
				observe(messages.get(i), start, results.get(i), null);
			}
			return results;
		}
		catch (RuntimeException ex) {
			messages.forEach((message) -> observe(message, start, null, ex));
			throw ex;
		}
	}

	private Message one(String destination, Object payload) {
		DefaultSendMessageBuilder builder = new DefaultSendMessageBuilder(this, payload);
		builder.topic(destination);
		return builder.build();
	}

	@Override
	public TransactionResult sendInTransaction(String destination, Object payload, LocalTransaction local) {
		return message(payload).topic(destination).sendInTransaction(local);
	}

	TransactionResult sendInTransaction(Message message, LocalTransaction local) {
		TransactionalProducer transactional = this.transactions.get();
		long start = System.nanoTime();
		try {
			TransactionResult result = transactional.send(message, local);
			observe(message, start, result.half(), null);
			return result;
		}
		catch (RuntimeException ex) {
			observe(message, start, null, ex);
			throw ex;
		}
	}

	@Override
	public SendMessageBuilder message(Object payload) {
		return new DefaultSendMessageBuilder(this, payload);
	}

	<T> T request(Message message, @Nullable Duration timeout, Class<T> replyType) {
		return reply(this.producer.request(message, (timeout != null) ? timeout : REPLY_TIMEOUT), replyType);
	}

	<T> CompletableFuture<T> requestAsync(Message message, @Nullable Duration timeout, Class<T> replyType) {
		return this.producer.requestAsync(message, (timeout != null) ? timeout : REPLY_TIMEOUT)
			.thenApply((reply) -> reply(reply, replyType));
	}

	private <T> T reply(ReceivedMessage reply, Class<T> type) {
		Object value = (type == ReceivedMessage.class) ? reply
				: this.payloadConverter.fromBody(reply.body(), type, this.headerMapper.toHeaders(reply));
		return type.cast(value);
	}

	RocketPayloadConverter payloadConverter() {
		return this.payloadConverter;
	}

	boolean isTypeHeader() {
		return this.typeHeader;
	}

	RocketHeaderMapper headerMapper() {
		return this.headerMapper;
	}

	SendResult send(Message message, @Nullable Duration timeout) {
		long start = System.nanoTime();
		try {
			SendResult result = sendNow(message, timeout);
			observe(message, start, result, null);
			return result;
		}
		catch (RuntimeException ex) {
			observe(message, start, null, ex);
			throw ex;
		}
	}

	private SendResult sendNow(Message message, @Nullable Duration timeout) {
		TransactionBinding bound = this.binding;
		if (bound != null && bound.isActive()) {
			return bound.send(message, this.transactions.get());
		}
		return (timeout != null) ? this.producer.send(message, timeout) : this.producer.send(message);
	}

	/**
	 * What is part of a transaction must be there before that ends, so it is waited for.
	 */
	private boolean isPartOfTransaction() {
		return this.binding != null && this.binding.isActive();
	}

	CompletableFuture<SendResult> sendAsync(Message message, @Nullable Duration timeout) {
		if (isPartOfTransaction()) {
			try {
				return CompletableFuture.completedFuture(send(message, timeout));
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}
		long start = System.nanoTime();
		CompletableFuture<SendResult> future = (timeout != null) ? this.producer.sendAsync(message, timeout)
				: this.producer.sendAsync(message);
		if (!this.observers.isEmpty()) {
			CompletableFuture<?> unused = future
				.whenComplete((result, error) -> observe(message, start, result, unwrap(error)));
		}
		return future;
	}

	void sendOneway(Message message) {
		if (isPartOfTransaction()) {
			send(message, null);
			return;
		}
		long start = System.nanoTime();
		try {
			this.producer.sendOneway(message);
			observe(message, start, null, null);
		}
		catch (RuntimeException ex) {
			observe(message, start, null, ex);
			throw ex;
		}
	}

	private void observe(Message message, long start, @Nullable SendResult result, @Nullable Throwable error) {
		if (!this.observers.isEmpty()) {
			Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
			this.observers.forEach((observer) -> observer.onSent(message, elapsed, result, error));
		}
	}

	private static @Nullable Throwable unwrap(@Nullable Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

}
