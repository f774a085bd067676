package io.github.rocketmqlite.spring.autoconfigure;

import java.util.List;

/**
 * Where the cluster is, as the properties say.
 * <p>
 * Threading: immutable once the properties are bound.
 */
final class PropertiesRocketConnectionDetails implements RocketConnectionDetails {

	private final ClusterProperties properties;

	PropertiesRocketConnectionDetails(ClusterProperties properties) {
		this.properties = properties;
	}

	@Override
	public List<String> getNameServers() {
		return this.properties.getNameServers();
	}

}
