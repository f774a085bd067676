package io.github.rocketmqlite.spring.listener.adapter;

import java.lang.reflect.Method;

import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Tells a message that does not fit the method's parameters from an exception of the
 * method itself, whatever type that exception has. Knows the class behind a proxy, which
 * says what the type variables of an interface stand for.
 * <p>
 * Threading: thread-safe once made.
 */
final class ListenerMethod extends InvocableHandlerMethod {

	ListenerMethod(Object bean, Method method) {
		super(bean, method);
	}

	@Override
	protected Class<?> getContainingClass() {
		return AopUtils.getTargetClass(getBean());
	}

	@Override
	protected @Nullable Object[] getMethodArgumentValues(Message<?> message, @Nullable Object... providedArgs) {
		try {
			return super.getMethodArgumentValues(message, providedArgs);
		}
		catch (Exception ex) {
			throw new UnreadableMessageException(
					"The message does not fit " + getShortLogMessage() + ": " + ex.getMessage(), ex);
		}
	}

}
