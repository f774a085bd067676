package io.github.rocketmqlite.spring.listener.adapter;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/**
 * Makes listener methods callable: spring-messaging's own argument resolvers, and ours
 * for the raw message, for generic messages and for bodies that may be empty.
 * <p>
 * Threading: thread-safe once made.
 */
public final class RocketHandlerMethodFactory implements MessageHandlerMethodFactory {

	private final HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();

	private final HandlerMethodArgumentResolverComposite custom = new HandlerMethodArgumentResolverComposite();

	/**
	 * Makes a factory.
	 * @param validator checks payloads that are annotated so; {@code null} for no checks
	 * @param custom resolvers of the application, which come before those for headers and
	 * payloads
	 */
	public RocketHandlerMethodFactory(RocketPayloadConverter payloadConverter, @Nullable Validator validator,
			BeanFactory beanFactory, List<HandlerMethodArgumentResolver> custom) {
		PayloadMessageConverter converter = new PayloadMessageConverter(payloadConverter);
		StockResolvers stock = new StockResolvers();
		stock.setBeanFactory(beanFactory);
		stock.setMessageConverter(converter);
		if (validator != null) {
			stock.setValidator(validator);
		}
		this.custom.addResolvers(custom);
		this.resolvers.addResolvers(new ReceivedMessageArgumentResolver(), this.custom);
		// then ours: the stock resolvers accept the same parameters
		this.resolvers.addResolvers(new TypedMessageArgumentResolver(converter),
				new PlainBodyArgumentResolver(converter, validator));
		this.resolvers.addResolvers(stock.initArgumentResolvers());
	}

	@Override
	public InvocableHandlerMethod createInvocableHandlerMethod(Object bean, Method method) {
		return createInvocableHandlerMethod(bean, method, () -> null);
	}

	/**
	 * Makes a method of a listener callable.
	 * @param container where the listener's container is found, for methods that take it
	 */
	public InvocableHandlerMethod createInvocableHandlerMethod(Object bean, Method method,
			Supplier<@Nullable RocketMessageListenerContainer> container) {
		ListenerMethod listenerMethod = new ListenerMethod(bean, method, this.custom::supportsParameter, container);
		listenerMethod.setMessageMethodArgumentResolvers(this.resolvers);
		return listenerMethod;
	}

	/**
	 * Opens the list of stock resolvers, which the superclass otherwise keeps to itself.
	 */
	private static final class StockResolvers extends DefaultMessageHandlerMethodFactory {

		@Override
		protected List<HandlerMethodArgumentResolver> initArgumentResolvers() {
			return super.initArgumentResolvers();
		}

	}

}
