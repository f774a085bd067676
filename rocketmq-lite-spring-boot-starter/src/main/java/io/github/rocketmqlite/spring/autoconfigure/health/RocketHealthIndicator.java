package io.github.rocketmqlite.spring.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.rocketmqlite.client.ClientStatus;
import io.github.rocketmqlite.client.ClientStatus.Peer;
import io.github.rocketmqlite.client.RocketClient;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Asks every known server for a sign of life: up when a name server answers, and a broker
 * too if any is known.
 * <p>
 * Threading: thread-safe.
 */
final class RocketHealthIndicator extends AbstractHealthIndicator {

	// the client answers within the timeout; this much more is for slow machines
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final RocketClient client;

	RocketHealthIndicator(RocketClient client) {
		super("RocketMQ health check failed");
		this.client = client;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		Duration timeout = this.client.options().requestTimeout();
		ClientStatus status = this.client.status(timeout).get(timeout.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
		builder.status(status.isUsable() ? Status.UP : Status.DOWN)
			.withDetail("clientId", status.clientId())
			.withDetail("nameServers", describe(status.nameServers(), Peer::address))
			.withDetail("brokers", describe(status.brokers(), (broker) -> broker.name() + "@" + broker.address()));
	}

	private static Map<String, String> describe(List<Peer> peers, Function<Peer, String> name) {
		Map<String, String> described = new LinkedHashMap<>();
		peers.forEach((peer) -> described.put(name.apply(peer), peer.reachable() ? "UP" : "DOWN: " + peer.problem()));
		return described;
	}

}
