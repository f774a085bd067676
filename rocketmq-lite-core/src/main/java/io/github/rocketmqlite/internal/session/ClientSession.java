package io.github.rocketmqlite.internal.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.codec.command.UnregisterRequest;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.session.GroupMember.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the brokers informed of this client and its group members: heartbeats at regular
 * intervals, at once when a connection is made and at once when a consumer joins, and a
 * farewell when a member leaves.
 * <p>
 * Each broker is told independently, so a dead one delays nobody else's heartbeat.
 * <p>
 * Threading: thread-safe and never blocking.
 */
public final class ClientSession {

	private static final Logger logger = LoggerFactory.getLogger(ClientSession.class);

	private final String clientId;

	private final GroupMembers members;

	private final RouteTable routes;

	private final RemotingClient brokers;

	private final Duration requestTimeout;

	private final Map<String, Integer> versions = new ConcurrentHashMap<>();

	private final Map<String, CompletableFuture<Integer>> underWay = new ConcurrentHashMap<>();

	private final Set<String> oldBrokers = ConcurrentHashMap.newKeySet();

	private final @Nullable CompactHeartbeats compact;

	public ClientSession(String clientId, GroupMembers members, RouteTable routes, RemotingClient brokers,
			Duration requestTimeout) {
		this(clientId, members, routes, brokers, requestTimeout, false);
	}

	/**
	 * Prepares a session.
	 * @param compactHeartbeats whether heartbeats leave out what a broker has confirmed
	 */
	public ClientSession(String clientId, GroupMembers members, RouteTable routes, RemotingClient brokers,
			Duration requestTimeout, boolean compactHeartbeats) {
		this.compact = compactHeartbeats ? new CompactHeartbeats(brokers) : null;
		this.clientId = clientId;
		this.members = members;
		this.routes = routes;
		this.brokers = brokers;
		this.requestTimeout = requestTimeout;
	}

	/**
	 * Starts the regular heartbeats; they end with the timer.
	 */
	public void start(ScheduledExecutorService timer, Duration heartbeatInterval) {
		long millis = heartbeatInterval.toMillis();
		timer.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
	}

	public String clientId() {
		return this.clientId;
	}

	/**
	 * The protocol version of each broker, by its address, as its last answer to a
	 * heartbeat gave it.
	 */
	public Map<String, Integer> brokerVersions() {
		return Map.copyOf(this.versions);
	}

	/** The members at the moment. */
	public List<GroupMember> members() {
		return this.members.all();
	}

	/**
	 * Adds a member; the next heartbeat announces it.
	 * @throws IllegalStateException when the client has a member of that role and group
	 */
	public void join(GroupMember member) {
		if (this.members.add(member) != null) {
			throw new IllegalStateException("Client " + this.clientId + " already has a " + roleName(member)
					+ " of group '" + member.group() + "'");
		}
	}

	/**
	 * Removes a member and tells every known broker so.
	 * @return completes when all have answered or the deadline is over, never
	 * exceptionally
	 */
	public CompletableFuture<@Nullable Void> leave(GroupMember member, Deadline deadline) {
		this.members.remove(member);
		boolean consumer = member.role() == Role.CONSUMER;
		UnregisterRequest request = new UnregisterRequest(this.clientId, consumer ? null : member.group(),
				consumer ? member.group() : null);
		List<CompletableFuture<?>> answers = new ArrayList<>();
		for (String address : addresses().keySet()) {
			if (this.brokers.isReady(address)) {
				answers.add(afterHeartbeat(address).thenCompose((told) -> this.brokers.call(address, request, deadline))
					.handle((done, failure) -> {
						if (failure != null) {
							logger.debug("Client {} could not unregister group {} at {}", this.clientId, member.group(),
									address, failure);
						}
						return done;
					}));
			}
		}
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
	}

	/**
	 * A heartbeat that names the member may still be on its way. Brokers handle it on
	 * other threads than a farewell, so it could bring the member back.
	 */
	private CompletableFuture<?> afterHeartbeat(String address) {
		CompletableFuture<Integer> heartbeat = this.underWay.get(address);
		return (heartbeat != null) ? heartbeat.exceptionally((failure) -> 0) : CompletableFuture.completedFuture(0);
	}

	/**
	 * Tells every known broker of this client now.
	 * @return the number of brokers that acknowledged; fails only when there are brokers
	 * and none of them did
	 */
	public CompletableFuture<Integer> heartbeat(Deadline deadline) {
		Map<String, String> addresses = addresses();
		if (addresses.isEmpty()) {
			return CompletableFuture.completedFuture(0);
		}
		HeartbeatRequest request = request();
		HeartbeatRound round = new HeartbeatRound(addresses.size());
		addresses.forEach((address, brokerName) -> beat(address, request, deadline).whenComplete(round::answered));
		return round.acknowledged();
	}

	/**
	 * Tells one broker of this client now.
	 * @return the broker's protocol version
	 */
	public CompletableFuture<Integer> heartbeat(String address, Deadline deadline) {
		return beat(address, request(), deadline);
	}

	/**
	 * A connection to a broker is ready: what the broker knew of this client through an
	 * earlier one is gone, so it is told again, unless a heartbeat is what the connection
	 * was made for.
	 */
	public void onConnected(String address) {
		if (!this.members.all().isEmpty() && !this.underWay.containsKey(address)) {
			beat(address, request(), Deadline.after(this.requestTimeout));
		}
	}

	/**
	 * A connection to a broker is gone. What the broker answers to a heartbeat that is
	 * still under way says nothing about the next connection.
	 */
	public void onLost(String address) {
		this.underWay.remove(address);
		if (this.compact != null) {
			this.compact.forget(address);
		}
	}

	private void beat() {
		try {
			if (!this.members.all().isEmpty()) {
				HeartbeatRequest request = request();
				Deadline deadline = Deadline.after(this.requestTimeout);
				Map<String, String> addresses = addresses();
				this.versions.keySet().retainAll(addresses.keySet());
				this.oldBrokers.retainAll(addresses.keySet());
				addresses.forEach((address, brokerName) -> beat(address, request, deadline));
			}
		}
		catch (RuntimeException ex) {
			logger.error("Client {} could not send its heartbeats", this.clientId, ex);
		}
	}

	private CompletableFuture<Integer> beat(String address, HeartbeatRequest request, Deadline deadline) {
		CompletableFuture<Integer> answer = new CompletableFuture<>();
		this.underWay.put(address, answer);
		return told(address, request, deadline).whenComplete((version, failure) -> {
			this.underWay.remove(address, answer);
			answer.complete(0);
			if (failure == null) {
				answered(address, version);
			}
			else {
				logger.warn("Client {} got no answer to its heartbeat from {}: {}", this.clientId, address,
						failure.toString());
			}
		});
	}

	private CompletableFuture<Integer> told(String address, HeartbeatRequest request, Deadline deadline) {
		return (this.compact != null) ? this.compact.tell(address, request, deadline)
				: this.brokers.call(address, request, deadline);
	}

	/**
	 * Notes a broker's version. An old one is worth a warning, because anybody who
	 * reaches such a broker may reconfigure it; one for each broker, because the
	 * application can do nothing about it.
	 */
	private void answered(String address, int version) {
		this.versions.put(address, version);
		if (BrokerVersion.isOld(version) && this.oldBrokers.add(address)) {
			logger.warn(
					"Client {}: broker {} is of release {}; releases before {} have known security holes "
							+ "(CVE-2023-33246, CVE-2023-37582)",
					this.clientId, address, BrokerVersion.text(version), BrokerVersion.text(BrokerVersion.RECOMMENDED));
		}
	}

	private HeartbeatRequest request() {
		List<String> producers = new ArrayList<>();
		List<HeartbeatRequest.ConsumerGroup> consumers = new ArrayList<>();
		for (GroupMember member : this.members.all()) {
			HeartbeatRequest.ConsumerGroup consumer = member.consumerEntry();
			if (consumer != null) {
				consumers.add(consumer);
			}
			else {
				producers.add(member.group());
			}
		}
		return new HeartbeatRequest(this.clientId, producers, consumers);
	}

	/**
	 * The addresses to tell, each with its broker's name: replicas only when there is a
	 * consumer that may read from them.
	 */
	private Map<String, String> addresses() {
		boolean consumers = this.members.all().stream().anyMatch((member) -> member.role() == Role.CONSUMER);
		Map<String, String> addresses = new HashMap<>();
		this.routes.brokers().forEach((brokerName, replicas) -> replicas.forEach((id, address) -> {
			if (id == TopicRoute.MASTER || consumers) {
				addresses.put(address, brokerName);
			}
		}));
		return addresses;
	}

	private static String roleName(GroupMember member) {
		return (member.role() == Role.CONSUMER) ? "consumer" : "producer";
	}

}
