package io.github.rocketmqlite.internal.namesrv;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The routes in use and the brokers they name. Readers see snapshots and never wait.
 * <p>
 * Threading: thread-safe; changes are made under one lock.
 */
final class KnownRoutes {

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Topics in the order of their last answer: where routes disagree, the newest holds.
	 */
	private final Map<String, TopicRoute> byAge = new LinkedHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	private volatile Map<String, Map<Long, String>> brokers = Map.of();

	/**
	 * The route of a topic, which counts as used by that.
	 */
	@Nullable TopicRoute use(String topic) {
		Entry entry = this.entries.get(topic);
		if (entry == null) {
			return null;
		}
		entry.unusedRounds.set(0);
		return entry.route;
	}

	/**
	 * Takes a route into use.
	 * @return whether it differs from the one before
	 */
	boolean put(TopicRoute route) {
		this.lock.lock();
		try {
			Entry entry = this.entries.get(route.topic());
			if (entry == null) {
				this.entries.put(route.topic(), new Entry(route));
			}
			boolean changed = entry == null || !entry.route.equals(route);
			if (entry != null) {
				entry.route = route;
				entry.answeredAt = System.nanoTime();
				entry.failing.set(false);
			}
			this.byAge.remove(route.topic());
			this.byAge.put(route.topic(), route);
			if (changed || !this.brokers.entrySet().containsAll(route.brokers().entrySet())) {
				rebuildBrokers();
			}
			return changed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Begins a round: drops topics that were not used for many rounds.
	 * @param unusedRoundsAllowed how many
	 * @param expected tells the topics whose route is about to arrive, which stay
	 * @return the topics left
	 */
	List<String> nextRound(int unusedRoundsAllowed, Predicate<String> expected) {
		this.lock.lock();
		try {
			List<String> left = new ArrayList<>();
			this.entries.forEach((topic, entry) -> {
				if (entry.unusedRounds.incrementAndGet() >= unusedRoundsAllowed && !expected.test(topic)) {
					this.entries.remove(topic);
					this.byAge.remove(topic);
				}
				else {
					left.add(topic);
				}
			});
			rebuildBrokers();
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes that the route of a topic could not be refreshed.
	 * @return whether that is news
	 */
	boolean isFirstFailure(String topic) {
		Entry entry = this.entries.get(topic);
		return entry != null && entry.failing.compareAndSet(false, true);
	}

	/**
	 * How long ago the route of each topic was confirmed.
	 */
	Map<String, Duration> ages() {
		long now = System.nanoTime();
		Map<String, Duration> ages = new HashMap<>();
		this.entries.forEach((topic, entry) -> ages.put(topic, Duration.ofNanos(now - entry.answeredAt)));
		return ages;
	}

	Map<String, Map<Long, String>> brokers() {
		return this.brokers;
	}

	private void rebuildBrokers() {
		Map<String, Map<Long, String>> merged = new HashMap<>();
		this.byAge.values().forEach((route) -> merged.putAll(route.brokers()));
		this.brokers = Map.copyOf(merged);
	}

	/**
	 * A topic in use.
	 */
	private static final class Entry {

		private volatile TopicRoute route;

		private volatile long answeredAt = System.nanoTime();

		private final AtomicInteger unusedRounds = new AtomicInteger();

		private final AtomicBoolean failing = new AtomicBoolean();

		private Entry(TopicRoute route) {
			this.route = route;
		}

	}

}
