package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.ProxyOptions;
import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.client.TraceOptions;

import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.atLeastOneMilli;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.hasText;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.inRange;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.invalid;

/**
 * Applies the properties about the way to the servers and about traces.
 * <p>
 * Threading: stateless, as long as the properties stay as they are.
 */
final class NetworkPropertiesMapper {

	private final ClusterProperties properties;

	NetworkPropertiesMapper(ClusterProperties properties) {
		this.properties = properties;
	}

	void apply(RocketClientBuilder builder) {
		TransportProperties from = this.properties.getTransport();
		builder.vipChannel(from.isVipChannel());
		builder.compactHeartbeats(from.isCompactHeartbeats());
		if (!from.getAllowedBrokers().isEmpty()) {
			builder.allowedBrokers(from.getAllowedBrokers().toArray(String[]::new));
		}
		applyProxy(builder);
		if (this.properties.getTrace().isEnabled()) {
			builder.trace(trace());
		}
	}

	private void applyProxy(RocketClientBuilder builder) {
		ProxyProperties from = this.properties.getProxy();
		if (from.getAddress() == null) {
			return;
		}
		if ((from.getUser() == null) != (from.getPassword() == null)) {
			throw invalid("proxy.user", String.valueOf(from.getUser()), "needs a password, and a password a user");
		}
		try {
			ProxyOptions.Builder proxy = ProxyOptions.builder(from.getAddress())
				.destinations(from.getDestinations().toArray(String[]::new))
				.except(from.getExcept().toArray(String[]::new))
				.resolvesNames(from.isResolvesNames());
			if (from.getUser() != null && from.getPassword() != null) {
				proxy.credentials(from.getUser(), from.getPassword());
			}
			builder.proxy(proxy.build());
		}
		catch (IllegalArgumentException ex) {
			throw invalid("proxy.address", from.getAddress(),
					"is part of a proxy that is not valid: " + ex.getMessage());
		}
	}

	private TraceOptions trace() {
		TraceProperties from = this.properties.getTrace();
		int batchSize = inRange("trace.batch-size", 1, 1_000).apply(from.getBatchSize());
		return TraceOptions.builder()
			.topic(hasText("trace.topic").apply(from.getTopic()))
			.batchSize(batchSize)
			.maxQueued(inRange("trace.max-queued", batchSize, 1_000_000).apply(from.getMaxQueued()))
			.flushInterval(atLeastOneMilli("trace.flush-interval").apply(from.getFlushInterval()))
			.build();
	}

}
