package io.github.rocketmqlite.internal.namesrv;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.Elapsed;

/**
 * One of those who await a shared look-up, each until a deadline of its own.
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

	CompletableFuture<TopicRoute> follow(CompletableFuture<TopicRoute> lookup) {
		lookup.whenComplete((route, failure) -> {
			if (failure == null) {
				this.result.complete(route);
			}
			else {
				this.result.completeExceptionally(Blocking.unwrap(failure));
			}
		});
		if (!this.result.isDone()) {
			boundByDeadline();
		}
		return this.result;
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
