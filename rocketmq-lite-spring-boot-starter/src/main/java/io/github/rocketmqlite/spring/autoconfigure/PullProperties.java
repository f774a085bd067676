package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

/**
 * How queues are pulled.
 */
public class PullProperties {

	/**
	 * How long a broker may hold a pull at the end of a queue.
	 */
	private Duration brokerWait = Duration.ofSeconds(15);

	/**
	 * Time after which a pull without an answer has failed. Longer than brokers hold it.
	 */
	private Duration timeout = Duration.ofSeconds(30);

	/**
	 * Pause between a pull that brought messages and the next one.
	 */
	private Duration interval = Duration.ZERO;

	/**
	 * Whether each pull brings the filter of its topic along, for members of a group that
	 * have different ones.
	 */
	private boolean filterInPulls = false;

	public Duration getBrokerWait() {
		return this.brokerWait;
	}

	public void setBrokerWait(Duration brokerWait) {
		this.brokerWait = brokerWait;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public boolean isFilterInPulls() {
		return this.filterInPulls;
	}

	public void setFilterInPulls(boolean filterInPulls) {
		this.filterInPulls = filterInPulls;
	}

}
