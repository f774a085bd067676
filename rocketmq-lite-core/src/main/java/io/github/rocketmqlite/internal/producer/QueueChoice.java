package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.function.Predicate;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.producer.QueueSelector;
import io.github.rocketmqlite.producer.SendTarget;
import org.jspecify.annotations.Nullable;

/**
 * Finds the queue of each attempt of a send, from what the application said and from what
 * the attempt before met.
 * <p>
 * Threading: thread-safe.
 */
final class QueueChoice {

	private final QueueSelector spread = QueueSelector.roundRobin();

	private final QueueSelector byKey = QueueSelector.hash();

	private final QueueSelector byLiteTopic = new LiteTopicSelector();

	private final QueueSelector selector;

	private final BrokerHealth health;

	QueueChoice(@Nullable QueueSelector selector, BrokerHealth health) {
		this.health = health;
		this.selector = (selector != null) ? selector : this.spread;
	}

	/**
	 * Chooses a queue.
	 * @param failed the queue of the attempt before, if there was one
	 * @param oneway whether there will be no answer to judge the broker by
	 * @throws InvalidMessageException when the application's choice makes no sense
	 * @throws RocketConnectionException when a broker asked for takes nothing now
	 */
	MessageQueue choose(SendTarget target, Message message, TopicRoute route, @Nullable MessageQueue failed,
			boolean oneway) {
		MessageQueue via = OutgoingMessage.replyVia(message);
		if (via != null) {
			// each broker has one queue for replies
			return new MessageQueue(message.topic(), via.brokerName(), 0);
		}
		if (target instanceof SendTarget.Queue named) {
			return named(named.queue(), message);
		}
		if (target instanceof SendTarget.Broker broker) {
			return this.spread.select(ofBroker(route, broker.brokerName()), message, null);
		}
		QueueSelector chosen = selector(target, message);
		if (!chosen.spreads()) {
			return (failed != null) ? failed : select(chosen, target, message, route.publishQueues());
		}
		return select(chosen, target, message, candidates(route.publishQueues(), failed, oneway));
	}

	/**
	 * Whether a send may go to another broker when an attempt fails.
	 */
	boolean mayMove(SendTarget target, Message message) {
		return OutgoingMessage.replyVia(message) == null
				&& (target instanceof SendTarget.Any || target instanceof SendTarget.Selected)
				&& selector(target, message).spreads();
	}

	private QueueSelector selector(SendTarget target, Message message) {
		if (target instanceof SendTarget.Selected selected) {
			return selected.selector();
		}
		if (message.liteTopic() != null) {
			return this.byLiteTopic;
		}
		return (message.orderingKey() != null) ? this.byKey : this.selector;
	}

	private MessageQueue select(QueueSelector selector, SendTarget target, Message message, List<MessageQueue> queues) {
		Object argument = (target instanceof SendTarget.Selected selected) ? selected.argument() : null;
		MessageQueue queue;
		try {
			queue = selector.select(queues, message, argument);
		}
		catch (RuntimeException ex) {
			throw new InvalidMessageException("The selector " + selector + " failed to choose a queue of topic '"
					+ message.topic() + "' for argument " + argument + ": " + ex);
		}
		boolean trusted = selector == this.spread || selector == this.byKey || selector == this.byLiteTopic;
		if (!trusted && (queue == null || !queues.contains(queue))) {
			throw new InvalidMessageException("The selector " + selector + " chose " + queue
					+ ", which is not a writable queue of topic '" + message.topic() + "': " + queues);
		}
		return queue;
	}

	private static MessageQueue named(MessageQueue queue, Message message) {
		if (!queue.topic().equals(message.topic())) {
			throw new InvalidMessageException(
					"Queue " + queue + " is none of the message's topic '" + message.topic() + "'");
		}
		if (queue.queueId() < 0) {
			throw new InvalidMessageException("Not a queue: " + queue);
		}
		return queue;
	}

	private static List<MessageQueue> ofBroker(TopicRoute route, String brokerName) {
		List<MessageQueue> queues = route.publishQueues()
			.stream()
			.filter((queue) -> queue.brokerName().equals(brokerName))
			.toList();
		if (queues.isEmpty()) {
			throw new RocketConnectionException(
					"Broker '" + brokerName + "' has no queue of topic '" + route.topic()
							+ "' that takes messages now; the route has those of " + route.brokerNames(),
					Outcome.NOT_SENT, null);
		}
		return queues;
	}

	/** Brokers that are well before those that are not, and those before what failed. */
	private List<MessageQueue> candidates(List<MessageQueue> queues, @Nullable MessageQueue failed, boolean oneway) {
		boolean allWell = this.health.isAllWell();
		if (failed == null) {
			return allWell ? queues : well(queues, !oneway);
		}
		List<MessageQueue> others = unlessNone(queues, (queue) -> !queue.brokerName().equals(failed.brokerName()));
		return allWell ? others : well(others, false);
	}

	private List<MessageQueue> well(List<MessageQueue> queues, boolean mayTry) {
		if (mayTry) {
			for (MessageQueue queue : queues) {
				if (this.health.mayTry(queue.brokerName())) {
					return List.of(queue);
				}
			}
		}
		return unlessNone(queues, (queue) -> this.health.isAvailable(queue.brokerName()));
	}

	private static List<MessageQueue> unlessNone(List<MessageQueue> queues, Predicate<MessageQueue> condition) {
		List<MessageQueue> some = queues.stream().filter(condition).toList();
		return some.isEmpty() ? queues : some;
	}

}
