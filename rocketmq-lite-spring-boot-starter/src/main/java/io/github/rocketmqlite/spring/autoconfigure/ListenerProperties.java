package io.github.rocketmqlite.spring.autoconfigure;

/**
 * The containers that run listeners.
 */
public class ListenerProperties {

	/**
	 * Whether listeners start with the application context.
	 */
	private boolean autoStartup = true;

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

}
