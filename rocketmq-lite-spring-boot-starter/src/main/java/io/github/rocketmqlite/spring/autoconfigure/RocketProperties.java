package io.github.rocketmqlite.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What an application can set under {@code rocketmq-lite}: its default cluster, and what
 * concerns all clusters. A key that does not exist fails the start, unless it is an
 * environment variable.
 */
@ConfigurationProperties(prefix = "rocketmq-lite", ignoreUnknownFields = false)
public class RocketProperties extends ClusterProperties {

	/**
	 * Whether to set up anything at all: clients, templates and listeners.
	 */
	private boolean enabled = true;

	/**
	 * Further clusters by their names. Each has the keys of the default cluster, and
	 * takes from there what it does not set, except for addresses, credentials and all
	 * else that says who or where.
	 */
	private final Map<String, ClusterProperties> clusters = new LinkedHashMap<>();

	/**
	 * Settings of single listeners by their ids; they win over the annotation.
	 */
	private final Map<String, ListenerOverrideProperties> listeners = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final ObservationProperties observation = new ObservationProperties();

	@NestedConfigurationProperty
	private final HealthProperties health = new HealthProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, ClusterProperties> getClusters() {
		return this.clusters;
	}

	public Map<String, ListenerOverrideProperties> getListeners() {
		return this.listeners;
	}

	public ObservationProperties getObservation() {
		return this.observation;
	}

	public HealthProperties getHealth() {
		return this.health;
	}

}
