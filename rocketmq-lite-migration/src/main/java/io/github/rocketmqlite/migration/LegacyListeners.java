package io.github.rocketmqlite.migration;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.spring.config.ListenerSettings;
import io.github.rocketmqlite.spring.config.MethodRocketListenerEndpointFactory;
import io.github.rocketmqlite.spring.config.RocketListenerConfigurer;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.core.RocketMQListener;
import org.apache.rocketmq.spring.core.RocketMQReplyListener;
import org.apache.rocketmq.spring.support.RocketMQConsumerLifecycleListener;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Registers the beans with {@code @RocketMQMessageListener} as listeners of the starter,
 * by the names of the beans. Proxies of any kind are called, not what is behind them.
 * <p>
 * Threading: called once, when all singletons exist.
 */
final class LegacyListeners implements RocketListenerConfigurer {

	private static final String OFFICIAL_MESSAGES = "org.apache.rocketmq.common.message.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final MethodRocketListenerEndpointFactory endpoints;

	private final LegacyListenerSettings settings;

	private final LegacyListenerSwitches switches;

	/**
	 * Makes a configurer.
	 * @param endpoints makes methods callable
	 * @param settings reads the annotations
	 * @param switches knows which listeners are switched off
	 */
	LegacyListeners(ConfigurableListableBeanFactory beanFactory, MethodRocketListenerEndpointFactory endpoints,
			LegacyListenerSettings settings, LegacyListenerSwitches switches) {
		this.beanFactory = beanFactory;
		this.endpoints = endpoints;
		this.settings = settings;
		this.switches = switches;
	}

	@Override
	public void configure(RocketListenerEndpointRegistrar registrar) {
		for (String name : names()) {
			if (this.beanFactory.isSingleton(name)) {
				register(name, this.beanFactory.getBean(name), registrar);
			}
			else if (this.beanFactory.findAnnotationOnBean(name, RocketMQMessageListener.class, false) != null) {
				throw new ListenerConfigurationException("The bean '" + name + "' has @RocketMQMessageListener, but is"
						+ " no singleton. A listener lives as long as the application");
			}
		}
		this.switches.warnOfUnknown();
	}

	/**
	 * The annotation of a proxied class is not seen from outside, but its interface is.
	 */
	private Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		names.addAll(List.of(this.beanFactory.getBeanNamesForAnnotation(RocketMQMessageListener.class)));
		names.addAll(List.of(this.beanFactory.getBeanNamesForType(RocketMQListener.class)));
		names.addAll(List.of(this.beanFactory.getBeanNamesForType(RocketMQReplyListener.class)));
		names.removeIf(ScopedProxyUtils::isScopedTarget);
		return names;
	}

	private void register(String name, Object bean, RocketListenerEndpointRegistrar registrar) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		RocketMQMessageListener annotation = AnnotatedElementUtils.findMergedAnnotation(type,
				RocketMQMessageListener.class);
		if (annotation == null) {
			return;
		}
		Method method = method(bean, type);
		ListenerSettings found = this.settings.of(name, annotation, type);
		if (!this.switches.isOff(found)) {
			registrar.register(this.endpoints.endpoint(found, bean, method, type.getName()));
		}
	}

	private static Method method(Object bean, Class<?> type) {
		boolean replies = bean instanceof RocketMQReplyListener;
		if (replies == bean instanceof RocketMQListener) {
			throw wrong(type, "must be a RocketMQListener or a RocketMQReplyListener, and not both", null);
		}
		if (bean instanceof RocketMQConsumerLifecycleListener) {
			throw wrong(type, "has a method prepareStart. " + Remedies.PREPARE_START, null);
		}
		Class<?> listener = replies ? RocketMQReplyListener.class : RocketMQListener.class;
		Class<?> payload = ResolvableType.forClass(type).as(listener).getGeneric(0).resolve(Object.class);
		if (payload.getName().startsWith(OFFICIAL_MESSAGES)) {
			throw wrong(type, "takes a " + payload.getName() + " of the official client. " + Remedies.MESSAGE, null);
		}
		if (payload == Object.class) {
			throw wrong(type, "does not say what it takes: give " + listener.getSimpleName() + " a type, as"
					+ " Map<String, Object>, String or byte[]", null);
		}
		return ClassUtils.getMethod(listener, "onMessage", Object.class);
	}

	static ListenerConfigurationException wrong(Class<?> type, String problem, @Nullable Exception cause) {
		return new ListenerConfigurationException(
				"The listener " + type.getName() + " with @RocketMQMessageListener " + problem, cause);
	}

}
