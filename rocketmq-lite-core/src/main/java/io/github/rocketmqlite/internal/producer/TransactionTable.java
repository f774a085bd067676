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
	 * Brokers note in batches, three seconds apart, what was decided; until then they may
	 * ask about it. They ask again later if they really do not know.
	 */
	static final long NOTING_NANOS = TimeUnit.SECONDS.toNanos(5);

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
	 * Notes a decision that is on its way to the broker. What is decided about a copy at
	 * another broker changes nothing.
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
			Decided former = this.decisions.get(id);
			if (former == null || former.isOfSameCopy(decided)) {
				this.open.remove(id);
				// again at the end of the line
				this.decisions.remove(id);
				this.decisions.put(id, decided);
			}
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
	@Nullable TransactionDecision answer(String id, String brokerName) {
		this.lock.lock();
		try {
			if (this.open.contains(id)) {
				return TransactionDecision.UNKNOWN;
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

	private enum State {

		UNCONFIRMED, ENDING, CONFIRMED

	}

	private record Decided(TransactionDecision decision, @Nullable String brokerName, State state, long confirmedAt) {

		boolean isOfSameCopy(Decided that) {
			return this.brokerName == null || that.brokerName == null || this.brokerName.equals(that.brokerName);
		}

		TransactionDecision answer(String asking, long now) {
			if (this.brokerName != null && !asking.isEmpty() && !asking.equals(this.brokerName)) {
				// an earlier attempt to send left a copy there, of which nobody wants to
				// hear
				return TransactionDecision.ROLLBACK;
			}
			boolean noting = this.state == State.CONFIRMED && now - this.confirmedAt < NOTING_NANOS;
			return (noting || this.state == State.ENDING) ? TransactionDecision.UNKNOWN : this.decision;
		}

	}

}
