package io.github.rocketmqlite.spring.autoconfigure.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.admin.ConsumerLag;
import io.github.rocketmqlite.admin.ConsumerLag.QueueLag;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Is down when too many messages wait in the queues of this application's listeners, or
 * when messages wait in one of them and none was finished for too long. Both are by the
 * offsets that groups have committed at the brokers; groups that keep them elsewhere,
 * paused ones and those that do not run have no limits.
 * <p>
 * Whether a queue makes progress is seen from one check to the next.
 * <p>
 * Threading: thread-safe.
 */
final class RocketListenersHealthIndicator extends AbstractHealthIndicator {

	private final RocketListenerEndpointRegistry registry;

	private final @Nullable Long maxLag;

	private final @Nullable Duration stuckAfter;

	private final Clock clock;

	private final Map<RocketMessageListenerContainer, Map<MessageQueue, Progress>> progress = new ConcurrentHashMap<>();

	RocketListenersHealthIndicator(RocketListenerEndpointRegistry registry, @Nullable Long maxLag,
			@Nullable Duration stuckAfter, Clock clock) {
		super("RocketMQ listener health check failed");
		this.registry = registry;
		this.maxLag = maxLag;
		this.stuckAfter = stuckAfter;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (RocketMessageListenerContainer container : this.registry.getContainers()) {
			if (!container.isConnected() || container.isPaused() || !hasOffsetsAtBrokers(container)) {
				this.progress.remove(container);
				continue;
			}
			try {
				check(container, builder);
			}
			catch (RocketException ex) {
				// whether the cluster is there is told elsewhere
				builder.withDetail(container.getId(), Map.of("lag", "unknown: " + ex.getMessage()));
			}
		}
	}

	private static boolean hasOffsetsAtBrokers(RocketMessageListenerContainer container) {
		var options = container.getProperties().consumerOptions();
		return !options.assignment().isBroadcasting() && options.offsets().directory() == null
				&& options.offsets().repository() == null;
	}

	private void check(RocketMessageListenerContainer container, Health.Builder builder) {
		Set<MessageQueue> ours = container.getQueues();
		ConsumerLag lag = container.getClient().admin().lag(container.getGroup());
		long total = 0;
		List<String> stuck = new ArrayList<>();
		Map<MessageQueue, Progress> known = this.progress.computeIfAbsent(container,
				(key) -> new ConcurrentHashMap<>());
		known.keySet().retainAll(ours);
		for (Map.Entry<MessageQueue, QueueLag> entry : lag.queues().entrySet()) {
			MessageQueue queue = entry.getKey();
			if (ours.contains(queue)) {
				total += entry.getValue().lag();
				if (isStuck(known, queue, entry.getValue())) {
					stuck.add(RocketMessageListenerContainer.nameOf(queue));
				}
			}
		}
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("group", container.getGroup());
		details.put("lag", total);
		if (this.maxLag != null && total > this.maxLag) {
			details.put("maxLag", this.maxLag);
			builder.down();
		}
		if (!stuck.isEmpty()) {
			details.put("stuck", stuck);
			builder.down();
		}
		builder.withDetail(container.getId(), details);
	}

	private boolean isStuck(Map<MessageQueue, Progress> known, MessageQueue queue, QueueLag lag) {
		Instant now = this.clock.instant();
		Progress last = known.compute(queue,
				(key, before) -> (before == null || lag.lag() == 0 || before.offset() != lag.committedOffset())
						? new Progress(lag.committedOffset(), now) : before);
		return this.stuckAfter != null && lag.lag() > 0
				&& Duration.between(last.since(), now).compareTo(this.stuckAfter) >= 0;
	}

	/**
	 * How far a queue is.
	 *
	 * @param offset the committed offset
	 * @param since when it was first seen there with messages waiting
	 */
	private record Progress(long offset, Instant since) {
	}

}
