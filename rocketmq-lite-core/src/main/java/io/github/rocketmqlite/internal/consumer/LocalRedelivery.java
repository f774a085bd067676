package io.github.rocketmqlite.internal.consumer;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets failed messages wait here and hands them to the listener again, because a group
 * whose members all get all messages has no retry topic. A message holds back the offset
 * of its queue until it succeeds or is given up.
 * <p>
 * Threading: thread-safe.
 */
final class LocalRedelivery implements Redelivery {

	private static final Logger logger = LoggerFactory.getLogger(LocalRedelivery.class);

	private static final long FIRST_DELAY_MILLIS = 1000;

	private static final long MAX_DELAY_MILLIS = 30_000;

	private static final long LOOK_MILLIS = 200;

	private final PushConsumerOptions options;

	private final ScheduledExecutorService timer;

	/** How often each message that waits or runs again has failed, by its offset. */
	private final Map<MessageQueue, ConcurrentSkipListMap<Long, Integer>> failures = new ConcurrentHashMap<>();

	private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean looking = new AtomicBoolean();

	LocalRedelivery(PushConsumerOptions options, ScheduledExecutorService timer) {
		this.options = options;
		this.timer = timer;
	}

	/** The listener, shown how often each message was delivered here. */
	Listener counting(Listener listener) {
		return new Listener(
				(messages) -> listener.handler()
					.handle(this.failures.isEmpty() ? messages : messages.stream().map(this::counted).toList()),
				listener.batching(), listener.asynchronous());
	}

	private ReceivedMessage counted(ReceivedMessage message) {
		int times = failures(message);
		return (times == 0) ? message : ReattemptedMessage.of(message, times);
	}

	private int failures(ReceivedMessage message) {
		ConcurrentSkipListMap<Long, Integer> ofQueue = this.failures.get(message.queue());
		return (ofQueue != null) ? ofQueue.getOrDefault(message.queueOffset(), 0) : 0;
	}

	@Override
	public CompletableFuture<Boolean> forward(QueueBuffer buffer, ReceivedMessage message, ConsumeOutcome outcome) {
		ConcurrentSkipListMap<Long, Integer> ofQueue = this.failures.computeIfAbsent(message.queue(),
				(queue) -> new ConcurrentSkipListMap<>());
		ofQueue.headMap(buffer.commitOffset()).clear();
		int times = ofQueue.merge(message.queueOffset(), 1, Integer::sum);
		if (outcome.kind() == ConsumeOutcome.Kind.DEAD_LETTER || times > this.options.maxReconsumeTimes()) {
			logger.error(
					"Message {} of {} at offset {} is given up after {} deliveries: group {} is broadcasting and has"
							+ " no dead-letter topic",
					message.messageId(), message.queue(), message.queueOffset(), times, this.options.group());
			ofQueue.remove(message.queueOffset());
			return CompletableFuture.completedFuture(true);
		}
		Waiting failed = new Waiting(buffer, new CompletableFuture<>());
		this.waiting.add(failed);
		this.timer.schedule(() -> giveBack(failed), delayMillis(times), TimeUnit.MILLISECONDS);
		lookSoon();
		return failed.due();
	}

	private void giveBack(Waiting failed) {
		this.waiting.remove(failed);
		failed.due().complete(false);
	}

	private void lookSoon() {
		if (!this.waiting.isEmpty() && this.looking.compareAndSet(false, true)) {
			this.timer.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/** A queue that is given up waits for listeners, but not for messages that failed. */
	private void look() {
		this.looking.set(false);
		this.waiting.stream().filter((failed) -> failed.buffer().isClosed()).forEach(this::giveBack);
		lookSoon();
	}

	private static long delayMillis(int times) {
		return Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(times - 1, 10));
	}

	/**
	 * A message that waits for its next delivery.
	 *
	 * @param buffer gets it back
	 * @param due completes when it shall
	 */
	private record Waiting(QueueBuffer buffer, CompletableFuture<Boolean> due) {
	}

}
