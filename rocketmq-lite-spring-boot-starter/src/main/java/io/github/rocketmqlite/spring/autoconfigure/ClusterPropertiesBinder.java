package io.github.rocketmqlite.spring.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.github.rocketmqlite.spring.core.RocketClusters;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.invalid;

/**
 * Reads the properties of named clusters: what one does not set is what holds at the top,
 * but nothing that says who the application is or where a cluster is.
 * <p>
 * Threading: stateless.
 */
final class ClusterPropertiesBinder {

	private static final String TOP = "rocketmq-lite";

	static final String CLUSTERS = TOP + ".clusters";

	private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]{0,62}");

	/**
	 * Addresses, identities, credentials and what lies on disk: taken from another
	 * cluster they would lead messages, secrets or progress to the wrong place.
	 */
	private static final List<ConfigurationPropertyName> OF_ONE_CLUSTER = List
		.of("name-servers", "discovery", "client-id", "namespace", "namespace-v2", "unit-name", "unit-mode", "zone",
				"access-key", "secret-key", "security-token", "ssl", "proxy", "transport.allowed-brokers",
				"producer.topics", "consumer.offsets-directory")
		.stream()
		.map((key) -> ConfigurationPropertyName.of(TOP + "." + key))
		.toList();

	private final Binder binder;

	ClusterPropertiesBinder(Environment environment) {
		this.binder = Binder.get(environment);
	}

	/**
	 * The names of all clusters but the default one, in alphabetical order.
	 */
	Set<String> names() {
		Set<String> names = new TreeSet<>(this.binder.bind(CLUSTERS, Bindable.mapOf(String.class, Object.class))
			.map((clusters) -> clusters.keySet())
			.orElseGet(Set::of));
		names.forEach((name) -> {
			if (name.equals(RocketClusters.DEFAULT) || !NAME.matcher(name).matches()) {
				throw invalid("clusters." + name, name,
						"is no name for a cluster: it takes letters, digits and '-', and '" + RocketClusters.DEFAULT
								+ "' is the one set up under '" + TOP + "' itself");
			}
		});
		return names;
	}

	/**
	 * Whether there is any word of where the default cluster is.
	 */
	boolean hasDefaultAddress() {
		return this.binder.bind(TOP + ".name-servers", Bindable.listOf(String.class)).isBound()
				|| this.binder.bind(TOP + ".discovery.url", String.class).isBound();
	}

	/**
	 * The properties of a named cluster. A key that does not exist is an error.
	 */
	ClusterProperties bind(String name) {
		ClusterProperties properties = new ClusterProperties();
		properties.setNameServers(List.of());
		Bindable<ClusterProperties> target = Bindable.ofInstance(properties);
		this.binder.bind(TOP, target, new Inherited());
		this.binder.bind(CLUSTERS + "." + name, target,
				new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		return properties;
	}

	/**
	 * Passes over what belongs to one cluster only.
	 */
	private static final class Inherited extends AbstractBindHandler {

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			return OF_ONE_CLUSTER.contains(name) ? null : target;
		}

	}

}
