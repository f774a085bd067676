package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.consumer.PushConsumerOptions;

/**
 * Hands the messages of each ordering key to the listener in their order, one call at a
 * time, and those of different keys side by side: a buffer that is ordered by key hands
 * out nothing of a key while something of it is under way. What fails holds back its own
 * key only.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
final class KeyedDispatcher extends OrderedDispatcher {

	KeyedDispatcher(ListenerCall listener, Redelivery retries, ListenerThreads threads, PushConsumerOptions options,
			RateLimit rate, ScheduledExecutorService timer) {
		super(listener, retries, threads, options, rate, timer);
	}

	@Override
	void serve(QueueBuffer buffer) {
		Slice slice = buffer.take(rate().most(quickly()));
		if (slice == null) {
			return;
		}
		if (buffer.hasNext()) {
			dispatch(buffer);
		}
		handle(buffer, slice);
	}

	@Override
	void suspend(SliceRun run, int index, Duration delay) {
		suspend(run.buffer(), KeyedRing.key(run.slice().message(index)), delay);
	}

}
