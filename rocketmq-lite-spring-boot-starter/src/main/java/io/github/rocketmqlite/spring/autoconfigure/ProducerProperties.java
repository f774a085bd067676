package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import org.jspecify.annotations.Nullable;

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

}
