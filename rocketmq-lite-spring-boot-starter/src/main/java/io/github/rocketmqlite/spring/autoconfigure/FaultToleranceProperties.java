package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

/**
 * How brokers that fail or are slow are avoided.
 */
public class FaultToleranceProperties {

	/**
	 * Whether brokers that fail or are slow are avoided where there are others.
	 */
	private boolean enabled = true;

	/**
	 * How long a broker is avoided after its first failure.
	 */
	private Duration failurePause = Duration.ofSeconds(2);

	/**
	 * Most time between two tries of a broker.
	 */
	private Duration longestPause = Duration.ofSeconds(30);

	/**
	 * How soon a broker must give a sign of life when its pause is over.
	 */
	private Duration probeTimeout = Duration.ofMillis(500);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getFailurePause() {
		return this.failurePause;
	}

	public void setFailurePause(Duration failurePause) {
		this.failurePause = failurePause;
	}

	public Duration getLongestPause() {
		return this.longestPause;
	}

	public void setLongestPause(Duration longestPause) {
		this.longestPause = longestPause;
	}

	public Duration getProbeTimeout() {
		return this.probeTimeout;
	}

	public void setProbeTimeout(Duration probeTimeout) {
		this.probeTimeout = probeTimeout;
	}

}
