package io.github.rocketmqlite.spring.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.listener.ListenerFailure;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows what every listener is doing, and pauses, resumes, stops and starts them where
 * {@code management.endpoint.rocketlisteners.access} is {@code unrestricted}.
 * <p>
 * Listeners of one consumer group share their consumer, so they are shown and steered
 * together, under any of their ids.
 * <p>
 * Threading: thread-safe. Stopping waits for running listeners.
 */
@Endpoint(id = "rocketlisteners", defaultAccess = Access.READ_ONLY)
final class RocketListenersEndpoint {

	private final RocketListenerEndpointRegistry registry;

	RocketListenersEndpoint(RocketListenerEndpointRegistry registry) {
		this.registry = registry;
	}

	@ReadOperation
	Map<String, List<ListenerDescriptor>> listeners() {
		return Map.of("listeners",
				this.registry.getContainers().stream().map(RocketListenersEndpoint::describe).toList());
	}

	@ReadOperation
	@Nullable ListenerDescriptor listener(@Selector String id) {
		RocketMessageListenerContainer container = this.registry.getContainer(id);
		return (container != null) ? describe(container) : null;
	}

	/**
	 * Does something to a listener and shows it afterwards.
	 * @param id the listener's id
	 * @param action what to do
	 */
	@WriteOperation
	@Nullable ListenerDescriptor change(@Selector String id, Action action) {
		RocketMessageListenerContainer container = this.registry.getContainer(id);
		if (container == null) {
			return null;
		}
		switch (action) {
			case PAUSE -> container.pause();
			case RESUME -> container.resume();
			case STOP -> container.stop();
			case START -> container.start();
		}
		return describe(container);
	}

	private static ListenerDescriptor describe(RocketMessageListenerContainer container) {
		PushConsumerOptions options = container.getProperties().consumerOptions();
		Map<String, String> topics = new TreeMap<>();
		options.subscriptions().forEach((topic, filter) -> topics.put(topic, filter.expression()));
		return new ListenerDescriptor(container.getListenerIds(), container.getGroup(), topics, State.of(container),
				options.concurrency(), container.getAssignment(), container.getCachedMessages(),
				container.getCachedBytes(), FailureDescriptor.of(container.getLastFailure()));
	}

	/**
	 * What can be done to a listener.
	 */
	enum Action {

		PAUSE, RESUME, STOP, START

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
	 * @param group the consumer group
	 * @param topics what it subscribes to, and which messages of each topic
	 * @param state what it is doing
	 * @param concurrency how many messages are handled at the same time
	 * @param queues the message queues assigned to this member of the group
	 * @param cachedMessages messages held here
	 * @param cachedBytes the bytes they take
	 * @param lastFailure the last message whose listener failed, if any
	 */
	record ListenerDescriptor(List<String> ids, String group, Map<String, String> topics, State state, int concurrency,
			List<String> queues, long cachedMessages, long cachedBytes, @Nullable FailureDescriptor lastFailure) {
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
