package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Transactional sends.
 */
public class TransactionProperties {

	/**
	 * How long brokers wait before they ask about a transaction, at least 1s. Their own
	 * 'transactionTimeOut' if not set.
	 */
	private @Nullable Duration checkImmunity;

	/**
	 * Number of threads that answer the questions of brokers.
	 */
	private int checkThreads = 2;

	/**
	 * Number of questions that may wait. Brokers repeat those beyond it.
	 */
	private int maxPendingChecks = 2000;

	/**
	 * Number of transactions that may be open.
	 */
	private int maxOpenTransactions = 10000;

	/**
	 * How long closing waits for open transactions.
	 */
	private Duration drainTimeout = Duration.ofSeconds(10);

	public @Nullable Duration getCheckImmunity() {
		return this.checkImmunity;
	}

	public void setCheckImmunity(@Nullable Duration checkImmunity) {
		this.checkImmunity = checkImmunity;
	}

	public int getCheckThreads() {
		return this.checkThreads;
	}

	public void setCheckThreads(int checkThreads) {
		this.checkThreads = checkThreads;
	}

	public int getMaxPendingChecks() {
		return this.maxPendingChecks;
	}

	public void setMaxPendingChecks(int maxPendingChecks) {
		this.maxPendingChecks = maxPendingChecks;
	}

	public int getMaxOpenTransactions() {
		return this.maxOpenTransactions;
	}

	public void setMaxOpenTransactions(int maxOpenTransactions) {
		this.maxOpenTransactions = maxOpenTransactions;
	}

	public Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

}
