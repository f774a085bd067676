package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.command.LockQueuesRequest;
import io.github.rocketmqlite.internal.codec.command.UnlockQueuesRequest;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers for the locks of a group's ordered queues, again and again as long as
 * they are wanted: soon for those that somebody else has, from time to time to renew the
 * others. One request for each broker covers all its queues.
 * <p>
 * A broker gives a lock away a minute after it was last granted. Here a grant counts half
 * as long at most, from the moment at which it was asked for, so that nobody else can
 * have the lock while it counts.
 * <p>
 * A broker that was away may have forgotten its locks. Those that are held here are asked
 * for again at once; those that are not, only after all members had time to do the same:
 * somebody's listener may still be running.
 * <p>
 * Source: protocol 4.8.
 * <p>
 * Threading: confined to the timer.
 */
final class QueueLocks {

	private static final Logger logger = LoggerFactory.getLogger(QueueLocks.class);

	private static final long ASK_AGAIN_MILLIS = 200;

	private static final Duration LONGEST_GRANT = Duration.ofSeconds(30);

	/** How much longer than their renewals others may take to ask again. */
	private static final Duration OTHERS_SLACK = Duration.ofSeconds(2);

	private final String group;

	private final Cluster cluster;

	private final ScheduledExecutorService timer;

	private final Duration requestTimeout;

	private final Duration grantTime;

	private final Set<QueueLock> wanted = new LinkedHashSet<>();

	/** The brokers that have not yet answered the last request. */
	private final Set<String> asked = new HashSet<>();

	/** The brokers that are to be asked next: now, or when they have answered. */
	private final Set<String> askNext = new HashSet<>();

	/** The brokers that are to be asked soon. */
	private final Set<String> askSoon = new HashSet<>();

	/** The brokers that were away, until all members had time to ask them again. */
	private final Set<String> away = new HashSet<>();

	/** The ends of that time, for those that are back. */
	private final Map<String, ScheduledFuture<?>> returns = new HashMap<>();

	private final Duration othersTime;

	private final ScheduledFuture<?> renewals;

	/**
	 * Wants no locks yet.
	 * @param group the consumer group
	 * @param cluster the way to the brokers
	 * @param timer runs what happens later
	 * @param requestTimeout the most time one request may take
	 * @param renewInterval the time between two renewals
	 */
	QueueLocks(String group, Cluster cluster, ScheduledExecutorService timer, Duration requestTimeout,
			Duration renewInterval) {
		this.group = group;
		this.cluster = cluster;
		this.timer = timer;
		this.requestTimeout = requestTimeout;
		Duration threeRounds = renewInterval.multipliedBy(3);
		this.grantTime = (threeRounds.compareTo(LONGEST_GRANT) < 0) ? threeRounds : LONGEST_GRANT;
		this.othersTime = renewInterval.plus(OTHERS_SLACK);
		long millis = renewInterval.toMillis();
		this.renewals = timer.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
	}

	/** Asks for a lock until it is granted, and keeps it from then on. */
	QueueLock want(MessageQueue queue, QueueLock.Owner owner) {
		QueueLock lock = new QueueLock(queue, owner);
		this.wanted.add(lock);
		askNext(queue.brokerName());
		return lock;
	}

	/** Asks when all that is wanted at this moment is known, so that one request does. */
	private void askNext(String brokerName) {
		if (this.askNext.add(brokerName)) {
			this.timer.execute(() -> askIfNext(brokerName));
		}
	}

	private void askIfNext(String brokerName) {
		if (this.askNext.remove(brokerName)) {
			ask(brokerName);
		}
	}

	/** The broker may have forgotten the lock: makes sure of it. */
	void doubt(QueueLock lock) {
		if (this.wanted.contains(lock) && lock.isHeld()) {
			lock.doubt();
			goesAway(lock.queue().brokerName());
			askSoon(lock.queue().brokerName());
		}
	}

	/** Keeps a lock no longer, without telling the broker: it ends by itself. */
	void forget(QueueLock lock) {
		this.wanted.remove(lock);
		lock.doubt();
	}

	/**
	 * Gives a lock back.
	 * @return completes when the broker knows or cannot be told; never fails
	 */
	CompletableFuture<@Nullable Void> release(QueueLock lock) {
		forget(lock);
		lock.release();
		return lock.wasGranted() ? unlock(lock) : CompletableFuture.completedFuture(null);
	}

	private CompletableFuture<@Nullable Void> unlock(QueueLock lock) {
		boolean wantedAnew = this.wanted.stream().anyMatch((other) -> other.queue().equals(lock.queue()));
		if (wantedAnew) {
			return CompletableFuture.completedFuture(null);
		}
		UnlockQueuesRequest request = new UnlockQueuesRequest(this.group, this.cluster.clientId(),
				List.of(lock.queue()));
		return this.cluster.callMaster(lock.queue().brokerName(), request, Deadline.after(this.requestTimeout))
			.handle((unlocked, failure) -> {
				if (failure != null) {
					logger.warn("{} could not be unlocked for group {}, others get it when its lock ends: {}",
							lock.queue(), this.group, Blocking.unwrap(failure).getMessage());
				}
				return null;
			});
	}

	void close() {
		this.renewals.cancel(false);
		this.returns.values().forEach((end) -> end.cancel(false));
		this.wanted.clear();
	}

	private void renew() {
		this.wanted.stream().map((lock) -> lock.queue().brokerName()).collect(Collectors.toSet()).forEach(this::ask);
	}

	private void askSoon(String brokerName) {
		if (this.askSoon.add(brokerName)) {
			this.timer.schedule(() -> {
				this.askSoon.remove(brokerName);
				ask(brokerName);
			}, ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void goesAway(String brokerName) {
		this.away.add(brokerName);
		ScheduledFuture<?> end = this.returns.remove(brokerName);
		if (end != null) {
			end.cancel(false);
		}
	}

	private void isThere(String brokerName) {
		if (this.away.contains(brokerName)) {
			this.returns.computeIfAbsent(brokerName, (back) -> this.timer.schedule(() -> {
				this.returns.remove(brokerName);
				this.away.remove(brokerName);
				ask(brokerName);
			}, this.othersTime.toMillis(), TimeUnit.MILLISECONDS));
		}
	}

	private void ask(String brokerName) {
		if (this.asked.contains(brokerName)) {
			// the answer under way may not know of the newest lock
			this.askNext.add(brokerName);
			return;
		}
		Map<MessageQueue, List<QueueLock>> locks = this.wanted.stream()
			.filter((lock) -> lock.queue().brokerName().equals(brokerName))
			.collect(Collectors.groupingBy(QueueLock::queue));
		if (locks.isEmpty()) {
			return;
		}
		if (this.away.contains(brokerName)) {
			// asked for nothing, the broker only shows that it is back
			locks.values().removeIf((some) -> some.stream().noneMatch(QueueLock::wasGranted));
		}
		this.asked.add(brokerName);
		long started = System.nanoTime();
		LockQueuesRequest request = new LockQueuesRequest(this.group, this.cluster.clientId(),
				List.copyOf(locks.keySet()));
		this.cluster.callMaster(brokerName, request, Deadline.after(this.requestTimeout))
			.whenCompleteAsync((held, failure) -> {
				this.asked.remove(brokerName);
				answered(brokerName, locks, held, failure, started);
				askIfNext(brokerName);
			}, this.timer);
	}

	private void answered(String brokerName, Map<MessageQueue, List<QueueLock>> locks,
			@Nullable List<MessageQueue> held, @Nullable Throwable failure, long started) {
		boolean missing = false;
		if (held == null) {
			logger.debug("Broker {} did not tell which queues of group {} are locked: {}", brokerName, this.group,
					(failure != null) ? Blocking.unwrap(failure).getMessage() : "no answer");
			goesAway(brokerName);
			missing = true;
		}
		else {
			isThere(brokerName);
		}
		Set<MessageQueue> granted = (held != null) ? new HashSet<>(held) : Set.of();
		for (QueueLock lock : locks.values().stream().flatMap(List::stream).toList()) {
			if (this.wanted.contains(lock)) {
				if (granted.contains(lock.queue())) {
					expireLater(lock, lock.grant(), started);
				}
				else if (held != null && lock.wasGranted()) {
					lose(lock, "somebody else has it");
				}
				missing |= this.wanted.contains(lock) && !lock.isHeld();
			}
			else if (lock.isReleased() && granted.contains(lock.queue())) {
				// given back while it was asked for
				unlock(lock);
			}
		}
		if (missing) {
			askSoon(brokerName);
		}
	}

	private void expireLater(QueueLock lock, int grant, long started) {
		long nanos = this.grantTime.toNanos() - (System.nanoTime() - started);
		this.timer.schedule(() -> {
			if (this.wanted.contains(lock) && lock.isLastGrant(grant)) {
				lose(lock, "the broker did not renew it for " + this.grantTime);
			}
		}, Math.max(0, nanos), TimeUnit.NANOSECONDS);
	}

	private void lose(QueueLock lock, String why) {
		logger.warn("Group {} lost the lock of {}: {}", this.group, lock.queue(), why);
		this.wanted.remove(lock);
		lock.lose();
	}

}
