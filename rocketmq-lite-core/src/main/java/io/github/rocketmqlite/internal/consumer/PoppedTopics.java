package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.command.ConsumeStatsRequest;
import io.github.rocketmqlite.internal.codec.command.PopMessageRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.pop.PopTarget;
import io.github.rocketmqlite.internal.pop.Popping;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places that one consumer pops. A place that is given up stays here until its
 * listeners have ended, so that it is not popped and pulled at the same time.
 * <p>
 * Threading: confined to the timer; what it shows may be read by any thread.
 */
final class PoppedTopics {

	private static final Logger logger = LoggerFactory.getLogger(PoppedTopics.class);

	private static final int NOT_SUPPORTED = 3;

	private static final long LOOK_MILLIS = 1000;

	private final QueueResources resources;

	private final Popping popping;

	private final Map<MessageQueue, TargetPopper> poppers = new ConcurrentHashMap<>();

	private Predicate<MessageQueue> resting = (place) -> false;

	private Runnable onReleased = () -> {
	};

	private AssignmentEvents events = AssignmentEvents.NONE;

	private @Nullable ScheduledFuture<?> looks;

	private boolean closed;

	PoppedTopics(QueueResources resources, Popping popping) {
		this.resources = resources;
		this.popping = popping;
	}

	/** All queues of a topic at each of its brokers. */
	static Set<MessageQueue> places(TopicRoute route) {
		return route.subscribeQueues()
			.stream()
			.map((queue) -> new MessageQueue(queue.topic(), queue.brokerName(), PopMessageRequest.ANY_QUEUE))
			.collect(Collectors.toSet());
	}

	/** Sets who is told that a place is free for something else. */
	void onReleased(Runnable listener) {
		this.onReleased = listener;
	}

	/** Sets who is told of places that come and go; before the first update. */
	void tell(AssignmentEvents events) {
		this.events = events;
	}

	/**
	 * Brings the places of one topic in line with what they should be.
	 * @param topic the topic that is popped
	 * @param shownTopic the topic that listeners see
	 */
	void update(String topic, String shownTopic, Set<MessageQueue> places) {
		if (this.closed) {
			return;
		}
		for (TargetPopper popper : this.poppers.values()) {
			if (popper.place().topic().equals(topic) && !places.contains(popper.place())) {
				giveUp(popper);
			}
		}
		Set<MessageQueue> gained = new HashSet<>(places);
		gained.removeAll(this.poppers.keySet());
		gained.forEach((place) -> begin(place, shownTopic));
		if (!gained.isEmpty()) {
			this.events.assigned(Set.copyOf(gained));
		}
	}

	private void begin(MessageQueue place, String shownTopic) {
		logger.info("Group {} pops {} of {}", this.resources.subscriptions().group(),
				(place.queueId() == PopMessageRequest.ANY_QUEUE) ? "all queues" : "queue " + place.queueId(),
				place.topic() + "@" + place.brokerName());
		if (this.looks == null) {
			this.looks = this.resources.timer()
				.scheduleWithFixedDelay(() -> this.poppers.values().forEach(TargetPopper::look), LOOK_MILLIS,
						LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
		TargetPopper popper = new TargetPopper(place, shownTopic, this.resources, this.popping);
		popper.setPaused(rests(popper));
		this.poppers.put(place, popper);
		popper.start();
	}

	private void giveUp(TargetPopper popper) {
		if (!popper.isClosing()) {
			logger.info("Group {} pops {} no more", this.resources.subscriptions().group(), popper.place());
			popper.close(this.resources.options().drainTimeout()).whenCompleteAsync((ended, failure) -> {
				this.poppers.remove(popper.place(), popper);
				this.events.revoked(Set.of(popper.place()));
				this.onReleased.run();
			}, this.resources.timer());
		}
	}

	/** Gives up the places of topics that are not read any more. */
	void retainTopics(Set<String> topics) {
		this.poppers.values().stream().filter((popper) -> !topics.contains(popper.shownTopic())).forEach(this::giveUp);
	}

	/** Whether something of a topic is popped, or was and is not over yet. */
	boolean isBusy(String topic) {
		return this.poppers.keySet().stream().anyMatch((place) -> place.topic().equals(topic));
	}

	/** Whether something of a topic is popped and not being given up. */
	boolean isPopped(String topic) {
		return this.poppers.values()
			.stream()
			.anyMatch((popper) -> popper.place().topic().equals(topic) && !popper.isClosing());
	}

	/** The places that are popped and not being given up. */
	Set<MessageQueue> places() {
		Set<MessageQueue> places = new HashSet<>();
		this.poppers.forEach((place, popper) -> {
			if (!popper.isClosing()) {
				places.add(place);
			}
		});
		return places;
	}

	/**
	 * How many messages of each place are not finished: those that nobody in the group
	 * has popped yet, by the brokers' word, and those that are held here. Brokers tell
	 * nothing of their own retry topics.
	 */
	CompletableFuture<Map<MessageQueue, Long>> lag(Deadline deadline) {
		Map<MessageQueue, Long> lag = new ConcurrentHashMap<>();
		CompletableFuture<?>[] answers = this.poppers.values()
			.stream()
			.filter((popper) -> !popper.isClosing() && popper.place().topic().equals(popper.shownTopic()))
			.map((popper) -> waiting(popper.place(), deadline)
				.thenAccept((waiting) -> lag.put(popper.place(), waiting + popper.cachedMessages())))
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(answers).thenApply((done) -> lag);
	}

	private CompletableFuture<Long> waiting(MessageQueue place, Deadline deadline) {
		ConsumeStatsRequest request = new ConsumeStatsRequest(this.resources.subscriptions().group(), place.topic());
		return this.resources.cluster()
			.callMaster(place.brokerName(), request, deadline)
			.thenApply((queues) -> queues.entrySet()
				.stream()
				.filter((entry) -> place.queueId() == PopMessageRequest.ANY_QUEUE
						|| place.queueId() == entry.getKey().queueId())
				.map(Map.Entry::getValue)
				.mapToLong((progress) -> Math.max(0, progress.brokerOffset() - progress.consumerOffset()))
				.sum());
	}

	int cachedMessages() {
		return this.poppers.values().stream().mapToInt(TargetPopper::cachedMessages).sum();
	}

	long cachedBytes() {
		return this.poppers.values().stream().mapToLong(TargetPopper::cachedBytes).sum();
	}

	/** Lets places rest or go on, as the given rule says now. */
	void changePauses(Predicate<MessageQueue> resting) {
		this.resting = resting;
		this.poppers.values().forEach((popper) -> popper.setPaused(rests(popper)));
	}

	private boolean rests(TargetPopper popper) {
		MessageQueue place = popper.place();
		return this.resting.test(new MessageQueue(popper.shownTopic(), place.brokerName(), place.queueId()));
	}

	/** Lets others have what nobody has begun here. */
	void giveBackUnbegun() {
		this.poppers.values().forEach(TargetPopper::giveBackUnbegun);
	}

	void wakeAll() {
		this.poppers.values().forEach(TargetPopper::wake);
	}

	/**
	 * Asks all brokers of the routes whether one can pop from them.
	 * @return fails when one cannot; a broker that does not answer is not asked again
	 */
	CompletableFuture<Boolean> requireSupport(Collection<TopicRoute> routes) {
		List<CompletableFuture<Boolean>> answers = routes.stream()
			.flatMap((route) -> places(route).stream())
			.map((place) -> this.popping
				.ask(new PopTarget(place.topic(), place.brokerName(), place.queueId(),
						this.resources.subscriptions().filter(place.topic()), place.topic()))
				.exceptionally((failure) -> {
					if (Blocking.unwrap(failure) instanceof BrokerException refusal
							&& refusal.code() == NOT_SUPPORTED) {
						throw new RocketException(
								"Group " + this.resources.subscriptions().group() + " cannot pop messages of topic "
										+ place.topic() + ": broker " + place.brokerName()
										+ " does not know how, as those before 5.0; use receiveMode PULL",
								Outcome.NOT_SENT, refusal);
					}
					return false;
				}))
			.toList();
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).thenApply((known) -> true);
	}

	/**
	 * Gives up all places and takes no more.
	 * @return completes when the brokers know what is handled; never fails
	 */
	CompletableFuture<?> close(Duration drainTimeout) {
		this.closed = true;
		Set<MessageQueue> all = places();
		ScheduledFuture<?> scheduled = this.looks;
		if (scheduled != null) {
			scheduled.cancel(false);
		}
		this.popping.endPolls();
		return CompletableFuture
			.allOf(this.poppers.values()
				.stream()
				.map((popper) -> popper.close(drainTimeout))
				.toArray(CompletableFuture[]::new))
			.thenCompose((ended) -> this.popping.close())
			.whenComplete((ended, unexpected) -> {
				if (!all.isEmpty()) {
					this.events.revoked(all);
				}
			});
	}

	/** Waits no longer for running listeners. */
	void cutDrains() {
		this.poppers.values().forEach(TargetPopper::cutDrain);
	}

}
