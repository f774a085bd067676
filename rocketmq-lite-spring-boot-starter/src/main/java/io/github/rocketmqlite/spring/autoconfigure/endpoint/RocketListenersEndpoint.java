package io.github.rocketmqlite.spring.autoconfigure.endpoint;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.listener.ListenerFailure;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows what every listener is doing, and pauses, resumes, stops, starts and resets them
 * where {@code management.endpoint.rocketlisteners.access} is {@code unrestricted}.
 * <p>
 * Listeners of one consumer group share their consumer, so they are shown and steered
 * together, under any of their ids.
 * <p>
 * Threading: thread-safe. Stopping waits for running listeners.
 */
@Endpoint(id = "rocketlisteners", defaultAccess = Access.READ_ONLY)
final class RocketListenersEndpoint {

	private final RocketListenerEndpointRegistry registry;

	private final RocketClusters clusters;

	RocketListenersEndpoint(RocketListenerEndpointRegistry registry, RocketClusters clusters) {
		this.registry = registry;
		this.clusters = clusters;
	}

	@ReadOperation
	Map<String, List<ListenerDescriptor>> listeners() {
		return Map.of("listeners",
				this.registry.getContainers().stream().map((container) -> describe(container, Map.of())).toList());
	}

	/**
	 * One listener, with its lag, for which brokers are asked.
	 */
	@ReadOperation
	@Nullable ListenerDescriptor listener(@Selector String id) {
		RocketMessageListenerContainer container = this.registry.getContainer(id);
		return (container != null) ? describe(container, lag(container)) : null;
	}

	private static Map<String, Long> lag(RocketMessageListenerContainer container) {
		Map<String, Long> lag = new TreeMap<>();
		try {
			container.getLag()
				.forEach((queue, messages) -> lag.put(RocketMessageListenerContainer.nameOf(queue), messages));
			return lag;
		}
		catch (RocketException ex) {
			// what is known without the brokers is wanted most when they are away
			return Map.of();
		}
	}

	/**
	 * Does something to a listener and shows it afterwards.
	 * @param id the listener's id
	 * @param action what to do
	 * @param topic the topic to reset, all topics of the listener if none is given
	 * @param time where to reset to: the first message that was stored then or later
	 */
	@WriteOperation
	@Nullable ListenerDescriptor change(@Selector String id, Action action, @Nullable String topic,
			@Nullable OffsetDateTime time) {
		RocketMessageListenerContainer container = this.registry.getContainer(id);
		if (container == null) {
			return null;
		}
		switch (action) {
			case PAUSE -> container.pause();
			case RESUME -> container.resume();
			case STOP -> container.stop();
			case START -> container.start();
			case RESET -> reset(container, topic, time);
		}
		return describe(container, Map.of());
	}

	private static void reset(RocketMessageListenerContainer container, @Nullable String topic,
			@Nullable OffsetDateTime time) {
		if (time == null) {
			throw new InvalidEndpointRequestException("A reset needs a 'time'", "Missing parameter 'time'");
		}
		if (topic != null && !container.getTopics().contains(topic)) {
			throw new InvalidEndpointRequestException("The listener does not receive topic '" + topic + "'",
					"Parameter 'topic' is not one of " + container.getTopics());
		}
		if (!container.isConnected()) {
			throw new InvalidEndpointRequestException("A listener that does not run has no queues to reset",
					"The listener does not run");
		}
		((topic != null) ? Set.of(topic) : container.getTopics())
			.forEach((one) -> container.seek(one, time.toInstant()));
	}

	private ListenerDescriptor describe(RocketMessageListenerContainer container, Map<String, Long> lag) {
		PushConsumerOptions options = container.getProperties().consumerOptions();
		Map<String, String> topics = new TreeMap<>();
		options.subscriptions().forEach((topic, filter) -> topics.put(topic, filter.expression()));
		return new ListenerDescriptor(container.getListenerIds(), this.clusters.nameOf(container.getClient()),
				container.getGroup(), topics, State.of(container), options.concurrency(), container.getAssignment(),
				lag, container.getInFlight(), container.getCachedMessages(), container.getCachedBytes(),
				FailureDescriptor.of(container.getLastFailure()));
	}

	/**
	 * What can be done to a listener.
	 */
	enum Action {

		PAUSE, RESUME, STOP, START,

		/** Goes on elsewhere, in the queues that this application has. */
		RESET

	}

	/**
	 * What a listener is doing.
	 */
	enum State {

		/** Stopped, or never started. */
		STOPPED,

		/** Started, but its cluster is not there yet. */
		CONNECTING,

		RUNNING,

		PAUSED;

		static State of(RocketMessageListenerContainer container) {
			if (container.isPaused()) {
				return PAUSED;
			}
			if (container.isConnected()) {
				return RUNNING;
			}
			return container.isRunning() ? CONNECTING : STOPPED;
		}

	}

	/**
	 * The listeners of one consumer group.
	 *
	 * @param ids their ids
	 * @param cluster the name of the cluster
	 * @param group the consumer group
	 * @param topics what it subscribes to, and which messages of each topic
	 * @param state what it is doing
	 * @param concurrency how many messages are handled at the same time
	 * @param queues the message queues assigned to this member of the group
	 * @param lag how many messages of each queue are not finished; only where a single
	 * listener is asked for, and the brokers answer
	 * @param inFlight messages that are being handled
	 * @param cachedMessages messages held here
	 * @param cachedBytes the bytes they take
	 * @param lastFailure the last message whose listener failed, if any
	 */
	record ListenerDescriptor(List<String> ids, String cluster, String group, Map<String, String> topics, State state,
			int concurrency, List<String> queues, Map<String, Long> lag, int inFlight, long cachedMessages,
			long cachedBytes, @Nullable FailureDescriptor lastFailure) {
	}

	/**
	 * A failure, without the message's body.
	 *
	 * @param time when it happened
	 * @param messageId the message
	 * @param topic where it was sent
	 * @param delivery how often it has been delivered
	 * @param error what the listener threw
	 * @param outcome what becomes of the message
	 */
	record FailureDescriptor(Instant time, String messageId, String topic, int delivery, String error, String outcome) {

		static @Nullable FailureDescriptor of(@Nullable ListenerFailure failure) {
			return (failure != null) ? new FailureDescriptor(failure.time(), failure.messageId(), failure.topic(),
					failure.delivery(), failure.error(), failure.outcome().toString()) : null;
		}

	}

}
