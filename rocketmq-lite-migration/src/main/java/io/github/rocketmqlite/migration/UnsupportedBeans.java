package io.github.rocketmqlite.migration;

import java.util.List;

import io.github.rocketmqlite.spring.config.RocketListenerConfigurer;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.apache.rocketmq.spring.annotation.ExtRocketMQConsumerConfiguration;
import org.apache.rocketmq.spring.annotation.ExtRocketMQTemplateConfiguration;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListenerBeanPostProcessor.AnnotationEnhancer;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses beans that rocketmq-spring would have heeded and that would have no effect
 * here, where that would not be noticed.
 * <p>
 * Threading: called once, when all singletons exist.
 */
final class UnsupportedBeans implements RocketListenerConfigurer {

	private final ConfigurableListableBeanFactory beanFactory;

	UnsupportedBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void configure(RocketListenerEndpointRegistrar registrar) {
		refuse(this.beanFactory.getBeanNamesForAnnotation(ExtRocketMQTemplateConfiguration.class),
				"has @ExtRocketMQTemplateConfiguration", Remedies.OTHER_TEMPLATE);
		refuse(this.beanFactory.getBeanNamesForAnnotation(ExtRocketMQConsumerConfiguration.class),
				"has @ExtRocketMQConsumerConfiguration", Remedies.PULL);
		refuse(this.beanFactory.getBeanNamesForType(AnnotationEnhancer.class), "is an AnnotationEnhancer",
				Remedies.ENHANCER);
	}

	private static void refuse(String[] beans, String what, String remedy) {
		if (beans.length > 0) {
			throw new ListenerConfigurationException("The bean '" + List.of(beans).get(0) + "' " + what
					+ " of rocketmq-spring, which has no effect here. " + remedy);
		}
	}

}
