package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.ConsumerConnections;
import io.github.rocketmqlite.internal.codec.command.ConsumerConnectionsRequest;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.codec.command.LockQueuesRequest;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.MinOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.codec.command.QueryOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import io.github.rocketmqlite.internal.codec.command.SearchOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.internal.codec.command.UnlockQueuesRequest;
import io.github.rocketmqlite.internal.codec.command.UpdateOffsetRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.session.GroupMember;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one broker that holds everything in plain fields. Pulls wait until the
 * test answers them; everything else is answered at once, or refused when the test says
 * so.
 */
final class FakeCluster implements Cluster {

	static final String CLIENT_ID = "client-1";

	final Map<MessageQueue, Long> committed = new ConcurrentHashMap<>();

	final Map<MessageQueue, Long> maxOffsets = new ConcurrentHashMap<>();

	volatile long searchedOffset;

	final List<Pull> pulls = new CopyOnWriteArrayList<>();

	final List<Request<?>> requests = new CopyOnWriteArrayList<>();

	final Set<Class<?>> failing = ConcurrentHashMap.newKeySet();

	final Set<Class<?>> silent = ConcurrentHashMap.newKeySet();

	final Set<MessageQueue> lockedByOthers = ConcurrentHashMap.newKeySet();

	/** What requests for locks get, if the test does not leave that to the cluster. */
	@Nullable CompletableFuture<List<MessageQueue>> lateLocks;

	/** What happened, in words, in order. */
	final List<String> events = new CopyOnWriteArrayList<>();

	volatile List<String> members = List.of(CLIENT_ID);

	/** What the broker holds for the group. */
	volatile List<ConsumerConnections.Subscription> subscriptions = List
		.of(new ConsumerConnections.Subscription("orders", "*", "TAG", 1));

	/** The answers that silent brokers still owe. */
	private final List<CompletableFuture<Object>> owed = new CopyOnWriteArrayList<>();

	/** What heartbeats get, if the test does not leave that to the cluster. */
	volatile @Nullable CompletableFuture<Integer> lateHeartbeat;

	/** Who is in the group. */
	volatile @Nullable GroupMember joined;

	boolean heartbeatRegisters;

	/** Whether the broker is one of those before 5.0. */
	volatile boolean old;

	private final Map<String, TopicRoute> routes = new ConcurrentHashMap<>();

	@Nullable RuntimeException routeFailure;

	@Nullable RuntimeException heartbeatFailure;

	Map<String, TopicRoute> topics() {
		return this.routes;
	}

	void topic(String topic, int queues) {
		this.routes.put(topic,
				TopicRoute.of(topic,
						new RouteData(
								List.of(new RouteData.Broker("cluster", "broker-a", Map.of(0L, "127.0.0.1:10911"))),
								List.of(new RouteData.Queues("broker-a", queues, queues, 6)), null, false)));
	}

	@Override
	public String clientId() {
		return CLIENT_ID;
	}

	@Override
	public boolean hasTimerWheel(String brokerName) {
		return !this.old;
	}

	@Override
	public CompletableFuture<TopicRoute> route(String topic, Deadline deadline) {
		TopicRoute route = this.routes.get(topic);
		if (this.routeFailure != null) {
			return CompletableFuture.failedFuture(this.routeFailure);
		}
		return (route != null) ? CompletableFuture.completedFuture(route)
				: CompletableFuture.failedFuture(new RouteNotFoundException("no route of " + topic));
	}

	@Override
	public void refreshRoute(String topic) {
		this.events.add("refresh " + topic);
	}

	@Override
	public <R> CompletableFuture<R> callReplica(Replica replica, Request<R> request, Deadline deadline) {
		if (request instanceof PullMessageRequest pull) {
			this.events.add("pull " + pull.queueId() + " at " + pull.queueOffset());
			Pull waiting = new Pull(pull, replica.brokerId(), deadline, new CompletableFuture<>());
			this.pulls.add(waiting);
			return cast(waiting.answer);
		}
		return answer(request);
	}

	@Override
	public <R> CompletableFuture<R> callMaster(String brokerName, Request<R> request, Deadline deadline) {
		return answer(request);
	}

	private <R> CompletableFuture<R> answer(Request<R> request) {
		this.requests.add(request);
		if (this.lateLocks != null && request instanceof LockQueuesRequest) {
			return cast(this.lateLocks);
		}
		if (this.silent.contains(request.getClass())) {
			CompletableFuture<Object> later = new CompletableFuture<>();
			this.owed.add(later);
			return cast(later);
		}
		if (this.failing.contains(request.getClass())) {
			return CompletableFuture
				.failedFuture(new RocketConnectionException("connection lost", Outcome.UNKNOWN, null));
		}
		return cast(CompletableFuture.completedFuture(result(request)));
	}

	private Object result(Request<?> request) {
		if (request instanceof ConsumerListRequest) {
			return this.members;
		}
		if (request instanceof ConsumerConnectionsRequest) {
			return new ConsumerConnections("", "", "", List.of(), this.subscriptions);
		}
		if (request instanceof QueryOffsetRequest query) {
			Long offset = this.committed.get(new MessageQueue(query.topic(), "broker-a", query.queueId()));
			return (offset != null) ? OptionalLong.of(offset) : OptionalLong.empty();
		}
		if (request instanceof UpdateOffsetRequest update) {
			this.events.add("commit " + update.queueId() + " at " + update.offset());
			this.committed.put(new MessageQueue(update.topic(), "broker-a", update.queueId()), update.offset());
			return true;
		}
		if (request instanceof MaxOffsetRequest max) {
			return this.maxOffsets.getOrDefault(new MessageQueue(max.topic(), "broker-a", max.queueId()), 0L);
		}
		if (request instanceof SearchOffsetRequest) {
			return this.searchedOffset;
		}
		if (request instanceof MinOffsetRequest) {
			return 5L;
		}
		if (request instanceof SendBackRequest sendBack) {
			this.events.add("send back " + sendBack.originMessageId());
			return true;
		}
		if (request instanceof LockQueuesRequest lock) {
			return lock.queues().stream().filter((queue) -> !this.lockedByOthers.contains(queue)).toList();
		}
		if (request instanceof UnlockQueuesRequest unlock) {
			unlock.queues().forEach((queue) -> this.events.add("unlock " + queue.queueId()));
			return true;
		}
		if (request instanceof SendMessageRequest) {
			return new SendMessageResponse(SendStatus.SEND_OK, "id", 0, 0, null, null, true);
		}
		throw new IllegalArgumentException("Unexpected: " + request);
	}

	@SuppressWarnings("unchecked")
	private static <R> CompletableFuture<R> cast(CompletableFuture<?> future) {
		return (CompletableFuture<R>) future;
	}

	@Override
	public CompletableFuture<Integer> heartbeat() {
		this.events.add("heartbeat");
		CompletableFuture<Integer> late = this.lateHeartbeat;
		if (late != null) {
			return late;
		}
		if (this.heartbeatFailure != null) {
			return CompletableFuture.failedFuture(this.heartbeatFailure);
		}
		if (this.heartbeatRegisters) {
			this.members = List.of(CLIENT_ID);
		}
		return CompletableFuture.completedFuture(1);
	}

	@Override
	public void join(GroupMember member) {
		this.events.add("join");
		this.joined = member;
	}

	@Override
	public CompletableFuture<@Nullable Void> leave(GroupMember member, Deadline deadline) {
		this.events.add("leave");
		this.joined = null;
		return CompletableFuture.completedFuture(null);
	}

	/** Gives an answer to all that silent brokers were asked. */
	void answerLate(Object answer) {
		this.owed.forEach((later) -> later.complete(answer));
	}

	/** The last pull of a queue. */
	Pull pull(int queueId) {
		List<Pull> ofQueue = this.pulls.stream().filter((pull) -> pull.request.queueId() == queueId).toList();
		return ofQueue.get(ofQueue.size() - 1);
	}

	List<Long> pulledOffsets() {
		return this.pulls.stream().map((pull) -> pull.request.queueOffset()).toList();
	}

	<T extends Request<?>> List<T> requests(Class<T> type) {
		return this.requests.stream().filter(type::isInstance).map(type::cast).collect(Collectors.toList());
	}

	static RocketConnectionException connectionLost() {
		return new RocketConnectionException("connection lost", Outcome.UNKNOWN, null);
	}

	static List<String> members(String... others) {
		List<String> members = new ArrayList<>(List.of(others));
		members.add(CLIENT_ID);
		return members;
	}

	record Pull(PullMessageRequest request, long brokerId, Deadline deadline,
			CompletableFuture<PullMessageResponse> answer) {
	}

}
