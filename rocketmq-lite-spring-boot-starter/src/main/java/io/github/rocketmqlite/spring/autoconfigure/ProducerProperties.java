package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.OrderingOptions.OnFailure;
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * The producer behind the template.
 */
public class ProducerProperties {

	/**
	 * Producer group. Derived from 'spring.application.name' if not set.
	 */
	private @Nullable String group;

	/**
	 * Most time that one send may take, all retries included.
	 */
	private Duration sendTimeout = Duration.ofSeconds(3);

	/**
	 * Number of further attempts that a failed send gets within its timeout.
	 */
	private int retries = 2;

	/**
	 * Largest message body that may leave.
	 */
	private DataSize maxMessageSize = DataSize.ofMegabytes(4);

	/**
	 * Number of queues per broker of a topic that the broker creates on the first send.
	 */
	private int autoCreateQueues = 4;

	/**
	 * Topic whose brokers and settings such a topic gets.
	 */
	private String templateTopic = "TBW102";

	/**
	 * Most sends that have not ended. Further ones wait within their timeout, then fail.
	 */
	private int maxPendingSends = 8192;

	/**
	 * Most memory for the bodies of sends that have not ended.
	 */
	private DataSize maxPendingSize = DataSize.ofMegabytes(64);

	/**
	 * What an asynchronous send does when the sends that have not ended reached their
	 * limits.
	 */
	private BackPressure asyncBackPressure = BackPressure.WAIT;

	/**
	 * Most time that one attempt of a send may take. An equal share of what is left of
	 * the send timeout if not set.
	 */
	private @Nullable Duration attemptTimeout;

	/**
	 * Whether a message is sent again that was stored less durably than the broker
	 * should.
	 */
	private boolean retryNotStored = false;

	/**
	 * Number of messages that may leave in a second. 0 is no limit.
	 */
	private int maxSendsPerSecond = 0;

	/**
	 * How bodies are compressed. LZ4 and ZSTD need a library of their own.
	 */
	private Algorithm compression = Algorithm.ZLIB;

	/**
	 * Size from which on bodies are compressed, unless that makes them larger.
	 */
	private DataSize compressionThreshold = DataSize.ofKilobytes(4);

	/**
	 * Effort of the compression, from 1.
	 */
	private int compressionLevel = 3;

	/**
	 * How long a message waits for others of its topic, so that they leave in one
	 * request.
	 */
	private Duration linger = Duration.ZERO;

	/**
	 * Size of waiting messages that leave without waiting longer.
	 */
	private DataSize batchMaxSize = DataSize.ofKilobytes(32);

	/**
	 * Number of waiting messages that leave without waiting longer.
	 */
	private int batchMaxMessages = 1000;

	/**
	 * Comma-separated list of topics whose routes are looked up at the start.
	 */
	private List<String> topics = new ArrayList<>();

	/**
	 * Whether messages name the class of a payload that is written as JSON, so that
	 * handler methods can be chosen by it.
	 */
	private boolean typeHeader = false;

	/**
	 * Producer group of transactions. Made of the producer group with -tx behind it if
	 * not set.
	 */
	private @Nullable String transactionGroup;

	/**
	 * Whether a send inside of a transaction of Spring's becomes part of it. Takes a
	 * table in its database.
	 */
	private boolean joinTransactions = false;

	/**
	 * Name of the table that remembers committed transactions.
	 */
	private String transactionLogTable = "ROCKETMQ_LITE_TRANSACTION";

	/**
	 * What becomes of messages that wait behind one of the same ordering key that failed
	 * for good.
	 */
	private OnFailure onOrderedFailure = OnFailure.FAIL_WAITING;

	/**
	 * Number of messages of one ordering key that may wait for those in front of them.
	 */
	private int maxWaitingPerKey = 1000;

	/**
	 * Comma-separated list of response codes of brokers that are retried beside the usual
	 * ones.
	 */
	private Set<Integer> retryCodes = new LinkedHashSet<>();

	/**
	 * Number of retries that may be made at once beyond a fifth of the sends. Negative
	 * for no limit.
	 */
	private int retryBudget = 10000;

	@NestedConfigurationProperty
	private final TransactionProperties transaction = new TransactionProperties();

	public @Nullable String getGroup() {
		return this.group;
	}

	public void setGroup(@Nullable String group) {
		this.group = group;
	}

	public Duration getSendTimeout() {
		return this.sendTimeout;
	}

	public void setSendTimeout(Duration sendTimeout) {
		this.sendTimeout = sendTimeout;
	}

	public int getRetries() {
		return this.retries;
	}

	public void setRetries(int retries) {
		this.retries = retries;
	}

	public DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public int getAutoCreateQueues() {
		return this.autoCreateQueues;
	}

	public void setAutoCreateQueues(int autoCreateQueues) {
		this.autoCreateQueues = autoCreateQueues;
	}

	public String getTemplateTopic() {
		return this.templateTopic;
	}

	public void setTemplateTopic(String templateTopic) {
		this.templateTopic = templateTopic;
	}

	public int getMaxPendingSends() {
		return this.maxPendingSends;
	}

	public void setMaxPendingSends(int maxPendingSends) {
		this.maxPendingSends = maxPendingSends;
	}

	public DataSize getMaxPendingSize() {
		return this.maxPendingSize;
	}

	public void setMaxPendingSize(DataSize maxPendingSize) {
		this.maxPendingSize = maxPendingSize;
	}

	public BackPressure getAsyncBackPressure() {
		return this.asyncBackPressure;
	}

	public void setAsyncBackPressure(BackPressure asyncBackPressure) {
		this.asyncBackPressure = asyncBackPressure;
	}

	public @Nullable Duration getAttemptTimeout() {
		return this.attemptTimeout;
	}

	public void setAttemptTimeout(@Nullable Duration attemptTimeout) {
		this.attemptTimeout = attemptTimeout;
	}

	public boolean isRetryNotStored() {
		return this.retryNotStored;
	}

	public void setRetryNotStored(boolean retryNotStored) {
		this.retryNotStored = retryNotStored;
	}

	public int getMaxSendsPerSecond() {
		return this.maxSendsPerSecond;
	}

	public void setMaxSendsPerSecond(int maxSendsPerSecond) {
		this.maxSendsPerSecond = maxSendsPerSecond;
	}

	public Algorithm getCompression() {
		return this.compression;
	}

	public void setCompression(Algorithm compression) {
		this.compression = compression;
	}

	public DataSize getCompressionThreshold() {
		return this.compressionThreshold;
	}

	public void setCompressionThreshold(DataSize compressionThreshold) {
		this.compressionThreshold = compressionThreshold;
	}

	public int getCompressionLevel() {
		return this.compressionLevel;
	}

	public void setCompressionLevel(int compressionLevel) {
		this.compressionLevel = compressionLevel;
	}

	public Duration getLinger() {
		return this.linger;
	}

	public void setLinger(Duration linger) {
		this.linger = linger;
	}

	public DataSize getBatchMaxSize() {
		return this.batchMaxSize;
	}

	public void setBatchMaxSize(DataSize batchMaxSize) {
		this.batchMaxSize = batchMaxSize;
	}

	public int getBatchMaxMessages() {
		return this.batchMaxMessages;
	}

	public void setBatchMaxMessages(int batchMaxMessages) {
		this.batchMaxMessages = batchMaxMessages;
	}

	public List<String> getTopics() {
		return this.topics;
	}

	public void setTopics(List<String> topics) {
		this.topics = topics;
	}

	public boolean isTypeHeader() {
		return this.typeHeader;
	}

	public void setTypeHeader(boolean typeHeader) {
		this.typeHeader = typeHeader;
	}

	public boolean isJoinTransactions() {
		return this.joinTransactions;
	}

	public void setJoinTransactions(boolean joinTransactions) {
		this.joinTransactions = joinTransactions;
	}

	public String getTransactionLogTable() {
		return this.transactionLogTable;
	}

	public void setTransactionLogTable(String transactionLogTable) {
		this.transactionLogTable = transactionLogTable;
	}

	public @Nullable String getTransactionGroup() {
		return this.transactionGroup;
	}

	public void setTransactionGroup(@Nullable String transactionGroup) {
		this.transactionGroup = transactionGroup;
	}

	public OnFailure getOnOrderedFailure() {
		return this.onOrderedFailure;
	}

	public void setOnOrderedFailure(OnFailure onOrderedFailure) {
		this.onOrderedFailure = onOrderedFailure;
	}

	public int getMaxWaitingPerKey() {
		return this.maxWaitingPerKey;
	}

	public void setMaxWaitingPerKey(int maxWaitingPerKey) {
		this.maxWaitingPerKey = maxWaitingPerKey;
	}

	public Set<Integer> getRetryCodes() {
		return this.retryCodes;
	}

	public void setRetryCodes(Set<Integer> retryCodes) {
		this.retryCodes = retryCodes;
	}

	public int getRetryBudget() {
		return this.retryBudget;
	}

	public void setRetryBudget(int retryBudget) {
		this.retryBudget = retryBudget;
	}

	public TransactionProperties getTransaction() {
		return this.transaction;
	}

}
