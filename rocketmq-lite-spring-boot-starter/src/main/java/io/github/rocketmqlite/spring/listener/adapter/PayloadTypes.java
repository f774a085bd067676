package io.github.rocketmqlite.spring.listener.adapter;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.spring.listener.Acknowledgment;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Finds out what a method takes as payload.
 */
public final class PayloadTypes {

	private static final List<Class<?>> NO_PAYLOADS = List.of(ReceivedMessage.class, MessageQueue.class,
			Acknowledgment.class, RocketMessageListenerContainer.class, MessageHeaders.class,
			MessageHeaderAccessor.class);

	private PayloadTypes() {
	}

	/**
	 * The type of the payload; {@code null} when the method takes none.
	 */
	public static @Nullable Class<?> of(InvocableHandlerMethod method) {
		List<MethodParameter> candidates = Arrays.stream(method.getMethodParameters())
			.filter(PayloadTypes::mayBePayload)
			.filter((parameter) -> !(method instanceof ListenerMethod own && own.isNoPayload(parameter)))
			.toList();
		MethodParameter chosen = candidates.stream()
			.filter((parameter) -> parameter.hasParameterAnnotation(Payload.class))
			.findFirst()
			.orElse(candidates.isEmpty() ? null : candidates.get(0));
		if (chosen == null) {
			return null;
		}
		ResolvableType type = ResolvableType.forMethodParameter(chosen.nestedIfOptional());
		return Message.class.isAssignableFrom(type.toClass()) ? type.as(Message.class).getGeneric(0).toClass()
				: type.toClass();
	}

	private static boolean mayBePayload(MethodParameter parameter) {
		return NO_PAYLOADS.stream().noneMatch((type) -> type.isAssignableFrom(parameter.getParameterType()))
				&& !parameter.hasParameterAnnotation(Header.class) && !(parameter.hasParameterAnnotation(Headers.class)
						&& Map.class.isAssignableFrom(parameter.getParameterType()));
	}

}
