package io.github.rocketmqlite.spring.autoconfigure;

import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.spring.event.QueueAssignmentChangedEvent;
import io.github.rocketmqlite.spring.event.RocketListenerEvent;
import io.github.rocketmqlite.spring.event.RocketListenerFailedToStartEvent;
import io.github.rocketmqlite.spring.event.RocketListenerStartedEvent;
import io.github.rocketmqlite.spring.event.RocketListenerStoppedEvent;
import io.github.rocketmqlite.spring.event.SubscriptionConflictEvent;
import io.github.rocketmqlite.spring.listener.ContainerEventListener;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens to containers as events of the application. A handler that fails
 * stops no container.
 * <p>
 * Threading: thread-safe.
 *
 * @param publisher publishes the events
 */
record RocketEventPublisher(ApplicationEventPublisher publisher) implements ContainerEventListener {

	private static final Logger logger = LoggerFactory.getLogger(RocketEventPublisher.class);

	@Override
	public void onStarted(RocketMessageListenerContainer container) {
		publish(new RocketListenerStartedEvent(container));
	}

	@Override
	public void onStopped(RocketMessageListenerContainer container) {
		publish(new RocketListenerStoppedEvent(container));
	}

	@Override
	public void onFailedToStart(RocketMessageListenerContainer container, RuntimeException error, boolean triedAgain) {
		publish(new RocketListenerFailedToStartEvent(container, error, triedAgain));
	}

	@Override
	public void onAssignmentChanged(RocketMessageListenerContainer container, Set<MessageQueue> assigned,
			Set<MessageQueue> revoked) {
		publish(new QueueAssignmentChangedEvent(container, assigned, revoked));
	}

	@Override
	public void onSubscriptionConflict(RocketMessageListenerContainer container, String ours, String theirs) {
		publish(new SubscriptionConflictEvent(container, ours, theirs));
	}

	private void publish(RocketListenerEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A handler of {} of group '{}' failed", event.getClass().getSimpleName(),
					event.getContainer().getGroup(), ex);
		}
	}

}
