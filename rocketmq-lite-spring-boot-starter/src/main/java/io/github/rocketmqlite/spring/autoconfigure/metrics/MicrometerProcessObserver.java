package io.github.rocketmqlite.spring.autoconfigure.metrics;

import java.util.Locale;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Times listeners. Every tag is always present.
 * <p>
 * Threading: thread-safe.
 */
final class MicrometerProcessObserver implements ProcessObserver {

	static final String NAME = "rocketmq.lite.listener";

	private final MeterRegistry registry;

	private final RocketClusters clusters;

	MicrometerProcessObserver(MeterRegistry registry, RocketClusters clusters) {
		this.registry = registry;
		this.clusters = clusters;
	}

	@Override
	public void onProcessed(RocketMessageListenerContainer container, ReceivedMessage message, Processed processed) {
		Timer.builder(NAME)
			.description("Deliveries to a listener")
			.tag("cluster", this.clusters.nameOf(container.getClient()))
			.tag("listener", (processed.listenerId() != null) ? processed.listenerId() : "none")
			.tag("group", container.getGroup())
			.tag("topic", message.topic())
			.tag("outcome", processed.outcome().kind().name().toLowerCase(Locale.ROOT))
			.tag("exception", Exceptions.tag(processed.error()))
			.register(this.registry)
			.record(processed.elapsed());
	}

}
