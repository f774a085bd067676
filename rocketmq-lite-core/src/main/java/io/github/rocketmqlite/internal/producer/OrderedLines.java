package io.github.rocketmqlite.internal.producer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.OrderedSendException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.OrderingOptions;
import io.github.rocketmqlite.producer.OrderingOptions.OnFailure;
import org.jspecify.annotations.Nullable;

/**
 * Lets one message of an ordering key be under way at a time, its retries included. The
 * others wait in line, in the order in which they were sent. Keys that nothing is sent to
 * leave nothing behind.
 * <p>
 * Threading: thread-safe; never blocks. A message that waited starts on the thread that
 * ended the one in front.
 */
final class OrderedLines {

	private final OrderingOptions options;

	private final ScheduledExecutorService timer;

	/**
	 * There is a line, which may be empty, as long as a message of the key is under way.
	 */
	private final Map<Key, Deque<Waiting>> lines = new ConcurrentHashMap<>();

	OrderedLines(OrderingOptions options, ScheduledExecutorService timer) {
		this.options = options;
		this.timer = timer;
	}

	/**
	 * Starts a send when its turn comes.
	 * @param deadline when its wait ends at the latest
	 * @return the result of what was started, or why nothing was
	 */
	CompletableFuture<@Nullable SendResult> inTurn(Key key, Deadline deadline,
			Supplier<CompletableFuture<@Nullable SendResult>> start) {
		Waiting me = new Waiting(start);
		boolean[] first = new boolean[1];
		this.lines.compute(key, (same, line) -> {
			if (line == null) {
				first[0] = true;
				return new ArrayDeque<>();
			}
			if (line.size() >= this.options.maxWaitingPerKey()) {
				throw new BackPressureException("There are " + line.size() + " messages in line for " + key
						+ ", as many as the producer's option 'maxWaitingPerKey' allows");
			}
			line.add(me);
			return line;
		});
		if (first[0]) {
			run(key, me);
		}
		else {
			expireLater(key, me, deadline);
		}
		return me.result;
	}

	/**
	 * How many keys have a message under way.
	 */
	int size() {
		return this.lines.size();
	}

	/** A loop, so that a long line of sends that end at once does not fill the stack. */
	private void run(Key key, @Nullable Waiting first) {
		Waiting next = first;
		while (next != null) {
			Waiting running = next;
			CompletableFuture<@Nullable SendResult> sending = running.begin();
			if (!sending.isDone()) {
				sending.whenComplete((sent, failure) -> {
					Waiting following = ended(key, failure);
					// the result comes last: who waits for it may send at once
					running.end(sent, failure);
					run(key, following);
				});
				return;
			}
			Throwable failure = failure(sending);
			next = ended(key, failure);
			running.end((failure == null) ? sending.join() : null, failure);
		}
	}

	private static @Nullable Throwable failure(CompletableFuture<?> done) {
		return done.isCompletedExceptionally() ? done.handle((nothing, failure) -> failure).join() : null;
	}

	/** One of the key has ended: its line moves on, or is given up. */
	private @Nullable Waiting ended(Key key, @Nullable Throwable failure) {
		List<Waiting> dropped = new ArrayList<>();
		Waiting[] next = new Waiting[1];
		this.lines.compute(key, (same, line) -> {
			if (line == null) {
				return null;
			}
			if (failure != null && this.options.onFailure() == OnFailure.FAIL_WAITING) {
				dropped.addAll(line);
				return null;
			}
			next[0] = line.poll();
			return (next[0] != null) ? line : null;
		});
		if (failure != null) {
			drop(key, dropped, Failures.of(failure));
		}
		return next[0];
	}

	private static void drop(Key key, List<Waiting> dropped, RocketException cause) {
		for (Waiting waiting : dropped) {
			waiting.end(null, new OrderedSendException(
					"A message was not sent, because one in front of it for " + key + " failed", cause));
		}
	}

	private void expireLater(Key key, Waiting waiting, Deadline deadline) {
		try {
			waiting.expiry = this.timer.schedule(() -> expire(key, waiting), Math.max(0, deadline.nanos()),
					TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// the client is closing, and ends the send in front and thereby this one
			waiting.expiry = null;
		}
	}

	private void expire(Key key, Waiting expired) {
		List<Waiting> behind = new ArrayList<>();
		boolean[] found = new boolean[1];
		this.lines.computeIfPresent(key, (same, line) -> {
			for (Waiting waiting : line) {
				if (waiting == expired) {
					found[0] = true;
				}
				else if (found[0]) {
					behind.add(waiting);
				}
			}
			line.remove(expired);
			if (this.options.onFailure() == OnFailure.FAIL_WAITING) {
				line.removeAll(behind);
			}
			else {
				behind.clear();
			}
			return line;
		});
		if (found[0]) {
			RocketException timeout = new RocketTimeoutException(
					"A message waited in vain for its turn among those for " + key, Outcome.NOT_SENT, null);
			expired.end(null, timeout);
			drop(key, behind, timeout);
		}
	}

	/**
	 * What messages are ordered by.
	 *
	 * @param topic the topic
	 * @param orderingKey the key within the topic
	 */
	record Key(String topic, String orderingKey) {

		@Override
		public String toString() {
			return "ordering key '" + this.orderingKey.replaceAll("\\p{Cntrl}", "?") + "' of topic '" + this.topic
					+ "'";
		}

	}

	/** Not a record: two sends are never the same. */
	private static final class Waiting {

		private final Supplier<CompletableFuture<@Nullable SendResult>> start;

		private final CompletableFuture<@Nullable SendResult> result = new CompletableFuture<>();

		private volatile @Nullable Future<?> expiry;

		Waiting(Supplier<CompletableFuture<@Nullable SendResult>> start) {
			this.start = start;
		}

		CompletableFuture<@Nullable SendResult> begin() {
			cancelExpiry();
			try {
				return this.start.get();
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		void end(@Nullable SendResult sent, @Nullable Throwable failure) {
			cancelExpiry();
			if (failure != null) {
				this.result.completeExceptionally(failure);
			}
			else {
				this.result.complete(sent);
			}
		}

		private void cancelExpiry() {
			Future<?> running = this.expiry;
			if (running != null) {
				running.cancel(false);
			}
		}

	}

}
