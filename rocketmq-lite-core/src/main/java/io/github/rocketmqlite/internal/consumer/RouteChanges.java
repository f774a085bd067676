package io.github.rocketmqlite.internal.consumer;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;

/**
 * Tells a consumer when the route of one of its topics changed, until it is closed.
 * <p>
 * Threading: thread-safe.
 */
final class RouteChanges implements Consumer<TopicRoute> {

	private final Supplier<Set<String>> topics;

	private final Runnable action;

	private final CompletableFuture<?> closed;

	private RouteChanges(Supplier<Set<String>> topics, Runnable action, CompletableFuture<?> closed) {
		this.topics = topics;
		this.action = action;
		this.closed = closed;
	}

	static RouteChanges of(Supplier<Set<String>> topics, Runnable action, CompletableFuture<?> closed) {
		return new RouteChanges(topics, action, closed);
	}

	void listenTo(RouteTable routes) {
		this.closed.thenRun(routes.onChange(this));
	}

	@Override
	public void accept(TopicRoute route) {
		if (this.topics.get().contains(route.topic())) {
			this.action.run();
		}
	}

}
