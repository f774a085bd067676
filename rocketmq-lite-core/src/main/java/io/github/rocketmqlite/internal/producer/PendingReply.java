package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReplyTimeoutException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits for its reply. Whatever comes first ends it: the reply, a send
 * that fails, the deadline or the end of the producer.
 * <p>
 * Threading: thread-safe; the application's future completes on the callback threads.
 */
final class PendingReply {

	private final String id;

	private final Message request;

	private final String group;

	private final Duration timeout;

	private final Executor callbacks;

	private final Runnable ended;

	private final CompletableFuture<ReceivedMessage> future = new CompletableFuture<>();

	private volatile @Nullable Future<?> alarm;

	private volatile @Nullable SendResult stored;

	PendingReply(String id, Message request, String group, Duration timeout, Executor callbacks, Runnable ended) {
		this.id = id;
		this.request = request;
		this.group = group;
		this.timeout = timeout;
		this.callbacks = callbacks;
		this.ended = ended;
	}

	CompletableFuture<ReceivedMessage> future() {
		return this.future;
	}

	String group() {
		return this.group;
	}

	void endsWith(Future<?> timer) {
		this.alarm = timer;
		if (this.future.isDone()) {
			timer.cancel(false);
		}
	}

	/**
	 * The broker has the request.
	 */
	void stored(SendResult result) {
		this.stored = result;
	}

	void complete(ReceivedMessage reply) {
		end(() -> this.future.complete(reply));
	}

	void fail(RocketException failure) {
		end(() -> this.future.completeExceptionally(failure));
	}

	void timeout() {
		SendResult result = this.stored;
		String what = "request " + this.id + " to topic '" + this.request.topic() + "'";
		fail((result != null)
				? new ReplyTimeoutException("No reply to " + what + " came within " + this.timeout.toMillis()
						+ " ms; it is stored as message " + result.messageId() + " in " + result.queue())
				: new RocketTimeoutException(
						"The " + what + " was not acknowledged within " + this.timeout.toMillis() + " ms",
						Outcome.UNKNOWN, null));
	}

	private void end(Runnable completion) {
		this.ended.run();
		Future<?> timer = this.alarm;
		if (timer != null) {
			timer.cancel(false);
		}
		try {
			this.callbacks.execute(completion);
		}
		catch (RejectedExecutionException ex) {
			// the client is closed, and its callback threads with it
			completion.run();
		}
	}

}
