package io.github.rocketmqlite.spring.config;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.listener.ListenerHandler;
import io.github.rocketmqlite.spring.listener.adapter.ListenerMethodAdapters;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Describes an annotated method as an endpoint.
 * <p>
 * Threading: thread-safe.
 */
public final class MethodRocketListenerEndpointFactory {

	private final MessageHandlerMethodFactory methods;

	private final ListenerMethodAdapters adapters;

	private final ListenerSettingsResolver settings;

	private final Map<String, Integer> generatedIds = new ConcurrentHashMap<>();

	public MethodRocketListenerEndpointFactory(MessageHandlerMethodFactory methods, ListenerMethodAdapters adapters,
			ConfigurableBeanFactory beanFactory) {
		this.methods = methods;
		this.adapters = adapters;
		this.settings = new ListenerSettingsResolver(beanFactory);
	}

	RocketListenerEndpoint create(AnnotatedMethod annotated) {
		Class<?> beanClass = AopUtils.getTargetClass(annotated.bean());
		String description = beanClass.getName() + "." + annotated.method().getName();
		ListenerSettings resolved = this.settings.resolve(annotated.annotation(), nextId(annotated), description);
		Method invocable = AopUtils.selectInvocableMethod(annotated.method(), annotated.bean().getClass());
		InvocableHandlerMethod handlerMethod = this.methods.createInvocableHandlerMethod(annotated.bean(), invocable);
		String cluster = resolved.cluster();
		ListenerMethodAdapters fitting = (cluster != null) ? this.adapters.ofCluster(cluster) : this.adapters;
		ListenerHandler handler = this.settings.isBatch(annotated.annotation(), description)
				? fitting.ofBatch(handlerMethod) : fitting.ofSingle(handlerMethod);
		return new MethodRocketListenerEndpoint(resolved, handler, description);
	}

	private String nextId(AnnotatedMethod annotated) {
		String name = annotated.beanName() + "." + annotated.method().getName();
		int number = this.generatedIds.merge(name, 1, Integer::sum);
		return (number == 1) ? name : name + "#" + number;
	}

	/**
	 * A method that carries the annotation; one of several, when it is repeated.
	 *
	 * @param beanName the bean's name
	 * @param bean the bean, perhaps a proxy
	 * @param method the method of the bean's own class
	 * @param annotation the annotation
	 */
	record AnnotatedMethod(String beanName, Object bean, Method method, RocketListener annotation) {
	}

}
