package io.github.rocketmqlite.internal.consumer;

import java.util.Iterator;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers of a topic one after the other until one answers. All members of a
 * group ask them in the same order.
 * <p>
 * Threading: stateless; the question is asked by the caller, and again by whoever ends
 * the one before.
 */
final class BrokersInTurn {

	private BrokersInTurn() {
	}

	/**
	 * Asks until there is an answer.
	 * @param question asks the broker of that name
	 * @return fails as the last broker did, or because the topic has none
	 */
	static <T> CompletableFuture<T> ask(TopicRoute route, Function<String, CompletableFuture<T>> question) {
		return ask(route.topic(), new TreeSet<>(route.brokerNames()).iterator(), question, null);
	}

	private static <T> CompletableFuture<T> ask(String topic, Iterator<String> brokers,
			Function<String, CompletableFuture<T>> question, @Nullable Throwable failure) {
		if (!brokers.hasNext()) {
			return CompletableFuture.failedFuture(
					(failure != null) ? failure : new RouteNotFoundException("Topic " + topic + " has no broker"));
		}
		return question.apply(brokers.next()).exceptionallyCompose((next) -> ask(topic, brokers, question, next));
	}

}
