package io.github.rocketmqlite.spring.core;

import java.util.Map;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReplyTimeoutException;
import io.github.rocketmqlite.RocketException;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.core.AbstractMessageSendingTemplate;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.core.MessageRequestReplyOperations;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Lets code that is written for spring-messaging send through a {@link RocketTemplate}:
 * destinations are {@code topic} or {@code topic:tag}, headers become what
 * {@link io.github.rocketmqlite.spring.support.RocketHeaders} says.
 * <p>
 * Errors are {@link MessageDeliveryException}s with the client's own as cause; a request
 * whose reply does not come in time returns {@code null}.
 * <p>
 * Threading: thread-safe, once it has its default destination.
 */
public class RocketMessagingTemplate extends AbstractMessageSendingTemplate<String>
		implements MessageRequestReplyOperations<String> {

	private final RocketTemplate template;

	public RocketMessagingTemplate(RocketTemplate template) {
		this.template = template;
	}

	@Override
	protected void doSend(String destination, Message<?> message) {
		try {
			this.template.send(destination, message);
		}
		catch (RocketException ex) {
			throw failed(message, ex);
		}
	}

	@Override
	public @Nullable Message<?> sendAndReceive(Message<?> message) {
		return sendAndReceive(getRequiredDefaultDestination(), message);
	}

	@Override
	public @Nullable Message<?> sendAndReceive(String destination, Message<?> message) {
		ReceivedMessage reply = request(destination, message, ReceivedMessage.class);
		return (reply != null)
				? MessageBuilder.createMessage(reply.body(), this.template.headerMapper().toHeaders(reply)) : null;
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, Class<T> targetClass) {
		return convertSendAndReceive(getRequiredDefaultDestination(), request, targetClass);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request, Class<T> targetClass) {
		return convertSendAndReceive(destination, request, null, targetClass, null);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, @Nullable Map<String, Object> headers,
			Class<T> targetClass) {
		return convertSendAndReceive(getRequiredDefaultDestination(), request, headers, targetClass, null);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request,
			@Nullable Map<String, Object> headers, Class<T> targetClass) {
		return convertSendAndReceive(destination, request, headers, targetClass, null);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, Class<T> targetClass,
			@Nullable MessagePostProcessor postProcessor) {
		return convertSendAndReceive(getRequiredDefaultDestination(), request, null, targetClass, postProcessor);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request, Class<T> targetClass,
			@Nullable MessagePostProcessor postProcessor) {
		return convertSendAndReceive(destination, request, null, targetClass, postProcessor);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, @Nullable Map<String, Object> headers,
			Class<T> targetClass, @Nullable MessagePostProcessor postProcessor) {
		return convertSendAndReceive(getRequiredDefaultDestination(), request, headers, targetClass, postProcessor);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request,
			@Nullable Map<String, Object> headers, Class<T> targetClass, @Nullable MessagePostProcessor postProcessor) {
		return request(destination, doConvert(request, headers, postProcessor), targetClass);
	}

	private <T> @Nullable T request(String destination, Message<?> message, Class<T> replyType) {
		try {
			return this.template.message(message).topic(destination).request(replyType);
		}
		catch (ReplyTimeoutException ex) {
			return null;
		}
		catch (RocketException ex) {
			throw failed(message, ex);
		}
	}

	private static MessageDeliveryException failed(Message<?> message, RocketException cause) {
		return new MessageDeliveryException(message, String.valueOf(cause.getMessage()), cause);
	}

}
