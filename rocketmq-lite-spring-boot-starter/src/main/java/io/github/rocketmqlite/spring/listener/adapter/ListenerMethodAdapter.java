package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls the application's method with a received message: the last hop of a message's way
 * in.
 * <p>
 * Threading: thread-safe, as far as the method is.
 */
final class ListenerMethodAdapter implements MessageListener {

	private static final Logger logger = LoggerFactory.getLogger(ListenerMethodAdapter.class);

	private final InvocableHandlerMethod method;

	private final Function<ReceivedMessage, MessageHeaders> headers;

	private final ReturnedValues returned;

	private final boolean returnsOutcome;

	/**
	 * Makes an adapter.
	 * @param headers reads the headers of a message
	 * @param returned knows what to do with values that the method returns
	 */
	ListenerMethodAdapter(InvocableHandlerMethod method, Function<ReceivedMessage, MessageHeaders> headers,
			ReturnedValues returned) {
		this.method = method;
		this.headers = headers;
		this.returned = returned;
		this.returnsOutcome = method.getReturnType().getParameterType() == ConsumeOutcome.class;
	}

	@Override
	public ConsumeOutcome onMessage(ReceivedMessage message) throws Exception {
		Object result = this.method.invoke(deliver(message));
		if (this.method.isVoid()) {
			return ConsumeOutcome.SUCCESS;
		}
		if (result == null && this.returnsOutcome) {
			throw nothingReturned("an outcome");
		}
		try {
			return this.returned.handle(message, result).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	/**
	 * Calls a method that ends later than it returns.
	 */
	CompletionStage<ConsumeOutcome> onMessageAsync(ReceivedMessage message, LaterResults results) throws Exception {
		Object result = this.method.invoke(deliver(message));
		if (result == null) {
			throw nothingReturned("a future");
		}
		return results.read(result).thenCompose((value) -> this.returned.handle(message, value));
	}

	/**
	 * Calls a method that acknowledges its messages by itself.
	 */
	CompletionStage<ConsumeOutcome> onMessageManually(ReceivedMessage message) throws Exception {
		FutureAcknowledgment acknowledgment = new FutureAcknowledgment();
		try {
			this.method.invoke(deliver(message), acknowledgment);
		}
		catch (Exception ex) {
			if (!acknowledgment.outcome().isDone()) {
				throw ex;
			}
			logger.warn("{} failed after it had acknowledged message {}; the acknowledgment stands",
					this.method.getShortLogMessage(), message.messageId(), ex);
		}
		return acknowledgment.outcome();
	}

	private DeliveredMessage deliver(ReceivedMessage message) {
		try {
			return new DeliveredMessage(message, this.headers.apply(message));
		}
		catch (RocketException ex) {
			throw new UnreadableMessageException("The message cannot be decoded: " + ex.getMessage(), ex);
		}
	}

	private IllegalStateException nothingReturned(String expected) {
		return new IllegalStateException(this.method.getShortLogMessage() + " returned null instead of " + expected);
	}

}
