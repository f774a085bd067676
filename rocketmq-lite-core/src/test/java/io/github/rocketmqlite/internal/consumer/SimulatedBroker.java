package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.codec.command.LockQueuesRequest;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.MinOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.codec.command.QueryOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.codec.command.UnlockQueuesRequest;
import io.github.rocketmqlite.internal.codec.command.UpdateOffsetRequest;

/**
 * One broker of a {@link SimulatedWorld}: queues, members and offsets, of which it knows
 * after a restart only what was on disk.
 */
final class SimulatedBroker {

	private static final String PEER = "model:10911";

	private static final int SUBSCRIPTION_NOT_EXIST = 24;

	private static final long LOCK_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(3);

	private final String name;

	private final SimulatedWorld world;

	private final Map<MessageQueue, List<Stored>> queues = new TreeMap<>();

	private final List<Stored> commitLog = new ArrayList<>();

	private final Map<MessageQueue, Long> committed = new HashMap<>();

	/** Up to where commits were found to cover only what is finished. */
	private final Map<MessageQueue, Long> checked = new HashMap<>();

	/** Up to where messages of ordered queues, or of keys, were found to be finished. */
	private final Map<String, Integer> inOrder = new HashMap<>();

	private final Map<MessageQueue, Lock> locks = new HashMap<>();

	private final List<Waiting> waiting = new ArrayList<>();

	private Map<MessageQueue, Long> persisted = Map.of();

	private TreeSet<String> members = new TreeSet<>();

	private List<String> formerMembers = List.of();

	private long membersChangedAt;

	private boolean down;

	SimulatedBroker(String name, SimulatedWorld world) {
		this.name = name;
		this.world = world;
		for (int id = 0; id < SimulatedWorld.QUEUES_PER_BROKER; id++) {
			this.queues.put(new MessageQueue(SimulatedWorld.TOPIC, name, id), new ArrayList<>());
		}
		this.queues.put(new MessageQueue(SimulatedWorld.RETRY_TOPIC, name, 0), new ArrayList<>());
	}

	String name() {
		return this.name;
	}

	boolean isDown() {
		return this.down;
	}

	Stored stored(MessageQueue queue, long offset) {
		return this.queues.get(queue).get((int) offset);
	}

	void append(MessageQueue queue, String id, int attempt) {
		List<Stored> log = this.queues.get(queue);
		Stored stored = new Stored(queue, log.size(), this.commitLog.size(), id, attempt, new boolean[1]);
		log.add(stored);
		this.commitLog.add(stored);
		List<Waiting> served = this.waiting.stream().filter((pull) -> pull.queue().equals(queue)).toList();
		this.waiting.removeAll(served);
		served.forEach(this::answer);
	}

	void persist() {
		if (!this.down) {
			this.persisted = Map.copyOf(this.committed);
		}
	}

	void goDown() {
		this.down = true;
		this.committed.clear();
		this.committed.putAll(this.persisted);
		this.members.clear();
		this.locks.clear();
		List<Waiting> cut = List.copyOf(this.waiting);
		this.waiting.clear();
		cut.forEach((pull) -> pull.answer().completeExceptionally(FakeCluster.connectionLost()));
	}

	void comeUp() {
		this.down = false;
	}

	void addMember(String clientId) {
		changeMembers(() -> this.members.add(clientId));
	}

	void removeMember(String clientId) {
		changeMembers(() -> this.members.remove(clientId));
	}

	private void changeMembers(java.util.function.BooleanSupplier change) {
		List<String> before = List.copyOf(this.members);
		if (change.getAsBoolean()) {
			this.formerMembers = before;
			this.membersChangedAt = this.world.timer.nanos();
			this.world.membersChanged(this.name);
		}
	}

	/** Takes a pull, which is answered now or when there is something. */
	void pull(String clientId, PullMessageRequest request, CompletableFuture<PullMessageResponse> answer) {
		Waiting pull = new Waiting(new MessageQueue(request.topic(), this.name, request.queueId()), request, answer);
		if (!this.members.contains(clientId)) {
			answer.completeExceptionally(new BrokerException(SUBSCRIPTION_NOT_EXIST, "no subscription", PEER));
		}
		else if (request.queueOffset() < this.queues.get(pull.queue()).size()) {
			answer(pull);
		}
		else {
			this.waiting.add(pull);
			this.world.timer.schedule(() -> {
				if (this.waiting.remove(pull)) {
					answer.complete(
							PullAnswers.without(PullMessageResponse.Status.NO_MATCHED_MESSAGE, request.queueOffset()));
				}
			}, request.suspendMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void answer(Waiting pull) {
		List<Stored> log = this.queues.get(pull.queue());
		int from = (int) pull.request().queueOffset();
		int to = Math.min(log.size(), from + pull.request().maxMessages());
		byte[][] messages = log.subList(from, to).stream().map(Stored::bytes).toArray(byte[][]::new);
		pull.answer().complete(PullAnswers.found(this.name, to, messages));
	}

	Object execute(String clientId, Request<?> request) {
		if (request instanceof ConsumerListRequest) {
			boolean recent = this.world.timer.nanos() - this.membersChangedAt < STALE_NANOS;
			boolean stale = recent && this.world.lucky("stale " + clientId + this.name, 0.5);
			return stale ? this.formerMembers : List.copyOf(this.members);
		}
		if (request instanceof QueryOffsetRequest query) {
			Long offset = this.committed.get(new MessageQueue(query.topic(), this.name, query.queueId()));
			return (offset != null) ? OptionalLong.of(offset) : OptionalLong.empty();
		}
		if (request instanceof UpdateOffsetRequest update) {
			commit(clientId, new MessageQueue(update.topic(), this.name, update.queueId()), update.offset());
			return true;
		}
		if (request instanceof LockQueuesRequest lock) {
			return lock.queues().stream().filter((queue) -> lock(clientId, queue)).toList();
		}
		if (request instanceof UnlockQueuesRequest unlock) {
			unlock.queues()
				.forEach((queue) -> this.locks.computeIfPresent(queue,
						(locked, lock) -> lock.clientId().equals(clientId) ? null : lock));
			return true;
		}
		if (request instanceof MinOffsetRequest) {
			return 0L;
		}
		if (request instanceof MaxOffsetRequest max) {
			return (long) this.queues.get(new MessageQueue(max.topic(), this.name, max.queueId())).size();
		}
		if (request instanceof SendBackRequest sendBack) {
			Stored failed = this.commitLog.get((int) sendBack.commitLogOffset());
			failed.finish();
			this.world.later("delay " + failed.id(), 1000, 1100,
					() -> append(new MessageQueue(SimulatedWorld.RETRY_TOPIC, this.name, 0), failed.id(),
							failed.attempt() + 1));
			return true;
		}
		throw new BrokerException(3, "not in this model: " + request, PEER);
	}

	private boolean lock(String clientId, MessageQueue queue) {
		Lock held = this.locks.get(queue);
		long now = this.world.timer.nanos();
		if (held == null || held.clientId().equals(clientId) || held.until() <= now) {
			this.locks.put(queue, new Lock(clientId, now + LOCK_NANOS));
			return true;
		}
		return false;
	}

	/** What comes earlier in the same line must be finished, at least once. */
	void requireOrder(String clientId, Stored stored) {
		List<Stored> log = this.queues.get(stored.queue());
		String line = this.world.line(stored.id());
		int at = this.inOrder.getOrDefault(stored.queue() + line, 0);
		while (at < stored.offset() && (log.get(at).isFinished() || !line.equals(this.world.line(log.get(at).id())))) {
			at++;
		}
		this.inOrder.put(stored.queue() + line, at);
		if (at < stored.offset()) {
			this.world.violations
				.add(clientId + " handled " + stored.id() + " of " + stored.queue() + " before " + log.get(at).id());
		}
	}

	private void commit(String clientId, MessageQueue queue, long offset) {
		this.world.log(clientId, "commits", queue, "at", offset);
		List<Stored> log = this.queues.get(queue);
		for (long at = this.checked.getOrDefault(queue, 0L); at < offset; at++) {
			if (!log.get((int) at).isFinished()) {
				this.world.violations.add(clientId + " committed " + offset + " of " + queue + ", but message "
						+ log.get((int) at).id() + " at " + at + " is not finished");
			}
		}
		this.checked.merge(queue, offset, Math::max);
		this.committed.put(queue, offset);
	}

	/**
	 * A message in the log.
	 */
	record Stored(MessageQueue queue, long offset, long commitLogOffset, String id, int attempt, boolean[] finished) {

		void finish() {
			this.finished[0] = true;
		}

		boolean isFinished() {
			return this.finished[0];
		}

		byte[] bytes() {
			return PullAnswers.messageWith(this.queue, this.offset, this.commitLogOffset,
					"UNIQ_KEY\u0001" + this.id + "\u0002__SHARDINGKEY\u0001" + SimulatedWorld.key(this.id) + "\u0002");
		}

	}

	/**
	 * The right of a member to an ordered queue.
	 */
	private record Lock(String clientId, long until) {
	}

	/**
	 * A pull that found nothing yet.
	 */
	private record Waiting(MessageQueue queue, PullMessageRequest request,
			CompletableFuture<PullMessageResponse> answer) {
	}

}
