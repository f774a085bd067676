package io.github.rocketmqlite.spring.listener.adapter;

import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;

/**
 * Calls the application's method with a list: of payloads, of {@code Message<T>} or of
 * received messages as they are.
 * <p>
 * Threading: thread-safe, as far as the method is.
 */
final class BatchListenerMethodAdapter {

	/** The arguments are given, so there is no message to resolve them from. */
	private static final Message<String> NOTHING = MessageBuilder.withPayload("").build();

	private final InvocableHandlerMethod method;

	private final PayloadMessageConverter converter;

	private final RocketHeaderMapper headerMapper;

	private final @Nullable ElementValidation validation;

	/** The parameter as if it took a single element. */
	private final MethodParameter element;

	private final Class<?> elementType;

	BatchListenerMethodAdapter(InvocableHandlerMethod method, PayloadMessageConverter converter,
			RocketHeaderMapper headerMapper, @Nullable Validator validator) {
		MethodParameter[] parameters = method.getMethodParameters();
		Assert.isTrue(parameters.length == 1 && parameters[0].getParameterType() == List.class,
				() -> method.getShortLogMessage()
						+ " takes batches, so it must have one parameter, a List of what it wants of each message");
		Class<?> returned = method.getReturnType().getParameterType();
		Assert.isTrue(method.isVoid() || returned == ConsumeOutcome.class || returned == List.class,
				() -> method.getShortLogMessage()
						+ " takes batches, so it must return void, ConsumeOutcome or a List of them, but returns "
						+ returned);
		this.method = method;
		this.converter = converter;
		this.headerMapper = headerMapper;
		this.validation = ElementValidation.of(parameters[0], validator);
		this.element = parameters[0].nested();
		this.elementType = ResolvableType.forMethodParameter(this.element).toClass();
	}

	/** Makes of a message what the list holds. */
	Object read(ReceivedMessage message) {
		if (this.elementType == ReceivedMessage.class) {
			return message;
		}
		try {
			DeliveredMessage delivered = new DeliveredMessage(message, this.headerMapper.toHeaders(message));
			Object payload = this.converter.fromMessage(delivered, this.elementType, this.element);
			Assert.state(payload != null, "The body makes no payload");
			if (this.validation != null) {
				this.validation.check(payload);
			}
			return Message.class.isAssignableFrom(this.elementType)
					? MessageBuilder.createMessage(payload, delivered.getHeaders()) : payload;
		}
		catch (RuntimeException ex) {
			throw new UnreadableMessageException(
					"The message does not fit " + this.method.getShortLogMessage() + ": " + ex.getMessage(), ex);
		}
	}

	List<ConsumeOutcome> handle(List<Object> elements) throws Exception {
		return outcomes(this.method.invoke(NOTHING, elements));
	}

	@SuppressWarnings("unchecked") // what a list holds is checked when it is used
	private List<ConsumeOutcome> outcomes(@Nullable Object returned) {
		if (this.method.isVoid()) {
			return List.of(ConsumeOutcome.SUCCESS);
		}
		if (returned instanceof ConsumeOutcome outcome) {
			return List.of(outcome);
		}
		Assert.state(returned != null,
				() -> this.method.getShortLogMessage() + " returned null instead of its outcomes");
		return (List<ConsumeOutcome>) returned;
	}

}
