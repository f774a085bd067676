package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import org.jspecify.annotations.Nullable;

/**
 * Hands the messages of each queue to the listener in their order, one call at a time: an
 * ordered buffer hands out nothing while something of it is under way. A message that
 * failed is tried again in its place, its attempts counted here, until it succeeds or
 * goes to the dead-letter topic; its queue goes on when that is acknowledged. All this
 * may also hold for each ordering key in place of the queue ({@link KeyedDispatcher}).
 * <p>
 * Queues take turns after each slice, which is one call unless the listener is quick, so
 * that none keeps a thread for itself.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
class OrderedDispatcher extends WorkerDispatcher {

	private final int maxReconsumeTimes;

	private final Duration retryDelay;

	OrderedDispatcher(ListenerCall listener, Redelivery retries, ListenerThreads threads, PushConsumerOptions options,
			RateLimit rate, ScheduledExecutorService timer) {
		super(listener, retries, threads, options.concurrency(), options.handling().batchSize(), rate, timer);
		this.maxReconsumeTimes = options.maxReconsumeTimes();
		this.retryDelay = options.handling().retryDelay();
	}

	@Override
	void serve(QueueBuffer buffer) {
		Slice slice = buffer.take(rate().most(quickly()));
		if (slice != null) {
			handle(buffer, slice);
		}
	}

	/** Hands out nothing behind a message of a run for some time. */
	void suspend(SliceRun run, int index, Duration delay) {
		suspend(run.buffer(), delay);
	}

	@Override
	final void end(SliceRun run) {
		run.end();
		dispatch(run.buffer());
	}

	@Override
	final void settle(SliceRun run, int first, List<ConsumeOutcome> outcomes, boolean timedOut) {
		Duration pause = null;
		boolean succeeded = true;
		for (int i = 0; i < outcomes.size(); i++) {
			pause = longer(pause, pause(run.slice().message(first + i), outcomes.get(i)));
			succeeded &= outcomes.get(i).kind() == ConsumeOutcome.Kind.SUCCESS;
		}
		if (pause != null) {
			// before others can get what is given back
			suspend(run, first, pause);
		}
		for (int i = 0; i < outcomes.size(); i++) {
			settle(run, first + i, outcomes.get(i));
		}
		if (!succeeded || run.isEnded()) {
			// nothing behind a failure before it, and somebody has to go on after a late
			// end
			end(run);
		}
	}

	/** Its queue waits, whatever takes it. */
	@Override
	final void takesLong(SliceRun run) {
	}

	private void settle(SliceRun run, int index, ConsumeOutcome outcome) {
		ReceivedMessage message = run.slice().message(index);
		switch (outcome.kind()) {
			case SUCCESS -> {
				retries().handled(message);
				run.done(index);
			}
			case SUSPEND -> run.giveBack(index);
			case RETRY -> {
				if (isLast(message)) {
					bury(run, index, message);
				}
				else {
					run.buffer()
						.replace(run.slice().sequence(index),
								ReattemptedMessage.of(message, message.reconsumeTimes() + 1));
					run.giveBack(index);
				}
			}
			case DEAD_LETTER -> bury(run, index, message);
		}
	}

	/** How long a message waits for its next attempt; {@code null} if there is none. */
	private @Nullable Duration pause(ReceivedMessage message, ConsumeOutcome outcome) {
		return switch (outcome.kind()) {
			case SUCCESS, DEAD_LETTER -> null;
			case SUSPEND -> Objects.requireNonNull(outcome.delay());
			case RETRY -> isLast(message) ? null : delay(outcome);
		};
	}

	private boolean isLast(ReceivedMessage message) {
		return message.reconsumeTimes() >= this.maxReconsumeTimes;
	}

	private Duration delay(ConsumeOutcome outcome) {
		Duration delay = outcome.delay();
		if (delay != null) {
			return delay;
		}
		return (outcome.delayLevel() > 0) ? DelayLevels.delay(outcome.delayLevel()) : this.retryDelay;
	}

	private void bury(SliceRun run, int index, ReceivedMessage message) {
		retries().forward(run.buffer(), message, ConsumeOutcome.DEAD_LETTER).whenComplete((taken, failure) -> {
			if (failure == null && taken) {
				run.done(index);
			}
			else {
				run.giveBack(index);
			}
			dispatch(run.buffer());
		});
	}

	private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
