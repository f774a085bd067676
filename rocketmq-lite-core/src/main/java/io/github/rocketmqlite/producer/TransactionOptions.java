package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * How a transactional producer answers the checks of brokers, and how much it holds.
 * <p>
 * Threading: immutable, but for what the checker does.
 *
 * @param checker tells what became of transactions
 * @param topics the topics whose brokers shall know the producer from the start
 * @param checkImmunity not before this time does a broker ask; {@code null} for the
 * broker's own time
 * @param checkThreads how many checks run at a time
 * @param maxPendingChecks how many checks may wait
 * @param maxOpenTransactions how many transactions may be open
 * @param drainTimeout how long closing waits for open transactions and running checks
 * @param checkExecutor runs the checks; {@code null} for threads of the producer's own
 * @param interceptors hear of the ends of transactions, in this order
 */
public record TransactionOptions(TransactionChecker checker, Set<String> topics, @Nullable Duration checkImmunity,
		int checkThreads, int maxPendingChecks, int maxOpenTransactions, Duration drainTimeout,
		@Nullable Executor checkExecutor, List<TransactionInterceptor> interceptors) {

	public TransactionOptions {
		topics = Set.copyOf(topics);
		interceptors = List.copyOf(interceptors);
	}

	/**
	 * Starts the options of a transactional producer.
	 * @param checker tells what became of transactions
	 */
	public static Builder builder(TransactionChecker checker) {
		return new Builder(checker);
	}

	/**
	 * Collects {@link TransactionOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private static final int MOST_THREADS = 256;

		private static final int MOST_ENTRIES = 1_000_000;

		private final TransactionChecker checker;

		private final Set<String> topics = new LinkedHashSet<>();

		private @Nullable Duration checkImmunity;

		private int checkThreads = 2;

		private int maxPendingChecks = 2000;

		private int maxOpenTransactions = 10_000;

		private Duration drainTimeout = Duration.ofSeconds(10);

		private @Nullable Executor checkExecutor;

		private final List<TransactionInterceptor> interceptors = new ArrayList<>();

		private Builder(TransactionChecker checker) {
			this.checker = Objects.requireNonNull(checker, "checker");
		}

		/**
		 * Topics whose brokers shall know this producer from the start, so that they can
		 * ask it about transactions of members that died. Default: none; brokers that
		 * create topics by themselves and those of topics sent to are known anyway.
		 */
		public Builder topics(Collection<String> topics) {
			this.topics.addAll(topics);
			return this;
		}

		/**
		 * Not before this time does a broker ask about a half message; in whole seconds.
		 * Default: {@code null}, the broker's own time of six seconds
		 * ({@code transactionTimeOut}). Brokers from 5.1.1 on refuse a commit that comes
		 * after it.
		 */
		public Builder checkImmunity(@Nullable Duration checkImmunity) {
			this.checkImmunity = checkImmunity;
			return this;
		}

		/**
		 * How many checks run at a time, from 1 to 256. Default: 2. Threads end when they
		 * have had nothing to do for a minute.
		 */
		public Builder checkThreads(int checkThreads) {
			this.checkThreads = checkThreads;
			return this;
		}

		/**
		 * How many checks may wait for a thread, or with a
		 * {@link #checkExecutor(Executor)} wait or run. Default: 2000. Beyond that they
		 * are dropped; the broker asks again in its next round.
		 */
		public Builder maxPendingChecks(int maxPendingChecks) {
			this.maxPendingChecks = maxPendingChecks;
			return this;
		}

		/**
		 * How many transactions may be open at a time. Default: 10,000. Beyond that
		 * beginning one fails with {@link io.github.rocketmqlite.BackPressureException}.
		 */
		public Builder maxOpenTransactions(int maxOpenTransactions) {
			this.maxOpenTransactions = maxOpenTransactions;
			return this;
		}

		/**
		 * How long closing waits for open transactions and running checks. Default: 10
		 * seconds.
		 */
		public Builder drainTimeout(Duration drainTimeout) {
			this.drainTimeout = Objects.requireNonNull(drainTimeout, "drainTimeout");
			return this;
		}

		/**
		 * Runs the checks instead of threads of the producer's own, for example an
		 * executor of virtual threads; {@link #checkThreads(int)} does not count then. It
		 * is not shut down when the producer closes. What it rejects is dropped, and what
		 * it would run on the thread that hands it over, because checks may block; the
		 * broker asks again. Default: {@code null}, threads of the producer's own.
		 */
		public Builder checkExecutor(@Nullable Executor checkExecutor) {
			this.checkExecutor = checkExecutor;
			return this;
		}

		/**
		 * Adds an interceptor of the ends of transactions behind those that were added
		 * before. Default: none.
		 */
		public Builder interceptor(TransactionInterceptor interceptor) {
			this.interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
			return this;
		}

		/**
		 * Checks the settings.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public TransactionOptions build() {
			require(this.topics.stream().noneMatch(String::isBlank), "topics", "must not hold a blank name");
			require(this.checkImmunity == null || this.checkImmunity.toSeconds() > 0, "checkImmunity",
					"must be at least 1 s, but is " + this.checkImmunity);
			requireWithin(this.checkThreads, MOST_THREADS, "checkThreads");
			requireWithin(this.maxPendingChecks, MOST_ENTRIES, "maxPendingChecks");
			requireWithin(this.maxOpenTransactions, MOST_ENTRIES, "maxOpenTransactions");
			require(!this.drainTimeout.isNegative(), "drainTimeout",
					"must not be negative, but is " + this.drainTimeout);
			return new TransactionOptions(this.checker, this.topics, this.checkImmunity, this.checkThreads,
					this.maxPendingChecks, this.maxOpenTransactions, this.drainTimeout, this.checkExecutor,
					this.interceptors);
		}

		private static void requireWithin(int value, int most, String setting) {
			require(value >= 1 && value <= most, setting, "must be from 1 to " + most + ", but is " + value);
		}

		private static void require(boolean valid, String setting, String problem) {
			if (!valid) {
				throw new IllegalArgumentException("Transaction option '" + setting + "' " + problem);
			}
		}

	}

}
