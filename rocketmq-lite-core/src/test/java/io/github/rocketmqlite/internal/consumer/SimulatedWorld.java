package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.jspecify.annotations.Nullable;

/**
 * Brokers, a producer and consumers that live in one thread on one clock, and a seed that
 * decides everything that chance decides elsewhere: how long a request travels, whether
 * it or its answer gets lost, who joins, leaves, crashes and when a broker restarts.
 * <p>
 * Every decision is made from the seed and what is decided about, not from one sequence
 * of random numbers, so that things that happen at the same time do not change each
 * other.
 */
final class SimulatedWorld {

	static final String TOPIC = "orders";

	static final String RETRY_TOPIC = "%RETRY%billing";

	static final List<String> BROKERS = List.of("broker-a", "broker-b");

	static final int QUEUES_PER_BROKER = 4;

	/** Whatever is older than this is on disk. */
	private static final Duration PERSIST_INTERVAL = Duration.ofSeconds(5);

	final ManualTimer timer = new ManualTimer();

	final List<String> violations = new ArrayList<>();

	/** What happened, in order; {@code null} unless somebody wants to know. */
	private final @Nullable StringBuilder trace;

	final Map<String, SimulatedBroker> brokers = new TreeMap<>();

	final Map<String, Integer> successes = new TreeMap<>();

	private final Map<String, int[]> rolls = new HashMap<>();

	private final Map<String, SimulatedConsumer> consumers = new TreeMap<>();

	private final Set<String> sent = new TreeSet<>();

	private final long seed;

	private final Order order;

	private boolean faults;

	private boolean ending;

	private int names;

	SimulatedWorld(long seed, boolean faults, Order order, boolean traced) {
		this.seed = seed;
		this.trace = traced ? new StringBuilder() : null;
		this.order = order;
		this.faults = faults;
		BROKERS.forEach((name) -> this.brokers.put(name, new SimulatedBroker(name, this)));
	}

	/** Lets the world run for a while, then leaves it in peace until all must be done. */
	void run(Duration duration) {
		for (int i = 0; i < 3; i++) {
			join();
		}
		produce();
		later("churn", 4000, 12_000, this::churn);
		later("restart", 20_000, 60_000, this::restart);
		this.timer.scheduleWithFixedDelay(() -> this.brokers.values().forEach(SimulatedBroker::persist),
				PERSIST_INTERVAL.toMillis(), PERSIST_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
		this.timer.advance(duration);
		this.ending = true;
		this.faults = false;
		this.timer.advance(Duration.ofSeconds(90));
	}

	Order order() {
		return this.order;
	}

	boolean isOrdered() {
		return this.order != Order.NONE;
	}

	/** What messages of a queue have in common that are handled one after another. */
	String line(String id) {
		return (this.order == Order.KEY) ? key(id) : "";
	}

	/** What a message is ordered by: one of a few keys, of which the first is hot. */
	static String key(String id) {
		int number = Integer.parseInt(id.substring(1)) * 7 % 12;
		return "key" + ((number < 4) ? 0 : number);
	}

	Set<String> lost() {
		Set<String> lost = new TreeSet<>(this.sent);
		lost.removeAll(this.successes.keySet());
		return lost;
	}

	int sentMessages() {
		return this.sent.size();
	}

	int duplicates() {
		return this.successes.values().stream().mapToInt((count) -> count - 1).sum();
	}

	private void produce() {
		if (this.ending) {
			return;
		}
		String id = "m" + this.sent.size();
		SimulatedBroker broker = this.brokers.get(BROKERS.get((int) between("broker of " + id, 0, BROKERS.size())));
		if (!broker.isDown()) {
			this.sent.add(id);
			broker.append(new MessageQueue(TOPIC, broker.name(), (int) between("queue of " + id, 0, QUEUES_PER_BROKER)),
					id, 0);
		}
		later("produce", 50, 500, this::produce);
	}

	private void churn() {
		if (this.ending) {
			return;
		}
		List<SimulatedConsumer> alive = List.copyOf(this.consumers.values());
		double what = chance("churn what");
		SimulatedConsumer chosen = alive.get((int) between("churn who", 0, alive.size()));
		if (alive.size() < 2 || (what < 0.5 && alive.size() < 5)) {
			join();
		}
		else {
			this.consumers.remove(chosen.clientId());
			if (this.faults && what > 0.8) {
				log("crash", chosen.clientId());
				chosen.crash();
				later("noticed", 50, 3000, () -> forget(chosen.clientId()));
			}
			else {
				log("leave", chosen.clientId());
				chosen.leave();
			}
		}
		later("churn", 4000, 12_000, this::churn);
	}

	private void join() {
		String clientId = "client-" + this.names++;
		log("join", clientId);
		SimulatedConsumer consumer = new SimulatedConsumer(clientId, this);
		this.consumers.put(clientId, consumer);
		consumer.start();
	}

	private void restart() {
		if (this.ending || !this.faults) {
			return;
		}
		SimulatedBroker broker = this.brokers.get(BROKERS.get((int) between("restart who", 0, BROKERS.size())));
		log("down", broker.name());
		broker.goDown();
		later("up", 500, 8000, () -> {
			log("up", broker.name());
			broker.comeUp();
		});
		later("restart", 20_000, 60_000, this::restart);
	}

	void forget(String clientId) {
		this.brokers.values().forEach((broker) -> broker.removeMember(clientId));
	}

	/**
	 * Tells all consumers, or with faults most of them, that a list of members changed.
	 */
	void membersChanged(String broker) {
		for (SimulatedConsumer consumer : this.consumers.values()) {
			if (!lucky("notify " + consumer.clientId() + broker, 0.2)) {
				later("notify " + consumer.clientId() + broker, 1, 20, consumer::membersChanged);
			}
		}
	}

	/** A listener has handled a message; returns whether it succeeded. */
	boolean handle(String clientId, MessageQueue queue, long offset) {
		SimulatedBroker.Stored stored = this.brokers.get(queue.brokerName()).stored(queue, offset);
		if (chance("outcome " + stored.id() + stored.attempt()) < 0.05) {
			return false;
		}
		if (isOrdered()) {
			this.brokers.get(queue.brokerName()).requireOrder(clientId, stored);
		}
		log(clientId, "handled", stored.id(), "of", queue, "at", offset);
		stored.finish();
		this.successes.merge(stored.id(), 1, Integer::sum);
		return true;
	}

	/** Notes what happened, in words that are put together only if they are wanted. */
	void log(Object... words) {
		if (this.trace != null) {
			this.trace.append(this.timer.nanos());
			for (Object word : words) {
				this.trace.append(' ').append(word);
			}
			this.trace.append('\n');
		}
	}

	/** What happened, line by line; empty if the world is not traced. */
	String trace() {
		return String.valueOf(Objects.requireNonNullElse(this.trace, ""));
	}

	void later(String what, long fromMillis, long toMillis, Runnable action) {
		this.timer.schedule(action, between(what, fromMillis * 1_000_000, toMillis * 1_000_000), TimeUnit.NANOSECONDS);
	}

	/** Whether something goes wrong, with this probability while there are faults. */
	boolean lucky(String what, double probability) {
		return this.faults && chance("fault " + what) < probability;
	}

	double chance(String what) {
		return random(what).nextDouble();
	}

	long between(String what, long from, long to) {
		return random(what).nextLong(from, to);
	}

	private SplittableRandom random(String what) {
		int times = ++this.rolls.computeIfAbsent(what, (first) -> new int[1])[0];
		return new SplittableRandom(this.seed * 0x9E3779B97F4A7C15L + 31L * what.hashCode() + times);
	}

}
