package io.github.rocketmqlite.spring.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.client.ServerConnectionListener;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.event.ServerConnectionLostEvent;
import io.github.rocketmqlite.spring.event.ServerConnectionRegainedEvent;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens to the connections of each cluster as events of the application.
 * A first connection is no event.
 * <p>
 * Threading: thread-safe.
 *
 * @param publisher publishes the events
 */
record ConnectionEventPublisher(ApplicationEventPublisher publisher) implements RocketClientBuilderCustomizer {

	@Override
	public void customize(RocketClientBuilder builder) {
		customize(RocketClusters.DEFAULT, builder);
	}

	@Override
	public void customize(String cluster, RocketClientBuilder builder) {
		Set<String> lost = ConcurrentHashMap.newKeySet();
		builder.connectionListener(new ServerConnectionListener() {

			@Override
			public void onConnected(String address) {
				if (lost.remove(address)) {
					ConnectionEventPublisher.this.publisher
						.publishEvent(new ServerConnectionRegainedEvent(cluster, address));
				}
			}

			@Override
			public void onDisconnected(String address, Throwable cause) {
				lost.add(address);
				ConnectionEventPublisher.this.publisher
					.publishEvent(new ServerConnectionLostEvent(cluster, address, cause));
			}

		});
	}

}
