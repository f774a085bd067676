package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * What the dispatchers share: workers, and calls of the listener that may outlast them.
 * <p>
 * Threading: thread-safe; no lock is held while the listener runs.
 */
abstract class WorkerDispatcher implements Dispatcher {

	private final ListenerCall listener;

	private final Redelivery retries;

	private final Workers workers;

	WorkerDispatcher(ListenerCall listener, Redelivery retries, ListenerThreads threads, int concurrency,
			RateLimit rate, ScheduledExecutorService timer) {
		this.listener = listener;
		this.retries = retries;
		this.workers = new Workers(threads, timer, concurrency, rate, this::serve);
	}

	/** Hands some messages of a buffer to the listener, on a worker's thread. */
	abstract void serve(QueueBuffer buffer);

	final Redelivery retries() {
		return this.retries;
	}

	final boolean mayHandOutOf(QueueBuffer buffer) {
		return this.workers.areRunning() && !buffer.isClosed() && !buffer.isResting();
	}

	final void suspend(QueueBuffer buffer, Duration delay) {
		this.workers.suspend(buffer, delay);
	}

	final RateLimit rate() {
		return this.workers.rate();
	}

	final boolean isBatching() {
		return this.listener.isBatching();
	}

	final boolean isAsynchronous() {
		return this.listener.isAsynchronous();
	}

	final void call(List<ReceivedMessage> messages, Consumer<ListenerCall.Ended> ended) {
		this.workers.rate().use(messages.size());
		if (!this.listener.isAsynchronous()) {
			this.listener.call(messages, ended);
			return;
		}
		this.workers.callBegins();
		this.listener.call(messages, (outcome) -> {
			try {
				ended.accept(outcome);
			}
			finally {
				this.workers.callEnds();
			}
		});
	}

	@Override
	public final void dispatch(QueueBuffer buffer) {
		this.workers.dispatch(buffer);
	}

	@Override
	public final void pause() {
		this.workers.pause();
	}

	@Override
	public final void resume() {
		this.workers.resume();
	}

	@Override
	public final void concurrency(int concurrency) {
		this.workers.concurrency(concurrency);
	}

	@Override
	public final int concurrency() {
		return this.workers.concurrency();
	}

	@Override
	public final boolean isSaturated() {
		return this.workers.areSaturated();
	}

	@Override
	public final void maxMessagesPerSecond(int messages) {
		this.workers.maxMessagesPerSecond(messages);
	}

	@Override
	public final int maxMessagesPerSecond() {
		return this.workers.rate().perSecond();
	}

	@Override
	public final void close() {
		this.workers.close();
	}

}
