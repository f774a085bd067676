package io.github.rocketmqlite.samples;

import java.util.List;
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
public class EmbeddedBroker implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedBroker.class);

	private static final String NAME_SERVERS = "rocketmq-lite.name-servers";

	private static final int QUEUES = 4;

	private final List<String> topics;

	/**
	 * Prepares a broker.
	 * @param topics the topics to create on it
	 */
	public EmbeddedBroker(String... topics) {
		this.topics = List.of(topics);
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		Binder binder = Binder.get(context.getEnvironment());
		if (binder.bind(NAME_SERVERS, Bindable.listOf(String.class)).isBound()) {
			return;
		}
		logger.info("{} is not set: starting a RocketMQ name server and broker in this JVM", NAME_SERVERS);
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		this.topics.forEach((topic) -> server.createTopic(topic, QUEUES));
		logger.info("RocketMQ is ready, its name server listens at {}", server.nameServers());
		context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("embedded broker", Map.of(NAME_SERVERS, server.nameServers())));
	}

}
