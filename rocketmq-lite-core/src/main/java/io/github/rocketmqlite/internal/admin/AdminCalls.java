package io.github.rocketmqlite.internal.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.ClusterInfoRequest;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The ways to name servers and brokers. Routes come fresh from the name servers and are
 * not kept, so that looking at a topic does not put it into use.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class AdminCalls {

	private final AdminResources resources;

	AdminCalls(AdminResources resources) {
		this.resources = resources;
	}

	NameServers nameServers() {
		return this.resources.nameServers();
	}

	CompletableFuture<Map<String, RouteData.Broker>> brokers(Deadline deadline) {
		return nameServers().call(new ClusterInfoRequest(), deadline).thenApply((cluster) -> {
			Map<String, RouteData.Broker> byName = new LinkedHashMap<>();
			cluster.brokers().forEach((broker) -> byName.put(broker.name(), broker));
			return byName;
		});
	}

	CompletableFuture<RouteData> routeData(String topic, Deadline deadline) {
		return nameServers().call(new GetRouteRequest(topic), deadline).exceptionallyCompose((failure) -> {
			Throwable cause = Blocking.unwrap(failure);
			boolean unknown = cause instanceof BrokerException refusal
					&& refusal.code() == ResponseCode.TOPIC_NOT_EXIST.number();
			return CompletableFuture.failedFuture(unknown
					? new RouteNotFoundException(
							"Topic '" + topic + "' is not known to name servers " + nameServers().addresses(), cause)
					: cause);
		});
	}

	CompletableFuture<TopicRoute> route(String topic, Deadline deadline) {
		return routeData(topic, deadline).thenApply((data) -> TopicRoute.of(topic, data));
	}

	/**
	 * Asks one broker.
	 * @param address its address, {@code null} when it has none
	 */
	<R> CompletableFuture<R> call(String brokerName, @Nullable String address, Request<R> request, Deadline deadline) {
		if (address == null) {
			return CompletableFuture.failedFuture(new RocketConnectionException(
					"Broker '" + brokerName + "' has no master at the moment", Outcome.NOT_SENT, null));
		}
		return this.resources.brokers().call(address, request, deadline);
	}

	/**
	 * Asks the masters of all brokers, or of those in one cluster.
	 * @param cluster the cluster, {@code null} for all
	 */
	<R> CompletableFuture<Answers<R>> callMasters(@Nullable String cluster, Request<R> request, Deadline deadline) {
		return brokers(deadline).thenCompose((brokers) -> {
			Map<String, CompletableFuture<R>> calls = new LinkedHashMap<>();
			brokers.forEach((name, broker) -> {
				if (cluster == null || cluster.equals(broker.cluster())) {
					calls.put(name, call(name, broker.addresses().get(0L), request, deadline));
				}
			});
			if (calls.isEmpty()) {
				throw new RouteNotFoundException(
						"No broker" + ((cluster != null) ? " of cluster '" + cluster + "'" : "")
								+ " is known to name servers " + nameServers().addresses());
			}
			return Answers.of(calls);
		});
	}

	/**
	 * Asks each broker of a topic: its master, or while there is none another replica.
	 */
	<R> CompletableFuture<Answers<R>> callBrokersOf(String topic, Function<String, Request<R>> request,
			Deadline deadline) {
		return callBrokersOf(topic, (name) -> true, request, deadline);
	}

	/**
	 * Asks some of the brokers of a topic.
	 * @param wanted which ones, by their names
	 */
	<R> CompletableFuture<Answers<R>> callBrokersOf(String topic, Predicate<String> wanted,
			Function<String, Request<R>> request, Deadline deadline) {
		return route(topic, deadline).thenCompose((route) -> {
			Map<String, CompletableFuture<R>> calls = new LinkedHashMap<>();
			for (String name : route.brokerNames()) {
				if (wanted.test(name)) {
					calls.put(name, call(name, route.readAddress(name, 0), request.apply(name), deadline));
				}
			}
			return Answers.of(calls);
		});
	}

}
