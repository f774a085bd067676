package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import org.jspecify.annotations.Nullable;

/**
 * Asks brokers whether they are there: any answer says so, a refusal too.
 * <p>
 * Threading: immutable.
 */
public final class SignOfLife {

	private final RemotingClient brokers;

	public SignOfLife(RemotingClient brokers) {
		this.brokers = brokers;
	}

	/**
	 * Asks one broker.
	 * @param topic a topic that may be there, or not
	 * @return completes when the broker answered; exceptionally when it did not
	 */
	public CompletableFuture<@Nullable Void> ask(String address, String brokerName, String topic, Deadline deadline) {
		return this.brokers.call(address, new MaxOffsetRequest(topic, 0, brokerName), deadline)
			.handle((offset, failure) -> {
				if (failure == null || Blocking.unwrap(failure) instanceof BrokerException) {
					return CompletableFuture.<@Nullable Void>completedFuture(null);
				}
				return CompletableFuture.<@Nullable Void>failedFuture(failure);
			})
			.thenCompose((answer) -> answer);
	}

	/**
	 * Asks the brokers that take messages of a topic.
	 * @return completes when the first of them answered; exceptionally when none did
	 */
	CompletableFuture<@Nullable Void> askAny(TopicRoute route, Deadline deadline) {
		CompletableFuture<@Nullable Void> first = new CompletableFuture<>();
		List<CompletableFuture<@Nullable Void>> asked = route.publishQueues()
			.stream()
			.map(MessageQueue::brokerName)
			.distinct()
			.map((broker) -> askMaster(route, broker, deadline))
			.toList();
		asked.forEach((sign) -> sign.thenAccept((alive) -> first.complete(null)));
		CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
			if (failure != null) {
				first.completeExceptionally(Failures.of(failure));
			}
		});
		return first;
	}

	private CompletableFuture<@Nullable Void> askMaster(TopicRoute route, String broker, Deadline deadline) {
		String address = route.masterAddress(broker);
		if (address == null) {
			return CompletableFuture.failedFuture(new RocketConnectionException(
					"Broker '" + broker + "' has no master at the moment", Outcome.NOT_SENT, null));
		}
		return ask(address, broker, route.topic(), deadline);
	}

}
