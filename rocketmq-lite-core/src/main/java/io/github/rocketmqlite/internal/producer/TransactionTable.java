package io.github.rocketmqlite.internal.producer;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.producer.TransactionDecision;
import org.jspecify.annotations.Nullable;

/**
 * What one producer knows of its transactions: those that are open, and the decisions it
 * took last. A broker that asks about one of them is answered from here, so a check never
 * contradicts a local transaction that still runs, nor repeats a commit.
 * <p>
 * Open transactions are limited in number; of the decisions the oldest are dropped, and
 * the application's checker is asked instead.
 * <p>
 * Threading: thread-safe; the lock is held for a few map operations.
 */
final class TransactionTable {

	static final int MAX_DECISIONS = 10_000;

	/**
	 * Brokers note in batches, three seconds apart, what was decided. Until they have,
	 * and after they were killed before, they ask again about what they have committed
	 * already. Within this time an acknowledged commit is taken to be there; later it is
	 * rather repeated than lost.
	 */
	static final long NOTING_NANOS = TimeUnit.SECONDS.toNanos(30);

	private final int maxOpen;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<String> open = new HashSet<>();

	private final Map<String, Decided> decisions = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Decided> eldest) {
			return size() > MAX_DECISIONS;
		}

	};

	TransactionTable(int maxOpen, LongSupplier nanoTime) {
		this.maxOpen = maxOpen;
		this.nanoTime = nanoTime;
	}

	/**
	 * Notes a transaction before its half message leaves.
	 * @throws BackPressureException when there are too many
	 */
	void open(String id) {
		this.lock.lock();
		try {
			if (this.open.size() >= this.maxOpen) {
				throw new BackPressureException(
						"No room for one more transaction: " + this.maxOpen + " have not been ended");
			}
			this.open.add(id);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes that nothing is known of a transaction any more.
	 */
	void forget(String id) {
		this.lock.lock();
		try {
			this.open.remove(id);
			this.decisions.remove(id);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes a decision that the broker may not have.
	 * @param brokerName the broker of the half message that was decided; {@code null}
	 * when it holds for all copies
	 */
	void decided(String id, TransactionDecision decision, @Nullable String brokerName) {
		put(id, new Decided(decision, brokerName, State.UNCONFIRMED, 0));
	}

	/**
	 * Notes a decision that is on its way to the broker.
	 */
	void ending(String id, TransactionDecision decision, @Nullable String brokerName) {
		put(id, new Decided(decision, brokerName, State.ENDING, 0));
	}

	/**
	 * Notes a decision that the broker acknowledged.
	 */
	void confirmed(String id, TransactionDecision decision, @Nullable String brokerName) {
		put(id, new Decided(decision, brokerName, State.CONFIRMED, this.nanoTime.getAsLong()));
	}

	private void put(String id, Decided decided) {
		this.lock.lock();
		try {
			this.open.remove(id);
			// again at the end of the line
			this.decisions.remove(id);
			this.decisions.put(id, decided);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What to answer a broker.
	 * @param brokerName the broker that asks, empty if it does not say
	 * @return {@code null} when nothing is known of the transaction
	 */
	@Nullable Answer answer(String id, String brokerName) {
		this.lock.lock();
		try {
			if (this.open.contains(id)) {
				return Answer.NOT_YET;
			}
			Decided decided = this.decisions.get(id);
			return (decided != null) ? decided.answer(brokerName, this.nanoTime.getAsLong()) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	int openCount() {
		this.lock.lock();
		try {
			return this.open.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What to answer.
	 *
	 * @param decision the answer
	 * @param copy whether it is about a copy of the half message only, so that it says
	 * nothing of the transaction
	 */
	record Answer(TransactionDecision decision, boolean copy) {

		private static final Answer NOT_YET = new Answer(TransactionDecision.UNKNOWN, false);

		private static final Answer DROP_COPY = new Answer(TransactionDecision.ROLLBACK, true);

	}

	private enum State {

		UNCONFIRMED, ENDING, CONFIRMED

	}

	private record Decided(TransactionDecision decision, @Nullable String brokerName, State state, long confirmedAt) {

		Answer answer(String asking, long now) {
			if (this.brokerName != null && !asking.isEmpty() && !asking.equals(this.brokerName)) {
				// an earlier attempt to send left a copy there
				return Answer.DROP_COPY;
			}
			if (this.state == State.ENDING) {
				return Answer.NOT_YET;
			}
			boolean there = this.state == State.CONFIRMED && now - this.confirmedAt < NOTING_NANOS;
			return there ? Answer.DROP_COPY : new Answer(this.decision, false);
		}

	}

}
