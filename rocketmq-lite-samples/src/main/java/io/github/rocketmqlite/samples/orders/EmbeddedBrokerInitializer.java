package io.github.rocketmqlite.samples.orders;

import java.util.Map;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts a real name server and broker in this JVM when no cluster is configured.
 */
class EmbeddedBrokerInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedBrokerInitializer.class);

	private static final String NAME_SERVERS = "rocketmq-lite.name-servers";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		Binder binder = Binder.get(context.getEnvironment());
		if (binder.bind(NAME_SERVERS, Bindable.listOf(String.class)).isBound()) {
			return;
		}
		logger.info("{} is not set: starting a RocketMQ name server and broker in this JVM", NAME_SERVERS);
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		server.createTopic(OrderController.TOPIC, 4);
		logger.info("RocketMQ is ready, its name server listens at {}", server.nameServers());
		context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("embedded broker", Map.of(NAME_SERVERS, server.nameServers())));
	}

}
