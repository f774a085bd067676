package io.github.rocketmqlite.spring.listener.adapter;

import java.lang.reflect.Type;

import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * Lets spring-messaging's argument resolvers convert bodies with a
 * {@link RocketPayloadConverter}. The parameter's full generic type decides, never the
 * content type: the stock converters choose by content type and then read a
 * {@code String} parameter as JSON.
 * <p>
 * Threading: thread-safe.
 */
final class PayloadMessageConverter implements SmartMessageConverter {

	private final RocketPayloadConverter converter;

	PayloadMessageConverter(RocketPayloadConverter converter) {
		this.converter = converter;
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(message.getPayload() instanceof byte[] body)) {
			return null;
		}
		Type targetType = (conversionHint instanceof MethodParameter parameter) ? payloadType(parameter) : targetClass;
		return this.converter.fromBody(body, targetType, message.getHeaders());
	}

	private static Type payloadType(MethodParameter parameter) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter.nestedIfOptional());
		if (Message.class.isAssignableFrom(type.toClass())) {
			type = type.as(Message.class).getGeneric(0);
		}
		// what is left of a type variable is what the subclass made of it
		return (type.hasUnresolvableGenerics() || !type.hasGenerics()) ? type.resolve(Object.class) : type.getType();
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return null;
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		return null;
	}

}
