package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.session.BrokerVersion;
import io.github.rocketmqlite.internal.session.ClientSession;
import io.github.rocketmqlite.internal.session.GroupMember;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as the client's route table, connections and session show it.
 * <p>
 * Threading: thread-safe.
 */
final class ClientCluster implements Cluster {

	private static final Logger logger = LoggerFactory.getLogger(ClientCluster.class);

	private final ClientSession session;

	private final RouteTable routes;

	private final RemotingClient brokers;

	private final Duration requestTimeout;

	private final AtomicReference<@Nullable CompletableFuture<Integer>> heartbeat = new AtomicReference<>();

	ClientCluster(ConsumerResources resources) {
		this.session = resources.session();
		this.routes = resources.routes();
		this.brokers = resources.brokers();
		this.requestTimeout = resources.requestTimeout();
	}

	@Override
	public String clientId() {
		return this.session.clientId();
	}

	@Override
	public String inNamespace(String name) {
		return this.brokers.namespace().wrap(name);
	}

	@Override
	public boolean hasTimerWheel(String brokerName) {
		String master = this.routes.masterAddress(brokerName);
		Integer version = (master != null) ? this.session.brokerVersions().get(master) : null;
		return version != null && BrokerVersion.hasTimerWheel(version);
	}

	@Override
	public CompletableFuture<TopicRoute> route(String topic, Deadline deadline) {
		return this.routes.route(topic, deadline);
	}

	@Override
	public void refreshRoute(String topic) {
		this.routes.refresh(topic, Deadline.after(this.requestTimeout)).whenComplete((route, failure) -> {
			if (failure != null) {
				logger.debug("Route of {} could not be refreshed: {}", topic, Blocking.unwrap(failure).getMessage());
			}
		});
	}

	@Override
	public <R> CompletableFuture<R> callMaster(String brokerName, Request<R> request, Deadline deadline) {
		String address = this.routes.masterAddress(brokerName);
		return (address != null) ? this.brokers.call(address, request, deadline)
				: noRoute("master of broker " + brokerName);
	}

	@Override
	public <R> CompletableFuture<R> callReplica(Replica replica, Request<R> request, Deadline deadline) {
		TopicRoute route = this.routes.snapshot(replica.topic());
		String address = (route != null) ? route.readAddress(replica.brokerName(), replica.brokerId()) : null;
		return (address != null) ? this.brokers.call(address, request, deadline)
				: noRoute("broker " + replica.brokerName() + " of topic " + replica.topic());
	}

	private static <R> CompletableFuture<R> noRoute(String what) {
		return CompletableFuture.failedFuture(new RouteNotFoundException("No route to the " + what));
	}

	@Override
	public CompletableFuture<Integer> heartbeat() {
		CompletableFuture<Integer> shared = this.heartbeat.get();
		if (shared != null) {
			return shared;
		}
		CompletableFuture<Integer> mine = new CompletableFuture<>();
		CompletableFuture<Integer> first = this.heartbeat.compareAndExchange(null, mine);
		if (first != null) {
			return first;
		}
		// whatever happens, the next caller must be able to send another one
		CompletableFuture.completedFuture(Deadline.after(this.requestTimeout))
			.thenCompose(this.session::heartbeat)
			.whenComplete((acknowledged, failure) -> {
				this.heartbeat.set(null);
				if (failure == null) {
					mine.complete(acknowledged);
				}
				else {
					mine.completeExceptionally(failure);
				}
			});
		return mine;
	}

	@Override
	public void join(GroupMember member) {
		this.session.join(member);
	}

	@Override
	public CompletableFuture<@Nullable Void> leave(GroupMember member, Deadline deadline) {
		// a heartbeat that arrives after the farewell would make a ghost of the member
		CompletableFuture<Integer> pending = this.heartbeat.get();
		CompletableFuture<?> quiet = (pending != null) ? pending.handle((acknowledged, failure) -> true)
				: CompletableFuture.completedFuture(true);
		return quiet.thenCompose((ignored) -> this.session.leave(member, deadline));
	}

}
