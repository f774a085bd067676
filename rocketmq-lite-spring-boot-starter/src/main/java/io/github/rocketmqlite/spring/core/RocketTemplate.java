package io.github.rocketmqlite.spring.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import org.jspecify.annotations.Nullable;

/**
 * Sends payloads through one producer: the first hop of a message's way out.
 * <p>
 * Threading: thread-safe.
 */
public class RocketTemplate implements RocketOperations {

	private final Producer producer;

	private final RocketPayloadConverter payloadConverter;

	private final RocketHeaderMapper headerMapper;

	private final List<SendObserver> observers;

	/**
	 * Makes a template. The producer stays its owner's to close.
	 */
	public RocketTemplate(Producer producer, RocketPayloadConverter payloadConverter, RocketHeaderMapper headerMapper,
			List<SendObserver> observers) {
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
	public SendMessageBuilder message(Object payload) {
		return new DefaultSendMessageBuilder(this, payload);
	}

	RocketPayloadConverter payloadConverter() {
		return this.payloadConverter;
	}

	RocketHeaderMapper headerMapper() {
		return this.headerMapper;
	}

	SendResult send(Message message, @Nullable Duration timeout) {
		long start = System.nanoTime();
		try {
			SendResult result = (timeout != null) ? this.producer.send(message, timeout) : this.producer.send(message);
			observe(message, start, result, null);
			return result;
		}
		catch (RuntimeException ex) {
			observe(message, start, null, ex);
			throw ex;
		}
	}

	CompletableFuture<SendResult> sendAsync(Message message, @Nullable Duration timeout) {
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
