package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletionStage;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.Assert;

/**
 * Calls the application's method with a received message: the last hop of a message's way
 * in.
 * <p>
 * Threading: thread-safe, as far as the method is.
 */
public final class ListenerMethodAdapter implements MessageListener {

	private final InvocableHandlerMethod method;

	private final RocketHeaderMapper headerMapper;

	private final boolean returnsOutcome;

	/**
	 * Makes an adapter.
	 * @throws IllegalArgumentException naming the method when its return type is neither
	 * void nor {@link ConsumeOutcome} nor a {@link CompletionStage}
	 */
	public ListenerMethodAdapter(InvocableHandlerMethod method, RocketHeaderMapper headerMapper) {
		this.method = method;
		this.headerMapper = headerMapper;
		Class<?> returned = method.getReturnType().getParameterType();
		this.returnsOutcome = returned == ConsumeOutcome.class;
		Assert.isTrue(this.returnsOutcome || method.isVoid() || CompletionStage.class.isAssignableFrom(returned),
				() -> method.getShortLogMessage()
						+ " must return void, ConsumeOutcome or a CompletionStage, but returns " + returned);
	}

	@Override
	public ConsumeOutcome onMessage(ReceivedMessage message) throws Exception {
		Object result = this.method.invoke(deliver(message));
		return this.returnsOutcome ? outcome(result) : ConsumeOutcome.SUCCESS;
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
