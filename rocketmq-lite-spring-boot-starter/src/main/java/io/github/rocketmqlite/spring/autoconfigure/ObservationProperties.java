package io.github.rocketmqlite.spring.autoconfigure;

/**
 * Observations of sends and listeners.
 */
public class ObservationProperties {

	/**
	 * Whether to observe sends and listeners where there is an observation registry.
	 */
	private boolean enabled = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

}
