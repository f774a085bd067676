package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.spring.listener.StartupFailurePolicy;

/**
 * The containers that run listeners.
 */
public class ListenerProperties {

	/**
	 * Whether listeners start with the application context.
	 */
	private boolean autoStartup = true;

	/**
	 * What happens when a listener's cluster cannot be reached at its start.
	 */
	private StartupFailurePolicy startupFailurePolicy = StartupFailurePolicy.FAIL;

	/**
	 * Whether listeners wait until the application is ready, after all runners, before
	 * they start for the first time.
	 */
	private boolean startAfterReady = false;

	public boolean isStartAfterReady() {
		return this.startAfterReady;
	}

	public void setStartAfterReady(boolean startAfterReady) {
		this.startAfterReady = startAfterReady;
	}

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public StartupFailurePolicy getStartupFailurePolicy() {
		return this.startupFailurePolicy;
	}

	public void setStartupFailurePolicy(StartupFailurePolicy startupFailurePolicy) {
		this.startupFailurePolicy = startupFailurePolicy;
	}

}
