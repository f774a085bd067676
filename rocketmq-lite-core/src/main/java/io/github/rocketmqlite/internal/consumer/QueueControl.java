package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.CheckClientConfigRequest;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What the application or an operator may do with the queues and topics of a running
 * consumer.
 * <p>
 * Threading: thread-safe and never blocking; changes are made on the timer.
 */
final class QueueControl {

	private final QueueResources resources;

	private final SubscribedRoutes routes;

	private final Rebalancer rebalancer;

	private final @Nullable PoppedTopics popped;

	QueueControl(QueueResources resources, SubscribedRoutes routes, Rebalancer rebalancer) {
		this(resources, routes, rebalancer, null);
	}

	QueueControl(QueueResources resources, SubscribedRoutes routes, Rebalancer rebalancer,
			@Nullable PoppedTopics popped) {
		this.popped = popped;
		this.resources = resources;
		this.routes = routes;
		this.rebalancer = rebalancer;
	}

	private AssignedQueues queues() {
		return this.rebalancer.queues();
	}

	private <T> CompletableFuture<T> onTimer(Supplier<CompletableFuture<T>> work) {
		return CompletableFuture.supplyAsync(work, this.resources.timer()).thenCompose((future) -> future);
	}

	/** Lets queues rest or go on. */
	CompletableFuture<Boolean> changePauses(Consumer<PausedQueues> change) {
		return CompletableFuture.supplyAsync(() -> {
			queues().changePauses(change);
			if (this.popped != null) {
				this.popped.changePauses(queues()::rests);
			}
			return true;
		}, this.resources.timer());
	}

	/**
	 * Refuses what has no meaning for a topic whose queues all members share.
	 * @throws IllegalStateException when the topic is popped
	 */
	void requirePulled(String topic, String what) {
		if (this.popped != null && this.popped.isBusy(topic)) {
			throw new IllegalStateException(what + " is not possible: group " + this.resources.subscriptions().group()
					+ " pops topic " + topic + ", so that its queues belong to no member");
		}
	}

	/** Goes on at another offset of a queue. */
	CompletableFuture<@Nullable Void> seek(MessageQueue queue, long offset) {
		return onTimer(() -> queues().seek(queue, offset));
	}

	/** Goes on at the first message that a queue got at a time or later. */
	CompletableFuture<@Nullable Void> seek(MessageQueue queue, Instant time) {
		Deadline deadline = Deadline.after(this.resources.requestTimeout());
		return StartOffset.at(StartPosition.TIMESTAMP, time, queue, this.resources, deadline)
			.thenCompose((offset) -> seek(queue, offset));
	}

	/** Goes on at a time in every queue of a topic that is this member's. */
	CompletableFuture<@Nullable Void> seek(String topic, Instant time) {
		return all(queues().owned()
			.stream()
			.filter((queue) -> queue.topic().equals(topic))
			.map((queue) -> seek(queue, time))
			.toList());
	}

	/**
	 * Goes on at these offsets in the queues that are this member's; others are ignored.
	 */
	CompletableFuture<@Nullable Void> seekOwned(Map<MessageQueue, Long> offsets) {
		return onTimer(() -> all(offsets.entrySet()
			.stream()
			.filter((entry) -> queues().owned().contains(entry.getKey()))
			.map((entry) -> queues().seek(entry.getKey(), entry.getValue()))
			.toList()));
	}

	/** The progress of each queue that is being pulled. */
	Map<MessageQueue, Long> positions() {
		Map<MessageQueue, Long> positions = new HashMap<>();
		for (QueueAssignment held : queues().all()) {
			if (held.isOpen()) {
				positions.put(held.queue(), held.buffer().commitOffset());
			}
		}
		return positions;
	}

	/** How many messages of each queue or popped place are not finished yet. */
	CompletableFuture<Map<MessageQueue, Long>> lag() {
		Deadline deadline = Deadline.after(this.resources.requestTimeout());
		CompletableFuture<Map<MessageQueue, Long>> ofPopped = (this.popped != null) ? this.popped.lag(deadline)
				: CompletableFuture.completedFuture(Map.of());
		return lagOfPulled(deadline).thenCombine(ofPopped, (lag, more) -> {
			lag.putAll(more);
			return Map.copyOf(lag);
		});
	}

	private CompletableFuture<Map<MessageQueue, Long>> lagOfPulled(Deadline deadline) {
		Map<MessageQueue, Long> lag = new ConcurrentHashMap<>();
		return all(queues().all().stream().filter(QueueAssignment::isOpen).map((held) -> {
			MessageQueue queue = held.queue();
			return this.resources.cluster()
				.callMaster(queue.brokerName(),
						new MaxOffsetRequest(queue.topic(), queue.queueId(), queue.brokerName()), deadline)
				.thenAccept((end) -> lag.put(queue, Math.max(0, end - held.buffer().commitOffset())));
		}).toList()).thenApply((done) -> lag);
	}

	/** Reads another topic, or one with another filter, from now on. */
	CompletableFuture<@Nullable Void> subscribe(String topic, Filter filter) {
		Names.checkTopic(topic);
		return check(topic, filter).thenCompose((checked) -> onTimer(() -> {
			this.resources.subscriptions().put(topic, filter, System.currentTimeMillis());
			return subscriptionsChanged();
		}));
	}

	/** Reads a topic no more. */
	CompletableFuture<@Nullable Void> unsubscribe(String topic) {
		return onTimer(() -> this.resources.subscriptions().remove(topic, System.currentTimeMillis())
				? subscriptionsChanged() : CompletableFuture.completedFuture(null));
	}

	private CompletableFuture<@Nullable Void> subscriptionsChanged() {
		this.routes.changed();
		return this.rebalancer.lookNow();
	}

	/**
	 * Asks the masters of a topic whether they understand its filter. A topic without
	 * route has nobody to ask.
	 */
	CompletableFuture<@Nullable Void> check(String topic, Filter filter) {
		if (filter.type() == Filter.Type.TAG) {
			return CompletableFuture.completedFuture(null);
		}
		Deadline deadline = Deadline.after(this.resources.requestTimeout());
		return this.resources.cluster()
			.route(topic, deadline)
			.handle((route, failure) -> (failure == null) ? check(route, filter, deadline)
					: CompletableFuture.<@Nullable Void>completedFuture(null))
			.thenCompose((checked) -> checked);
	}

	private CompletableFuture<@Nullable Void> check(TopicRoute route, Filter filter, Deadline deadline) {
		Subscriptions subscriptions = this.resources.subscriptions();
		CheckClientConfigRequest request = new CheckClientConfigRequest(this.resources.cluster().clientId(),
				subscriptions.group(), route.topic(), filter.expression(), filter.type().name(),
				subscriptions.version());
		return all(route.brokerNames()
			.stream()
			.map((broker) -> this.resources.cluster().callMaster(broker, request, deadline))
			.toList());
	}

	/** The most time that any of this takes. */
	Duration timeout() {
		return this.resources.requestTimeout().multipliedBy(2);
	}

	private static CompletableFuture<@Nullable Void> all(List<? extends CompletableFuture<?>> futures) {
		return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).thenApply((ignored) -> null);
	}

}
