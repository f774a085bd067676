package io.github.rocketmqlite.benchmarks.layer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application on Spring Boot, with the template and a listener method. Observed, each
 * message becomes a meter of Micrometer.
 */
final class SpringLayer implements Layer {

	private final String nameServers;

	private final boolean observed;

	private @Nullable ConfigurableApplicationContext context;

	private @Nullable RocketTemplate template;

	SpringLayer(String nameServers, boolean observed) {
		this.nameServers = nameServers;
		this.observed = observed;
	}

	@Override
	public void send(String topic, Payload payload) {
		template().send(topic, payload.value());
	}

	@Override
	public CompletableFuture<?> sendAsync(String topic, Payload payload) {
		return template().sendAsync(topic, payload.value());
	}

	private RocketTemplate template() {
		RocketTemplate ready = this.template;
		if (ready == null) {
			ready = start(Map.of(), (beans) -> {
			}).getBean(RocketTemplate.class);
			this.template = ready;
		}
		return ready;
	}

	@Override
	public void receive(String group, String topic, Payload payload, Consumer<Object> receiver) {
		start(Map.of("layer.group", group, "layer.topic", topic), (beans) -> {
			switch (payload) {
				case BYTES -> beans.registerBean(BytesListener.class, () -> new BytesListener(receiver));
				case TEXT -> beans.registerBean(TextListener.class, () -> new TextListener(receiver));
				case JSON -> beans.registerBean(OrderListener.class, () -> new OrderListener(receiver));
			}
		});
	}

	private ConfigurableApplicationContext start(Map<String, Object> properties,
			Consumer<GenericApplicationContext> beans) {
		ConfigurableApplicationContext started = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(Map.of("rocketmq-lite.name-servers", this.nameServers, "rocketmq-lite.producer.group", "layer",
					"rocketmq-lite.producer.send-timeout", LayerRun.SEND_TIMEOUT.toString()))
			.properties(properties)
			.initializers((ConfigurableApplicationContext made) -> {
				GenericApplicationContext generic = (GenericApplicationContext) made;
				beans.accept(generic);
				if (this.observed) {
					generic.registerBean(ObservationRegistry.class, SpringLayer::registry);
				}
			})
			.run();
		this.context = started;
		return started;
	}

	private static ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		return registry;
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/** Takes bodies as they are. */
	record BytesListener(Consumer<Object> receiver) {

		@RocketListener(topics = "${layer.topic}", group = "${layer.group}", startPosition = "first")
		void onBytes(byte[] body) {
			this.receiver.accept(body);
		}

	}

	/** Takes text. */
	record TextListener(Consumer<Object> receiver) {

		@RocketListener(topics = "${layer.topic}", group = "${layer.group}", startPosition = "first")
		void onText(String text) {
			this.receiver.accept(text);
		}

	}

	/** Takes objects. */
	record OrderListener(Consumer<Object> receiver) {

		@RocketListener(topics = "${layer.topic}", group = "${layer.group}", startPosition = "first")
		void onOrder(Payload.Order order) {
			this.receiver.accept(order);
		}

	}

}
