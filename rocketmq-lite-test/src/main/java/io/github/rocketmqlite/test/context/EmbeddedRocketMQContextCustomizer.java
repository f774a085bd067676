package io.github.rocketmqlite.test.context;

import java.util.Map;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts the servers before a test's context is refreshed and makes them known to it.
 * <p>
 * The address goes into the environment of this one context, not into system properties,
 * so contexts do not see each other's. Equality is that of the annotation, which makes it
 * part of the key under which Spring caches the context.
 *
 * @param annotation what the test class asks for
 */
record EmbeddedRocketMQContextCustomizer(EmbeddedRocketMQ annotation) implements ContextCustomizer {

	static final String BEAN_NAME = "embeddedRocketMQ";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		EmbeddedRocketMQServer server = AnnotatedServer.start(this.annotation);
		Map<String, Object> properties = Map.of(this.annotation.nameServersProperty(), server.nameServers());
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(BEAN_NAME, properties));
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		beanFactory.registerSingleton(BEAN_NAME, server);
		if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
			// registered before any bean that connects to it, hence destroyed after them
			registry.registerDisposableBean(BEAN_NAME, server::close);
		}
	}

}
