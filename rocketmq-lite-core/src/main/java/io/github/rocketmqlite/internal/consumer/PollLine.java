package io.github.rocketmqlite.internal.consumer;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Keeps buffers with messages in line until the application polls, instead of handing
 * them to a listener. Each poll takes from the first and puts it back at the end, so the
 * queues take turns.
 * <p>
 * Threading: thread-safe; one thread takes at a time.
 */
final class PollLine implements Dispatcher {

	private final Queue<QueueBuffer> line = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean wakeup = new AtomicBoolean();

	private volatile CompletableFuture<Boolean> news = new CompletableFuture<>();

	@Override
	public void dispatch(QueueBuffer buffer) {
		if (buffer.enterLine()) {
			this.line.add(buffer);
		}
		this.news.complete(true);
	}

	/** The first buffer in line, which leaves it, or {@code null}. */
	@Nullable QueueBuffer next() {
		QueueBuffer buffer = this.line.poll();
		if (buffer != null) {
			buffer.leaveLine();
		}
		return buffer;
	}

	/**
	 * Completes when there may be messages, or the poll shall end. To be asked for before
	 * looking, so that nothing that comes meanwhile is missed.
	 */
	CompletableFuture<Boolean> news() {
		CompletableFuture<Boolean> next = new CompletableFuture<>();
		this.news = next;
		if (this.wakeup.get()) {
			next.complete(true);
		}
		return next;
	}

	/** Ends the wait of the poll that waits now, or of the next one. */
	void wakeup() {
		this.wakeup.set(true);
		this.news.complete(true);
	}

	/** Whether the wait was ended since the last question. */
	boolean wasWokenUp() {
		return this.wakeup.getAndSet(false);
	}

	@Override
	public void pause() {
		// queues rest one by one
	}

	@Override
	public void resume() {
		// queues rest one by one
	}

	@Override
	public void concurrency(int concurrency) {
		// one thread polls
	}

	@Override
	public int concurrency() {
		return 1;
	}

	@Override
	public boolean isSaturated() {
		return false;
	}

	@Override
	public void maxMessagesPerSecond(int messages) {
		// the application decides how often it polls
	}

	@Override
	public int maxMessagesPerSecond() {
		return 0;
	}

	@Override
	public void close() {
		wakeup();
	}

}
