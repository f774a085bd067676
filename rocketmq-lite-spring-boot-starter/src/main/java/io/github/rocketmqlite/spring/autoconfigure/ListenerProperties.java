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
