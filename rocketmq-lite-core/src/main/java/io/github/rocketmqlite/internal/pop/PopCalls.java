package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.AckMessageRequest;
import io.github.rocketmqlite.internal.codec.command.BatchAckRequest;
import io.github.rocketmqlite.internal.codec.command.ChangeInvisibleTimeRequest;
import io.github.rocketmqlite.internal.codec.command.NotificationRequest;
import io.github.rocketmqlite.internal.codec.command.PopLiteRequest;
import io.github.rocketmqlite.internal.codec.command.PopMessageRequest;
import io.github.rocketmqlite.internal.codec.command.PopMessageResponse;
import io.github.rocketmqlite.internal.codec.command.ReceiptHandle;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.remoting.Backoff;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a pop consumer, to masters only: a slave would hand out messages a
 * second time (protocol 12.8). Methods that return a future do not throw.
 * <p>
 * Threading: thread-safe.
 */
final class PopCalls {

	private static final int NOT_SUPPORTED = 3;

	private static final int DEAD_LETTER_LEVEL = -1;

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private final String group;

	private final boolean fromEnd;

	private final PopMasters masters;

	private final ScheduledExecutorService timer;

	private final Duration requestTimeout;

	/** Brokers that do not know how to take several acknowledgements at once. */
	private final Set<String> withoutBatches = ConcurrentHashMap.newKeySet();

	PopCalls(String group, boolean fromEnd, PopMasters masters, ScheduledExecutorService timer,
			Duration requestTimeout) {
		this.group = group;
		this.fromEnd = fromEnd;
		this.masters = masters;
		this.timer = timer;
		this.requestTimeout = requestTimeout;
	}

	/** Pops what is there now. */
	CompletableFuture<PopMessageResponse> pop(PopTarget target, int maxMessages, Duration invisibleTime) {
		return call(target.brokerName(), target.topic(),
				new PopMessageRequest(this.group, target.topic(), target.queueId(), maxMessages,
						invisibleTime.toMillis(), 0, PopMessageRequest.BROKER_CLOCK, this.fromEnd,
						target.filter().type().name(), target.filter().expression(), target.brokerName()),
				requestDeadline());
	}

	/** Pops lite topics, waiting at the broker until there is something. */
	CompletableFuture<PopMessageResponse> popLite(PopTarget target, String clientId, int maxMessages,
			Duration invisibleTime, Duration poll) {
		return call(
				target.brokerName(), target.topic(), new PopLiteRequest(this.group, target.topic(), clientId,
						maxMessages, invisibleTime.toMillis(), poll.toMillis(), target.brokerName()),
				Deadline.after(poll.plus(this.requestTimeout)));
	}

	/** Waits at the broker until there is something to pop. */
	CompletableFuture<NotificationRequest.Answer> awaitArrival(PopTarget target, Duration poll) {
		return call(target.brokerName(), target.topic(),
				new NotificationRequest(this.group, target.topic(), target.queueId(), poll.toMillis(),
						target.filter().type().name(), target.filter().expression(), target.brokerName()),
				Deadline.after(poll.plus(this.requestTimeout)));
	}

	/**
	 * Changes the invisible time once: a second attempt could make two deliveries.
	 * @param counted whether the next delivery is one attempt more
	 */
	CompletableFuture<ReceiptHandle> change(HeldMessage message, Duration invisibleTime, boolean counted) {
		ReceiptHandle handle = message.handle();
		return call(handle.brokerName(), message.subscribedTopic(), new ChangeInvisibleTimeRequest(this.group,
				message.realTopic(), handle, invisibleTime.toMillis(), !counted), requestDeadline());
	}

	/** Puts a copy of a message into the dead-letter topic. */
	CompletableFuture<Boolean> deadLetter(HeldMessage message) {
		String brokerName = message.handle().brokerName();
		return call(brokerName, message.subscribedTopic(), new SendBackRequest(this.group, message.commitLogOffset(),
				DEAD_LETTER_LEVEL, message.messageId(), message.topic(), 0, brokerName), requestDeadline());
	}

	/**
	 * Acknowledges messages, several at once where that is possible, and marks those that
	 * are.
	 * @return the failures, by message; never fails
	 */
	CompletableFuture<Map<HeldMessage, Throwable>> ack(List<HeldMessage> messages) {
		Map<HeldMessage, Throwable> failures = new ConcurrentHashMap<>();
		List<CompletableFuture<?>> acks = new ArrayList<>();
		Map<String, List<HeldMessage>> byBroker = messages.stream()
			.collect(Collectors.groupingBy((message) -> message.handle().brokerName()));
		byBroker.forEach((brokerName, some) -> {
			List<HeldMessage> together = this.withoutBatches.contains(brokerName) ? List.of()
					: some.stream().filter(PopCalls::fitsIntoBatch).toList();
			if (together.size() > 1) {
				acks.add(ackTogether(brokerName, together, failures));
				some = some.stream().filter((message) -> !together.contains(message)).toList();
			}
			some.forEach((message) -> acks.add(ackOne(message, failures)));
		});
		return CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).thenApply((ignored) -> failures);
	}

	/** Brokers refuse batches of lite topics with code 604. */
	private static boolean fitsIntoBatch(HeldMessage message) {
		return message.handle().liteTopic() == null && BatchAckRequest.fits(message.handle());
	}

	private CompletableFuture<?> ackOne(HeldMessage message, Map<HeldMessage, Throwable> failures) {
		ReceiptHandle handle = message.handle();
		return untilAnswered(handle.brokerName(), message.subscribedTopic(),
				new AckMessageRequest(this.group, message.realTopic(), handle), ackDeadline(List.of(message)),
				new Backoff(LONGEST_PAUSE))
			.handle((done, failure) -> ended(message, failure, failures));
	}

	private CompletableFuture<?> ackTogether(String brokerName, List<HeldMessage> messages,
			Map<HeldMessage, Throwable> failures) {
		List<BatchAckRequest.Ack> acks = messages.stream()
			.map((message) -> new BatchAckRequest.Ack(message.subscribedTopic(), message.handle()))
			.toList();
		return untilAnswered(brokerName, messages.get(0).subscribedTopic(),
				new BatchAckRequest(this.group, brokerName, acks), ackDeadline(messages), new Backoff(LONGEST_PAUSE))
			.handle((done, failure) -> {
				if (failure != null && Blocking.unwrap(failure) instanceof BrokerException refusal
						&& refusal.code() == NOT_SUPPORTED) {
					this.withoutBatches.add(brokerName);
					return CompletableFuture.allOf(messages.stream()
						.map((message) -> ackOne(message, failures))
						.toArray(CompletableFuture[]::new));
				}
				messages.forEach((message) -> ended(message, failure, failures));
				return CompletableFuture.completedFuture(done);
			})
			.thenCompose((step) -> step);
	}

	private static boolean ended(HeldMessage message, @Nullable Throwable failure,
			Map<HeldMessage, Throwable> failures) {
		if (failure == null) {
			message.acknowledged();
		}
		else {
			failures.put(message, Blocking.unwrap(failure));
		}
		return failure == null;
	}

	/** An acknowledgement is worth repeating as long as it still has an effect. */
	private Deadline ackDeadline(List<HeldMessage> messages) {
		Duration longest = messages.stream()
			.map(HeldMessage::remainingInvisibleTime)
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
		return Deadline.after(this.requestTimeout.multipliedBy(2)).orEarlier(longest);
	}

	private <R> CompletableFuture<R> untilAnswered(String brokerName, String topic, Request<R> request,
			Deadline deadline, Backoff backoff) {
		return call(brokerName, topic, request, deadline.orEarlier(this.requestTimeout))
			.exceptionallyCompose((failure) -> {
				Duration pause = backoff.next();
				if (!isWorthRepeating(Blocking.unwrap(failure)) || deadline.remaining().compareTo(pause) <= 0) {
					return CompletableFuture.failedFuture(Blocking.unwrap(failure));
				}
				return after(pause).thenCompose((now) -> untilAnswered(brokerName, topic, request, deadline, backoff));
			});
	}

	private static boolean isWorthRepeating(Throwable failure) {
		return !(failure instanceof ClientClosedException)
				&& !(failure instanceof BrokerException refusal && !refusal.isRetryable());
	}

	/** Completes after a pause, on the timer, unless it is cancelled before. */
	CompletableFuture<Boolean> after(Duration pause) {
		CompletableFuture<Boolean> elapsed = new CompletableFuture<>();
		ScheduledFuture<?> task = this.timer.schedule(() -> elapsed.complete(true), pause.toNanos(),
				TimeUnit.NANOSECONDS);
		elapsed.whenComplete((done, cancelled) -> task.cancel(false));
		return elapsed;
	}

	Deadline requestDeadline() {
		return Deadline.after(this.requestTimeout);
	}

	private <R> CompletableFuture<R> call(String brokerName, String topic, Request<R> request, Deadline deadline) {
		return this.masters.call(brokerName, topic, request, deadline);
	}

}
