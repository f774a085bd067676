package io.github.rocketmqlite.spring.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.spring.annotation.DltListener;
import io.github.rocketmqlite.spring.annotation.RocketHandler;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.annotation.RocketListeners;
import io.github.rocketmqlite.spring.annotation.RocketTransactionChecker;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * A bean whose class, superclasses or interfaces carry annotations for listeners.
 * <p>
 * Threading: immutable.
 *
 * @param beanName the bean's name
 * @param bean the bean, perhaps a proxy
 * @param listeners the methods that are listeners
 * @param ofClass the annotations of the class, whose messages are divided
 * @param handlers the methods that divide them
 * @param deadLetters the methods that take dead letters
 * @param checkers the methods that know transactions
 */
record AnnotatedBean(String beanName, Object bean, Map<Method, Set<RocketListener>> listeners,
		Set<RocketListener> ofClass, Map<Method, RocketHandler> handlers, Map<Method, DltListener> deadLetters,
		Map<Method, RocketTransactionChecker> checkers) {

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(RocketListener.class,
			RocketHandler.class, DltListener.class, RocketTransactionChecker.class);

	/** All our annotations carry this one. */
	private static final MethodFilter ANNOTATED = (method) -> AnnotatedElementUtils.hasAnnotation(method,
			MessageMapping.class);

	/**
	 * Reads the annotations of a bean.
	 * @return {@code null} when it has none
	 */
	static @Nullable AnnotatedBean find(String beanName, Object bean) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (!AnnotationUtils.isCandidateClass(type, ANNOTATIONS) || !mayHaveListeners(type)) {
			return null;
		}
		AnnotatedBean found = new AnnotatedBean(beanName, bean,
				MethodIntrospector.selectMethods(type, (MetadataLookup<Set<RocketListener>>) (method) -> {
					Set<RocketListener> several = listenersOn(method);
					return several.isEmpty() ? null : several;
				}), listenersOn(type), one(type, RocketHandler.class), one(type, DltListener.class),
				one(type, RocketTransactionChecker.class));
		boolean none = found.listeners.isEmpty() && found.ofClass.isEmpty() && found.handlers.isEmpty()
				&& found.deadLetters.isEmpty() && found.checkers.isEmpty();
		return none ? null : found;
	}

	/** One look instead of several at the many beans that have none. */
	private static boolean mayHaveListeners(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, MessageMapping.class)
				|| !MethodIntrospector.selectMethods(type, ANNOTATED).isEmpty();
	}

	private static Set<RocketListener> listenersOn(AnnotatedElement element) {
		return AnnotatedElementUtils.findMergedRepeatableAnnotations(element, RocketListener.class,
				RocketListeners.class);
	}

	private static <A extends Annotation> Map<Method, A> one(Class<?> type, Class<A> annotation) {
		return MethodIntrospector.selectMethods(type,
				(MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method, annotation));
	}

	/**
	 * The method by which the bean, perhaps a proxy, is called: that of an interface may
	 * have a type variable where the class has a type.
	 * @throws IllegalStateException naming the method when the proxy does not show it
	 */
	Method invocable(Method method) {
		if (AopUtils.isJdkDynamicProxy(this.bean)) {
			for (Class<?> type : this.bean.getClass().getInterfaces()) {
				for (Method candidate : type.getMethods()) {
					if (AopUtils.getMostSpecificMethod(candidate, AopUtils.getTargetClass(this.bean)).equals(method)) {
						return candidate;
					}
				}
			}
		}
		return AopUtils.selectInvocableMethod(method, this.bean.getClass());
	}

	/** The bean's class, for people. */
	String place() {
		return AopUtils.getTargetClass(this.bean).getName();
	}

	/** A method of it, for people. */
	String place(Method method) {
		return place() + "." + method.getName();
	}

	/**
	 * Makes sure that the annotations make sense together.
	 * @throws ListenerConfigurationException naming the class when they do not
	 */
	void check() {
		if (!this.ofClass.isEmpty() && this.handlers.isEmpty()) {
			throw new ListenerConfigurationException(
					"Class " + place() + " has @RocketListener, but no method with @RocketHandler");
		}
		if (this.ofClass.isEmpty() && !this.handlers.isEmpty()) {
			throw new ListenerConfigurationException("Class " + place()
					+ " has methods with @RocketHandler, which nobody calls: there is no @RocketListener on the class");
		}
	}

}
