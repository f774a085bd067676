package io.github.rocketmqlite.spring.transaction;

import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.rocketmqlite.producer.TransactionDecision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A log in a table of the database whose transactions it is part of.
 * <p>
 * Who asks for a transaction that is not there inserts its id himself, so that a
 * transaction that is still on its way to the table fails there and is rolled back: the
 * primary key lets only one of both in, and makes the second wait for the end of the
 * first.
 * <p>
 * Threading: thread-safe.
 */
public final class JdbcTransactionLog implements TransactionLog {

	/** The name of the table unless it is said otherwise. */
	public static final String DEFAULT_TABLE = "ROCKETMQ_LITE_TRANSACTION";

	private static final Logger logger = LoggerFactory.getLogger(JdbcTransactionLog.class);

	private static final String COMMITTED = "C";

	private static final String ROLLED_BACK = "R";

	/** Long after brokers have given up asking. */
	private static final Duration KEPT = Duration.ofDays(7);

	private static final int MOST_SECONDS = 5;

	private final JdbcOperations jdbc;

	private final TransactionTemplate transactions;

	private final String table;

	/**
	 * Makes a log.
	 * @param jdbc works on the database of the application's transactions
	 * @param transactionManager manages them
	 * @param table the name of the table
	 */
	public JdbcTransactionLog(JdbcOperations jdbc, PlatformTransactionManager transactionManager, String table) {
		if (!table.matches("[A-Za-z0-9_.]+")) {
			throw new IllegalArgumentException("'" + table + "' is no name of a table");
		}
		this.jdbc = jdbc;
		this.table = table;
		this.transactions = new TransactionTemplate(transactionManager);
		this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transactions.setTimeout(MOST_SECONDS);
	}

	@Override
	public void add(String transactionId) {
		if (!Boolean.FALSE.equals(this.jdbc.execute((ConnectionCallback<Boolean>) Connection::getAutoCommit))) {
			throw new IllegalStateException("The transaction of this thread is not one of the database with table "
					+ this.table + ", so a message cannot be sent as part of it");
		}
		insert(transactionId, COMMITTED);
	}

	@Override
	public TransactionDecision decide(String transactionId) {
		try {
			return decideNow(transactionId);
		}
		catch (DataAccessException | TransactionException ex) {
			// it is still running, or the database is away: the broker asks again
			logger.debug("What became of transaction {} is not known yet", transactionId, ex);
			return TransactionDecision.UNKNOWN;
		}
	}

	private TransactionDecision decideNow(String transactionId) {
		TransactionDecision known = find(transactionId);
		if (known != TransactionDecision.UNKNOWN) {
			return known;
		}
		try {
			this.transactions.executeWithoutResult((status) -> insert(transactionId, ROLLED_BACK));
			return TransactionDecision.ROLLBACK;
		}
		catch (DuplicateKeyException ex) {
			return find(transactionId);
		}
	}

	private TransactionDecision find(String transactionId) {
		List<String> states = this.transactions.execute((status) -> this.jdbc
			.queryForList("SELECT STATE FROM " + this.table + " WHERE ID = ?", String.class, transactionId));
		if (states == null || states.isEmpty()) {
			return TransactionDecision.UNKNOWN;
		}
		return COMMITTED.equals(states.get(0)) ? TransactionDecision.COMMIT : TransactionDecision.ROLLBACK;
	}

	private void insert(String transactionId, String state) {
		this.jdbc.update("INSERT INTO " + this.table + " (ID, STATE, CREATED_AT) VALUES (?, ?, ?)", transactionId,
				state, Timestamp.from(Instant.now()));
	}

	@Override
	public void verify() {
		try {
			this.transactions.executeWithoutResult((status) -> this.jdbc.update(
					"DELETE FROM " + this.table + " WHERE CREATED_AT < ?", Timestamp.from(Instant.now().minus(KEPT))));
		}
		catch (DataAccessException ex) {
			throw new IllegalStateException("Messages are to be sent as part of transactions, but table " + this.table
					+ " cannot be used. It is made with: CREATE TABLE " + this.table
					+ " (ID VARCHAR(64) NOT NULL PRIMARY KEY, STATE CHAR(1) NOT NULL, CREATED_AT TIMESTAMP NOT NULL)",
					ex);
		}
	}

}
