package io.github.rocketmqlite.spring.listener.adapter;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.util.Assert;

/**
 * Gives the raw message to parameters of type {@link ReceivedMessage}, and its queue to
 * those of type {@link MessageQueue}.
 * <p>
 * Threading: thread-safe, stateless.
 */
final class ReceivedMessageArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == ReceivedMessage.class
				|| parameter.getParameterType() == MessageQueue.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		Assert.isInstanceOf(DeliveredMessage.class, message, "Only a delivered message has an original");
		ReceivedMessage original = ((DeliveredMessage) message).original();
		return (parameter.getParameterType() == MessageQueue.class) ? original.queue() : original;
	}

}
