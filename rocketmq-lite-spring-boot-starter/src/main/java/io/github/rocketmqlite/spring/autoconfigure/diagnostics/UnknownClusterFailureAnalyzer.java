package io.github.rocketmqlite.spring.autoconfigure.diagnostics;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says which clusters there are where a template, client or producer is injected that no
 * cluster has.
 * <p>
 * Threading: used by one thread.
 */
@Order(0) // before Spring Boot's own, which knows no clusters
final class UnknownClusterFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> OF_A_CLUSTER = Set.of(RocketTemplate.class, RocketClient.class, Producer.class);

	private final Environment environment;

	UnknownClusterFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type == null || !OF_A_CLUSTER.contains(type) || cause.getNumberOfBeansFound() > 0) {
			return null;
		}
		return new FailureAnalysis(String.valueOf(rootFailure.getMessage()), action(type), cause);
	}

	private String action(Class<?> type) {
		if (!this.environment.getProperty("rocketmq-lite.enabled", Boolean.class, true)) {
			return "Nothing is set up, because 'rocketmq-lite.enabled' is false.";
		}
		Set<String> named = new TreeSet<>(Binder.get(this.environment)
			.bind("rocketmq-lite.clusters", Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.keySet());
		return "The " + type.getSimpleName() + " of a named cluster takes that name as its qualifier, the one of the"
				+ " default cluster takes none. The named clusters are " + named
				+ ", set up under 'rocketmq-lite.clusters.<name>'; with any of them there is a default cluster only if"
				+ " 'rocketmq-lite.name-servers' or 'rocketmq-lite.discovery.url' is set.";
	}

}
