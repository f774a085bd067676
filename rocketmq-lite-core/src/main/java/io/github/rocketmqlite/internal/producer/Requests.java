package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.rocketmqlite.Correlation;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.SendTarget;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one producer: ordinary sends that name the client to reply to. Brokers
 * can push a reply only to a client that they know as a producer, so they are told of it
 * before the first request.
 * <p>
 * Threading: thread-safe. Waits only where the producer's own sends do: on the caller's
 * thread, for room in the budget.
 */
final class Requests {

	/** Brokers forget a producer after two minutes without a heartbeat. */
	private static final long ANNOUNCED_NANOS = TimeUnit.SECONDS.toNanos(60);

	private final DefaultProducer producer;

	private final PublishRoutes routes;

	private final ProducerResources resources;

	private final Map<String, Long> announced = new ConcurrentHashMap<>();

	Requests(DefaultProducer producer, PublishRoutes routes, ProducerResources resources) {
		this.producer = producer;
		this.routes = routes;
		this.resources = resources;
	}

	/**
	 * Sends a request.
	 * @return brings the reply or an error, on a callback thread
	 */
	CompletableFuture<ReceivedMessage> request(Message message, SendTarget target, Duration timeout) {
		Objects.requireNonNull(target, "target");
		try {
			return start(correlated(message, timeout), target, timeout);
		}
		catch (RocketException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private Message correlated(Message message, Duration timeout) {
		Objects.requireNonNull(message, "message");
		if (message.correlation() != null) {
			throw new InvalidMessageException(
					"The message to topic '" + message.topic() + "' is a request or a reply already");
		}
		return message.toBuilder()
			.correlation(
					new Correlation(UUID.randomUUID().toString(), this.resources.session().clientId(), timeout, null))
			.build();
	}

	private CompletableFuture<ReceivedMessage> start(Message request, SendTarget target, Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		// a send that fails at the very end could not be told from a missing reply
		Deadline sendDeadline = deadline.orEarlier(timeout.minus(timeout.dividedBy(10)));
		PendingReply pending = this.resources.replies().add(request, this.producer.group(), timeout);
		@Nullable CompletableFuture<?> announced = isAnnounced(this.resources.routes().snapshot(request.topic())) ? null
				: announce(request.topic(), sendDeadline);
		send(request, target, sendDeadline, announced, pending);
		return pending.future();
	}

	private void send(Message request, SendTarget target, Deadline deadline, @Nullable CompletableFuture<?> announced,
			PendingReply pending) {
		try {
			this.producer.sendAsync(request, target, deadline, announced).whenComplete((sent, failure) -> {
				if (failure != null) {
					pending.fail(Failures.of(failure));
				}
				else {
					pending.stored(sent);
				}
			});
		}
		catch (RuntimeException ex) {
			pending.fail(Failures.of(ex));
		}
	}

	private boolean isAnnounced(@Nullable TopicRoute route) {
		return route != null && !route.publishQueues().isEmpty()
				&& addresses(route).stream().allMatch(this::isAnnounced);
	}

	private boolean isAnnounced(String address) {
		Long at = this.announced.get(address);
		return at != null && System.nanoTime() - at < ANNOUNCED_NANOS;
	}

	private static Set<String> addresses(TopicRoute route) {
		return route.publishQueues()
			.stream()
			.map(MessageQueue::brokerName)
			.distinct()
			.map(route::masterAddress)
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
	}

	/** A failure is none of the request's, whose own send says what is wrong. */
	private CompletableFuture<?> announce(String topic, Deadline deadline) {
		return this.routes.find(topic, deadline)
			.thenCompose((route) -> CompletableFuture.allOf(addresses(route).stream()
				.filter((address) -> !isAnnounced(address))
				.map((address) -> this.resources.session()
					.heartbeat(address, deadline)
					.thenAccept((version) -> this.announced.put(address, System.nanoTime())))
				.toArray(CompletableFuture[]::new)));
	}

	/**
	 * Ends what still waits: without its producer the client gets no more replies.
	 */
	void close() {
		this.resources.replies().abandon(this.producer.group());
	}

}
