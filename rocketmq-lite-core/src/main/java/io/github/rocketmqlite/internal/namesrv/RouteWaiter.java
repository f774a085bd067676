package io.github.rocketmqlite.internal.namesrv;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.Elapsed;

/**
 * One of those who await shared look-ups, each until a deadline of its own.
 * <p>
 * Threading: thread-safe.
 */
final class RouteWaiter {

	private final String topic;

	private final List<String> nameServers;

	private final Deadline deadline;

	private final ScheduledExecutorService timer;

	private final long startedAt = System.nanoTime();

	private final CompletableFuture<TopicRoute> result = new CompletableFuture<>();

	RouteWaiter(String topic, List<String> nameServers, Deadline deadline, ScheduledExecutorService timer) {
		this.topic = topic;
		this.nameServers = nameServers;
		this.deadline = deadline;
		this.timer = timer;
	}

	/**
	 * Awaits a look-up, and after one that nobody answered the next: a look-up has less
	 * time than a patient waiter.
	 * @param lookup joins the look-up that is under way or starts one
	 */
	CompletableFuture<TopicRoute> follow(Supplier<CompletableFuture<TopicRoute>> lookup) {
		await(lookup);
		if (!this.result.isDone()) {
			boundByDeadline();
		}
		return this.result;
	}

	private void await(Supplier<CompletableFuture<TopicRoute>> lookup) {
		lookup.get().whenComplete((route, failure) -> {
			if (failure == null) {
				this.result.complete(route);
				return;
			}
			Throwable cause = Blocking.unwrap(failure);
			if (cause instanceof RocketTimeoutException && !this.deadline.isExpired() && !this.result.isDone()) {
				await(lookup);
			}
			else {
				this.result.completeExceptionally(cause);
			}
		});
	}

	private void boundByDeadline() {
		try {
			Future<?> alarm = this.timer.schedule(this::timeout, Math.max(0, this.deadline.nanos()),
					TimeUnit.NANOSECONDS);
			this.result.whenComplete((route, failure) -> alarm.cancel(false));
		}
		catch (RejectedExecutionException ex) {
			this.result.completeExceptionally(new ClientClosedException(
					"The client was closed while it looked for topic '" + this.topic + "'", Outcome.NOT_SENT, ex));
		}
	}

	private void timeout() {
		this.result.completeExceptionally(
				new RocketTimeoutException(
						"The route of topic '" + this.topic + "' was not found within " + Elapsed.since(this.startedAt)
								+ ": none of the name servers " + this.nameServers + " answered",
						Outcome.NOT_SENT, null));
	}

}
