package io.github.rocketmqlite.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.rocketmqlite.spring.autoconfigure.ClusterProperties;
import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import io.github.rocketmqlite.spring.core.RocketClusters;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/**
 * Finds the cluster that a listener means. There, each listener has a client that it may
 * set up itself; here, a cluster has one, and what a listener says of addresses,
 * credentials and namespaces must be true of a cluster.
 * <p>
 * Threading: thread-safe.
 */
final class LegacyListenerClusters {

	private static final Logger logger = LoggerFactory.getLogger(LegacyListenerClusters.class);

	private final RocketProperties properties;

	private final ObjectProvider<RocketConnectionDetails> connectionDetails;

	private final LegacyPropertySource legacy;

	private final LegacyAttributes attributes;

	/**
	 * Makes a finder.
	 * @param connectionDetails where the default cluster is, if not in the properties
	 * @param legacy the properties of rocketmq-spring
	 * @param attributes resolves placeholders
	 */
	LegacyListenerClusters(RocketProperties properties, ObjectProvider<RocketConnectionDetails> connectionDetails,
			LegacyPropertySource legacy, LegacyAttributes attributes) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.legacy = legacy;
		this.attributes = attributes;
	}

	/**
	 * The name of the cluster; {@code null} for the default one.
	 */
	@Nullable String of(RocketMQMessageListener annotation, Class<?> type) {
		Map<String, String> wanted = wanted(annotation, type);
		List<String> fitting = new ArrayList<>();
		List<String> differences = differences(wanted, defaultCluster());
		if (differences.isEmpty()) {
			requireSameOwner(wanted, type);
			return null;
		}
		this.properties.getClusters().forEach((name, cluster) -> {
			if (differences(wanted, facts(cluster, cluster.getNameServers())).isEmpty()) {
				fitting.add(name);
			}
		});
		if (fitting.size() == 1) {
			logger.info("The listener {} is of cluster '{}': {}", type.getName(), fitting.get(0), wanted.keySet());
			return fitting.get(0);
		}
		if (fitting.isEmpty()) {
			throw LegacyListeners.wrong(type, "asks for a client of its own: " + String.join(", ", differences)
					+ ". Set up a cluster under 'rocketmq-lite.clusters.<name>' for which that is true, or change"
					+ " 'rocketmq-lite' itself", null);
		}
		throw LegacyListeners.wrong(type, "may be of several clusters, " + fitting + ", by what it says of "
				+ wanted.keySet() + ". Make it a @RocketListener that names its cluster", null);
	}

	/** What a listener says of its client, by the keys of the starter. */
	private Map<String, String> wanted(RocketMQMessageListener from, Class<?> type) {
		Map<String, String> wanted = new LinkedHashMap<>();
		if (!from.nameServer().equals(RocketMQMessageListener.NAME_SERVER_PLACEHOLDER)) {
			String addresses = this.attributes.text("nameServer", from.nameServer(), type);
			put(wanted, "name-servers", addresses(List.of(addresses)));
		}
		if (!from.accessKey().equals(RocketMQMessageListener.ACCESS_KEY_PLACEHOLDER)) {
			put(wanted, "access-key", this.attributes.text("accessKey", from.accessKey(), type));
		}
		put(wanted, "namespace", this.attributes.text("namespace", from.namespace(), type));
		put(wanted, "namespace-v2", this.attributes.text("namespaceV2", from.namespaceV2(), type));
		if (Boolean.parseBoolean(this.attributes.text("tlsEnable", from.tlsEnable(), type))) {
			wanted.put("ssl.enabled", "true");
		}
		return wanted;
	}

	private static void put(Map<String, String> wanted, String key, String value) {
		if (!value.isEmpty()) {
			wanted.put(key, value);
		}
	}

	/** What is said once, for any order of the addresses. */
	private static String addresses(List<String> texts) {
		Set<String> addresses = new TreeSet<>();
		texts.forEach((text) -> addresses.addAll(List.of(StringUtils.tokenizeToStringArray(text, ";,"))));
		return String.join(";", addresses);
	}

	private Map<String, String> defaultCluster() {
		RocketConnectionDetails details = this.connectionDetails.getIfUnique();
		return facts(this.properties, (details != null) ? details.getNameServers() : this.properties.getNameServers());
	}

	private static Map<String, String> facts(ClusterProperties cluster, List<String> nameServers) {
		boolean tls = (cluster.getSsl().getEnabled() != null) ? cluster.getSsl().getEnabled()
				: cluster.getSsl().getBundle() != null;
		return Map.of("name-servers", addresses(nameServers), "access-key", text(cluster.getAccessKey()), "namespace",
				text(cluster.getNamespace()), "namespace-v2", text(cluster.getNamespaceV2()), "ssl.enabled",
				String.valueOf(tls));
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

	private static List<String> differences(Map<String, String> wanted, Map<String, String> facts) {
		return wanted.entrySet()
			.stream()
			.filter((one) -> !one.getValue().equals(facts.get(one.getKey())))
			.map((one) -> one.getKey() + " is to be '" + one.getValue() + "', and is '" + facts.get(one.getKey()) + "'")
			.toList();
	}

	/**
	 * Makes sure that what is read from the producer's keys is also what the listeners
	 * had: those of another namespace would silently get other messages.
	 */
	private void requireSameOwner(Map<String, String> wanted, Class<?> type) {
		for (String key : List.of("namespace", "namespace-v2", "access-key")) {
			String ofListeners = this.legacy.text("rocketmq.consumer." + key);
			boolean unsigned = key.equals("access-key") && ofListeners.isEmpty();
			Object read = this.legacy.getProperty("rocketmq-lite." + key);
			if (read != null && !wanted.containsKey(key) && !unsigned && !read.equals(ofListeners)) {
				throw LegacyListeners.wrong(type,
						"had what 'rocketmq.consumer." + key + "' says, '" + ofListeners
								+ "', but the client, of which there is one here, has 'rocketmq.producer." + key
								+ "', '" + read + "'. Set 'rocketmq-lite." + key
								+ "' if that is right for both, or set up another cluster under"
								+ " 'rocketmq-lite.clusters.<name>'",
						null);
			}
		}
	}

}
