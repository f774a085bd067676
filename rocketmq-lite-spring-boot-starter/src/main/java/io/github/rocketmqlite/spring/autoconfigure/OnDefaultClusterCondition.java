package io.github.rocketmqlite.spring.autoconfigure;

import java.util.function.Supplier;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.core.RocketClusters;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * There is a default cluster unless there are named ones and no word of where a default
 * one is: neither a property, nor connection details, nor a client of the application's
 * own.
 */
class OnDefaultClusterCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Default cluster");
		ClusterPropertiesBinder properties = new ClusterPropertiesBinder(context.getEnvironment());
		if (properties.names().isEmpty()) {
			return ConditionOutcome.match(message.because("there are no named clusters"));
		}
		if (properties.hasDefaultAddress()) {
			return ConditionOutcome.match(message.because("its address is set"));
		}
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		if (beans != null && (isThere(beans, RocketClient.class) || isThere(beans, RocketConnectionDetails.class))) {
			return ConditionOutcome.match(message.because("there is a bean for it"));
		}
		return ConditionOutcome
			.noMatch(message.because("there are named clusters, and 'rocketmq-lite.name-servers' is not set"));
	}

	private static boolean isThere(ConfigurableListableBeanFactory beans, Class<?> type) {
		for (String name : beans.getBeanNamesForType(type, true, false)) {
			if (!beans.containsBeanDefinition(name)
					|| !(beans.getBeanDefinition(name) instanceof AbstractBeanDefinition bean)
					|| (bean.isDefaultCandidate() && !isOfNamedCluster(bean))) {
				return true;
			}
		}
		return false;
	}

	/** Service connections are registered as suppliers of what exists already. */
	private static boolean isOfNamedCluster(AbstractBeanDefinition bean) {
		Supplier<?> supplier = bean.getInstanceSupplier();
		return supplier != null
				&& RocketConnectionDetails.class
					.isAssignableFrom(bean.hasBeanClass() ? bean.getBeanClass() : Object.class)
				&& supplier.get() instanceof RocketConnectionDetails details && details.getCluster() != null
				&& !details.getCluster().equals(RocketClusters.DEFAULT);
	}

}
