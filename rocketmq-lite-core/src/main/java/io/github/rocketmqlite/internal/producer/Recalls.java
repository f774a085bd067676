package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.RecallHandle;
import io.github.rocketmqlite.internal.codec.command.RecallMessageRequest;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;

/**
 * Takes timer messages back at the broker that holds them.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class Recalls {

	private final String group;

	private final RouteTable routes;

	private final RemotingClient brokers;

	private final List<RecallObserver> observers;

	Recalls(String group, RouteTable routes, RemotingClient brokers, List<RecallObserver> observers) {
		this.group = group;
		this.observers = observers;
		this.routes = routes;
		this.brokers = brokers;
	}

	/**
	 * Asks the broker, once.
	 * @return the message's id; completes on an event loop or the timer
	 */
	CompletableFuture<String> recall(String topic, String handle, Deadline deadline) {
		Names.checkSendTopic(topic);
		RecallHandle decoded = RecallHandle.decode(handle);
		String brokerName = decoded.brokerName();
		return this.routes.route(topic, deadline)
			.thenCompose((route) -> this.brokers.call(address(route, brokerName),
					new RecallMessageRequest(this.group, topic, handle, brokerName), deadline))
			.whenComplete((id, failure) -> this.observers
				.forEach((observer) -> observer.recalled(this.group, topic, decoded.messageId(), failure == null)));
	}

	private static String address(TopicRoute route, String brokerName) {
		String address = route.masterAddress(brokerName);
		if (address == null) {
			throw new RocketConnectionException("Broker '" + brokerName + "', which holds the message to topic '"
					+ route.topic() + "', has no master at the moment", Outcome.NOT_SENT, null);
		}
		return address;
	}

}
