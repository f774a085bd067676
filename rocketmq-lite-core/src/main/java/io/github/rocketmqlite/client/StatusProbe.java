package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.client.ClientStatus.Peer;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers for a sign of life. Any answer is one, a refusal too.
 * <p>
 * Threading: immutable.
 */
record StatusProbe(ClientOptions options, NameServers nameServers, RouteTable routes, RemotingClient brokers) {

	/** Every broker has it, and nobody sends to it. */
	private static final String PROBED_TOPIC = Names.TEMPLATE_TOPIC;

	CompletableFuture<ClientStatus> status(Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		List<CompletableFuture<Peer>> servers = new ArrayList<>();
		Request<?> question = new GetRouteRequest(PROBED_TOPIC);
		for (String address : this.nameServers.addresses()) {
			servers.add(peer(address, address, this.nameServers.callOne(address, question, deadline)));
		}
		List<CompletableFuture<Peer>> masters = new ArrayList<>();
		for (Map.Entry<String, Map<Long, String>> broker : new TreeMap<>(this.routes.brokers()).entrySet()) {
			masters.add(probe(broker.getKey(), broker.getValue().get(TopicRoute.MASTER), deadline));
		}
		return all(servers).thenCombine(all(masters),
				(first, second) -> new ClientStatus(this.options.clientId(), first, second));
	}

	private CompletableFuture<Peer> probe(String brokerName, @Nullable String address, Deadline deadline) {
		if (address == null) {
			return CompletableFuture.completedFuture(new Peer(brokerName, "", false, "has no master at the moment"));
		}
		return peer(brokerName, address,
				this.brokers.call(address, new MaxOffsetRequest(PROBED_TOPIC, 0, brokerName), deadline));
	}

	private static CompletableFuture<Peer> peer(String name, String address, CompletableFuture<?> answer) {
		return answer.handle((done, failure) -> {
			Throwable cause = (failure != null) ? Blocking.unwrap(failure) : null;
			if (cause == null || cause instanceof BrokerException) {
				return new Peer(name, address, true, "");
			}
			return new Peer(name, address, false, String.valueOf(cause.getMessage()));
		});
	}

	private static CompletableFuture<List<Peer>> all(List<CompletableFuture<Peer>> peers) {
		return CompletableFuture.allOf(peers.toArray(CompletableFuture[]::new))
			.thenApply((done) -> peers.stream().map(CompletableFuture::join).toList());
	}

}
