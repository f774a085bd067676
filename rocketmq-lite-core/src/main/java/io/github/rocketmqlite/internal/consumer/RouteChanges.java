package io.github.rocketmqlite.internal.consumer;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import org.jspecify.annotations.Nullable;

/**
 * Tells a consumer when the route of one of its topics changed. The route table keeps its
 * listeners, so this one lets go of the consumer when that is closed.
 * <p>
 * Threading: thread-safe.
 */
final class RouteChanges implements Consumer<TopicRoute> {

	private final Supplier<Set<String>> topics;

	private final AtomicReference<@Nullable Runnable> action;

	private RouteChanges(Supplier<Set<String>> topics, Runnable action) {
		this.topics = topics;
		this.action = new AtomicReference<>(action);
	}

	static RouteChanges of(Supplier<Set<String>> topics, Runnable action, CompletableFuture<?> closed) {
		RouteChanges changes = new RouteChanges(topics, action);
		closed.thenRun(() -> changes.action.set(null));
		return changes;
	}

	void listenTo(RouteTable routes) {
		routes.onChange(this);
	}

	@Override
	public void accept(TopicRoute route) {
		Runnable present = this.action.get();
		if (present != null && this.topics.get().contains(route.topic())) {
			present.run();
		}
	}

}
