package io.github.rocketmqlite.spring.autoconfigure.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.ClientOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.spring.autoconfigure.RocketClientBuilderCustomizer;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.observation.ObservationConsumeInterceptor;
import io.github.rocketmqlite.spring.observation.ObservationSendInterceptor;
import io.github.rocketmqlite.spring.observation.ObservedClient;
import io.github.rocketmqlite.spring.observation.RocketProcessObservationConvention;
import io.github.rocketmqlite.spring.observation.RocketSendObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Gives each client its interceptors, and tells them what only containers know: which
 * listener handled a message, and what it threw before the error handler caught it.
 * <p>
 * Threading: thread-safe.
 */
final class RocketObservations implements RocketClientBuilderCustomizer, ProcessObserver {

	private final ObservationRegistry registry;

	private final ObjectProvider<RocketClusters> clusters;

	private final @Nullable RocketSendObservationConvention sendConvention;

	private final @Nullable RocketProcessObservationConvention processConvention;

	private final List<ObservationConsumeInterceptor> interceptors = new CopyOnWriteArrayList<>();

	RocketObservations(ObservationRegistry registry, ObjectProvider<RocketClusters> clusters,
			@Nullable RocketSendObservationConvention sendConvention,
			@Nullable RocketProcessObservationConvention processConvention) {
		this.registry = registry;
		this.clusters = clusters;
		this.sendConvention = sendConvention;
		this.processConvention = processConvention;
	}

	@Override
	public void customize(RocketClientBuilder builder) {
		customize(RocketClusters.DEFAULT, builder);
	}

	@Override
	public void customize(String cluster, RocketClientBuilder builder) {
		ObservedClient client = new ObservedClient(cluster, new KnownOptions(cluster));
		ObservationConsumeInterceptor consume = new ObservationConsumeInterceptor(this.registry, client,
				this.processConvention);
		this.interceptors.add(consume);
		builder.consumeInterceptor(consume)
			.sendInterceptor(new ObservationSendInterceptor(this.registry, client, this.sendConvention));
	}

	@Override
	public void onProcessed(RocketMessageListenerContainer container, ReceivedMessage message, Processed processed) {
		this.interceptors
			.forEach((interceptor) -> interceptor.processed(message, processed.listenerId(), processed.error()));
	}

	/**
	 * The options of a client, which is asked for when the first message is on its way:
	 * now it is still being built.
	 */
	private final class KnownOptions implements Supplier<@Nullable ClientOptions> {

		private final String cluster;

		private volatile @Nullable ClientOptions options;

		KnownOptions(String cluster) {
			this.cluster = cluster;
		}

		@Override
		public @Nullable ClientOptions get() {
			ClientOptions known = this.options;
			if (known == null) {
				RocketClient client = RocketObservations.this.clusters.getObject().clients().get(this.cluster);
				known = (client != null) ? client.options() : null;
				this.options = known;
			}
			return known;
		}

	}

}
