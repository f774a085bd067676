package io.github.rocketmqlite.spring.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Finds the beans that carry annotations for listeners and registers them once all
 * singletons exist; beans that are made later are registered at once.
 * <p>
 * Threading: thread-safe.
 */
public final class RocketListenerBeanPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private final ObjectProvider<RocketListenerEndpointRegistrar> registrar;

	private final ObjectProvider<MethodRocketListenerEndpointFactory> endpoints;

	private final ObjectProvider<RocketListenerConfigurer> configurers;

	private final ObjectProvider<TransactionCheckers> checkers;

	private final Set<Class<?>> plainClasses = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final List<AnnotatedBean> waiting = new ArrayList<>();

	private boolean singletonsReady;

	public RocketListenerBeanPostProcessor(ObjectProvider<RocketListenerEndpointRegistrar> registrar,
			ObjectProvider<MethodRocketListenerEndpointFactory> endpoints,
			ObjectProvider<RocketListenerConfigurer> configurers, ObjectProvider<TransactionCheckers> checkers) {
		this.checkers = checkers;
		this.registrar = registrar;
		this.endpoints = endpoints;
		this.configurers = configurers;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> beanClass = AopUtils.getTargetClass(bean);
		if (bean instanceof AopInfrastructureBean || this.plainClasses.contains(beanClass)) {
			return bean;
		}
		AnnotatedBean found = AnnotatedBean.find(beanName, bean);
		if (found == null) {
			this.plainClasses.add(beanClass);
		}
		else {
			accept(found);
		}
		return bean;
	}

	private void accept(AnnotatedBean annotated) {
		this.lock.lock();
		try {
			if (!this.singletonsReady) {
				this.waiting.add(annotated);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		register(annotated);
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<AnnotatedBean> ready;
		this.lock.lock();
		try {
			this.singletonsReady = true;
			ready = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		finally {
			this.lock.unlock();
		}
		this.configurers.orderedStream().forEach((configurer) -> configurer.configure(this.registrar.getObject()));
		ready.forEach(this::register);
		this.registrar.getObject().requireAllOverridesUsed();
	}

	private void register(AnnotatedBean annotated) {
		try {
			registerAll(annotated);
		}
		catch (IllegalArgumentException ex) {
			throw new ListenerConfigurationException(annotated.place() + ": " + ex.getMessage(), ex);
		}
	}

	private void registerAll(AnnotatedBean annotated) {
		if (!annotated.checkers().isEmpty()) {
			this.endpoints.getObject().addCheckers(annotated, this.checkers.getObject());
		}
		RocketListenerEndpointRegistrar target = this.registrar.getObject();
		List<RocketListenerEndpoint> listeners = this.endpoints.getObject().listeners(annotated);
		listeners.forEach(target::register);
		if (!annotated.deadLetters().isEmpty()) {
			// only a container knows its group: properties and defaults have a say in it
			Set<String> groups = listeners.stream()
				.map((listener) -> target.groupOf(listener.settings().id()))
				.filter(Objects::nonNull)
				.collect(Collectors.toSet());
			Set<@Nullable String> clusters = listeners.stream()
				.map((listener) -> listener.settings().cluster())
				.collect(Collectors.toCollection(HashSet::new));
			this.endpoints.getObject().deadLetters(annotated, groups, clusters).forEach(target::register);
		}
	}

}
