package io.github.rocketmqlite.spring.listener.adapter;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;

/**
 * Gives a {@code Message<T>} its payload. Unlike the stock resolver it knows what a
 * subclass made of {@code T}, and leaves it to the converter whether an empty body will
 * do.
 * <p>
 * Threading: thread-safe, stateless.
 */
final class TypedMessageArgumentResolver extends MessageMethodArgumentResolver {

	TypedMessageArgumentResolver(MessageConverter converter) {
		super(converter);
	}

	@Override
	protected Class<?> getPayloadType(MethodParameter parameter, Message<?> message) {
		return ResolvableType.forMethodParameter(parameter).as(Message.class).getGeneric(0).toClass();
	}

	@Override
	protected boolean isEmptyPayload(@Nullable Object payload) {
		return payload == null;
	}

}
