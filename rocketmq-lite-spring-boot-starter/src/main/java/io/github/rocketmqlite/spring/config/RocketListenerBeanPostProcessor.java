package io.github.rocketmqlite.spring.config;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.annotation.RocketListeners;
import io.github.rocketmqlite.spring.config.MethodRocketListenerEndpointFactory.AnnotatedMethod;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.CollectionUtils;

/**
 * Finds the methods that carry {@link RocketListener} and registers them once all
 * singletons exist; those of beans that are made later are registered at once.
 * <p>
 * Threading: thread-safe.
 */
public final class RocketListenerBeanPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private static final MetadataLookup<Set<RocketListener>> LISTENERS = (method) -> {
		Set<RocketListener> annotations = AnnotatedElementUtils.getMergedRepeatableAnnotations(method,
				RocketListener.class, RocketListeners.class);
		return annotations.isEmpty() ? null : annotations;
	};

	private final ObjectProvider<RocketListenerEndpointRegistrar> registrar;

	private final ObjectProvider<MethodRocketListenerEndpointFactory> endpoints;

	private final ObjectProvider<RocketListenerConfigurer> configurers;

	private final Set<Class<?>> plainClasses = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final List<AnnotatedMethod> waiting = new ArrayList<>();

	private boolean singletonsReady;

	public RocketListenerBeanPostProcessor(ObjectProvider<RocketListenerEndpointRegistrar> registrar,
			ObjectProvider<MethodRocketListenerEndpointFactory> endpoints,
			ObjectProvider<RocketListenerConfigurer> configurers) {
		this.registrar = registrar;
		this.endpoints = endpoints;
		this.configurers = configurers;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> beanClass = AopUtils.getTargetClass(bean);
		if (bean instanceof AopInfrastructureBean || this.plainClasses.contains(beanClass)
				|| !AnnotationUtils.isCandidateClass(beanClass, RocketListener.class)) {
			return bean;
		}
		Map<Method, Set<RocketListener>> found = MethodIntrospector.selectMethods(beanClass, LISTENERS);
		if (CollectionUtils.isEmpty(found)) {
			this.plainClasses.add(beanClass);
			return bean;
		}
		found.forEach((method, annotations) -> annotations
			.forEach((annotation) -> accept(new AnnotatedMethod(beanName, bean, method, annotation))));
		return bean;
	}

	private void accept(AnnotatedMethod annotated) {
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
		List<AnnotatedMethod> ready;
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

	private void register(AnnotatedMethod annotated) {
		this.registrar.getObject().register(this.endpoints.getObject().create(annotated));
	}

}
