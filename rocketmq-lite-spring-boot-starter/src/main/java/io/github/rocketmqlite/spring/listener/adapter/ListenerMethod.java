package io.github.rocketmqlite.spring.listener.adapter;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Tells a message that does not fit the method's parameters from an exception of the
 * method itself, whatever type that exception has. Knows the class behind a proxy, which
 * says what the type variables of an interface stand for, and the container of the
 * listener for methods that take it.
 * <p>
 * Threading: thread-safe once made.
 */
final class ListenerMethod extends InvocableHandlerMethod {

	private final Predicate<MethodParameter> noPayload;

	private final @Nullable Supplier<@Nullable RocketMessageListenerContainer> container;

	/**
	 * Makes a method.
	 * @param noPayload which parameters an application's own resolvers are for
	 * @param container where the listener's container is found
	 */
	ListenerMethod(Object bean, Method method, Predicate<MethodParameter> noPayload,
			Supplier<@Nullable RocketMessageListenerContainer> container) {
		super(bean, method);
		this.noPayload = noPayload;
		this.container = Arrays.asList(method.getParameterTypes()).contains(RocketMessageListenerContainer.class)
				? container : null;
	}

	/** Whether something else than the payload is wanted there. */
	boolean isNoPayload(MethodParameter parameter) {
		return this.noPayload.test(parameter);
	}

	@Override
	protected Class<?> getContainingClass() {
		return AopUtils.getTargetClass(getBean());
	}

	@Override
	protected @Nullable Object[] getMethodArgumentValues(Message<?> message, @Nullable Object... providedArgs) {
		try {
			return super.getMethodArgumentValues(message, withContainer(providedArgs));
		}
		catch (Exception ex) {
			throw new UnreadableMessageException(
					"The message does not fit " + getShortLogMessage() + ": " + ex.getMessage(), ex);
		}
	}

	private @Nullable Object[] withContainer(@Nullable Object[] providedArgs) {
		if (this.container == null) {
			return providedArgs;
		}
		@Nullable Object[] all = Arrays.copyOf(providedArgs, providedArgs.length + 1);
		all[providedArgs.length] = this.container.get();
		return all;
	}

}
