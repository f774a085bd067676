package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.HttpNameServerResolver;
import io.github.rocketmqlite.client.NameServerResolver;
import io.github.rocketmqlite.client.NamingOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;

import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.atLeastOneMilli;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.invalid;

/**
 * Makes the naming options of the client from the properties: namespace, unit, zone and
 * discovery of name servers. The part of {@link RocketPropertiesMapper} that is about
 * names.
 * <p>
 * Threading: stateless, as long as the properties stay as they are.
 *
 * @param properties the properties
 */
record NamingPropertiesMapper(ClusterProperties properties) {

	/**
	 * Whether name servers are to be discovered instead of listed.
	 */
	boolean isDiscovering() {
		return this.properties.getDiscovery().getUrl() != null;
	}

	NamingOptions options(boolean discovering) {
		NamingOptions.Builder builder = NamingOptions.builder();
		ClusterProperties from = this.properties;
		builder.namespace(checked("namespace", from.getNamespace(), NamingOptions.builder()::namespace));
		builder.namespaceV2(checked("namespace-v2", from.getNamespaceV2(), NamingOptions.builder()::namespaceV2));
		builder.unitName(checked("unit-name", from.getUnitName(), NamingOptions.builder()::unitName));
		builder.zone(checked("zone", from.getZone(), NamingOptions.builder()::zone));
		builder.unitMode(from.isUnitMode());
		PropertyMapper map = PropertyMapper.get();
		map.from(from.getDiscovery()::getInterval)
			.as(atLeastOneMilli("discovery.interval")::apply)
			.to(builder::resolveInterval);
		if (discovering) {
			builder.resolver(resolver(from.getDiscovery()));
		}
		return builder.build();
	}

	private NameServerResolver resolver(DiscoveryProperties from) {
		String url = String.valueOf(from.getUrl());
		HttpNameServerResolver.Builder builder = HttpNameServerResolver.builder(url);
		builder.allowHttp(from.isAllowHttp()).snapshot(from.getSnapshot()).unitName(this.properties.getUnitName());
		PropertyMapper.get()
			.from(from::getTimeout)
			.as(atLeastOneMilli("discovery.timeout")::apply)
			.to(builder::timeout);
		try {
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw invalid("discovery.url", url, "is not valid: " + ex.getMessage());
		}
	}

	private static @Nullable String checked(String key, @Nullable String name, Setter setter) {
		try {
			setter.set(name).build();
			return name;
		}
		catch (IllegalArgumentException ex) {
			throw invalid(key, String.valueOf(name), "is not valid: " + ex.getMessage());
		}
	}

	private interface Setter {

		NamingOptions.Builder set(@Nullable String name);

	}

}
