package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletionStage;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls the application's method with a received message: the last hop of a message's way
 * in.
 * <p>
 * Threading: thread-safe, as far as the method is.
 */
public final class ListenerMethodAdapter implements MessageListener {

	private static final Logger logger = LoggerFactory.getLogger(ListenerMethodAdapter.class);

	private final InvocableHandlerMethod method;

	private final RocketHeaderMapper headerMapper;

	private final ReplySender replies;

	private final boolean returnsOutcome;

	/**
	 * Makes an adapter.
	 * @param replies sends the values of methods that return something else than nothing,
	 * a {@link ConsumeOutcome} or a {@link CompletionStage}
	 */
	public ListenerMethodAdapter(InvocableHandlerMethod method, RocketHeaderMapper headerMapper, ReplySender replies) {
		this.method = method;
		this.headerMapper = headerMapper;
		this.replies = replies;
		this.returnsOutcome = method.getReturnType().getParameterType() == ConsumeOutcome.class;
	}

	@Override
	public ConsumeOutcome onMessage(ReceivedMessage message) throws Exception {
		Object result = this.method.invoke(deliver(message));
		if (this.returnsOutcome) {
			return outcome(result);
		}
		if (!this.method.isVoid()) {
			reply(message, result);
		}
		return ConsumeOutcome.SUCCESS;
	}

	private void reply(ReceivedMessage message, @Nullable Object value) {
		if (value == null) {
			return;
		}
		if (message.isRequest()) {
			this.replies.reply(message, value);
		}
		else {
			logger.debug("What {} returned for message {} goes nowhere: that was no request",
					this.method.getShortLogMessage(), message.messageId());
		}
	}

	/**
	 * Calls a method that is done when its future is. A future of a
	 * {@link ConsumeOutcome} decides; any other value means success.
	 */
	CompletionStage<ConsumeOutcome> onMessageAsync(ReceivedMessage message) throws Exception {
		Object result = this.method.invoke(deliver(message));
		if (result instanceof CompletionStage<?> stage) {
			return stage
				.thenApply((value) -> (value instanceof ConsumeOutcome outcome) ? outcome : ConsumeOutcome.SUCCESS);
		}
		throw new IllegalStateException(this.method.getShortLogMessage() + " returned null instead of a future");
	}

	private DeliveredMessage deliver(ReceivedMessage message) {
		try {
			return new DeliveredMessage(message, this.headerMapper.toHeaders(message));
		}
		catch (RocketException ex) {
			throw new UnreadableMessageException("The message cannot be decoded: " + ex.getMessage(), ex);
		}
	}

	private ConsumeOutcome outcome(@Nullable Object result) {
		if (result instanceof ConsumeOutcome outcome) {
			return outcome;
		}
		throw new IllegalStateException(this.method.getShortLogMessage() + " returned null instead of an outcome");
	}

}
