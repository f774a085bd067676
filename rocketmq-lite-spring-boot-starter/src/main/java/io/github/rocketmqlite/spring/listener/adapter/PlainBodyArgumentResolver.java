package io.github.rocketmqlite.spring.listener.adapter;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Gives the body to text and byte parameters even when it is empty: an empty text is a
 * text. The stock resolver takes an empty body for a missing one.
 * <p>
 * Threading: thread-safe, stateless.
 */
final class PlainBodyArgumentResolver extends PayloadMethodArgumentResolver {

	private static final Set<Class<?>> PLAIN = Set.of(String.class, CharSequence.class, byte[].class);

	PlainBodyArgumentResolver(MessageConverter converter, @Nullable Validator validator) {
		super(converter, validator);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return PLAIN.contains(parameter.getParameterType())
				&& (parameter.hasParameterAnnotation(Payload.class) || !parameter.hasParameterAnnotations());
	}

	@Override
	protected boolean isEmptyPayload(@Nullable Object payload) {
		return payload == null;
	}

}
