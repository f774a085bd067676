package io.github.rocketmqlite.spring.autoconfigure.metrics;

import java.util.function.ToDoubleFunction;

import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows what every listener's consumer holds. A stopped listener holds nothing.
 * <p>
 * Threading: thread-safe.
 */
final class RocketListenerMetrics implements MeterBinder {

	static final String PREFIX = "rocketmq.lite.consumer.";

	private final RocketListenerEndpointRegistry listeners;

	private final RocketClusters clusters;

	RocketListenerMetrics(RocketListenerEndpointRegistry listeners, RocketClusters clusters) {
		this.listeners = listeners;
		this.clusters = clusters;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.listeners.forEachContainer((container) -> {
			gauge("cached.messages", container, RocketMessageListenerContainer::getCachedMessages)
				.baseUnit(BaseUnits.MESSAGES)
				.description("Messages held here, waiting for the listener or being handled")
				.register(registry);
			gauge("cached.bytes", container, RocketMessageListenerContainer::getCachedBytes).baseUnit(BaseUnits.BYTES)
				.description("Bytes of the messages held here")
				.register(registry);
			gauge("queues", container, RocketMessageListenerContainer::getAssignedQueues)
				.description("Message queues assigned to this member of the group")
				.register(registry);
		});
	}

	private Gauge.Builder<RocketMessageListenerContainer> gauge(String name, RocketMessageListenerContainer container,
			ToDoubleFunction<RocketMessageListenerContainer> value) {
		return Gauge.builder(PREFIX + name, container, value)
			.tag("cluster", this.clusters.nameOf(container.getClient()))
			.tag("listener", container.getId())
			.tag("group", container.getGroup());
	}

}
