package io.github.rocketmqlite.spring.autoconfigure.diagnostics;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import javax.net.ssl.SSLException;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.RouteNotFoundException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a start that failed at the cluster: nobody there, access denied, no such
 * topic; and where the setting comes from that led there.
 */
final class RocketFailureAnalyzer extends AbstractFailureAnalyzer<RocketException> {

	private static final String NAME_SERVERS = "rocketmq-lite.name-servers";

	private static final String CLUSTERS = "rocketmq-lite.clusters";

	private final Environment environment;

	RocketFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RocketException cause) {
		String action = action(cause);
		return (action != null) ? new FailureAnalysis(description(rootFailure, cause), action, cause) : null;
	}

	/** What failed is often said by the error around the client's own. */
	private static String description(Throwable rootFailure, RocketException cause) {
		Throwable around = rootFailure;
		while (around.getCause() != null && around.getCause() != cause) {
			around = around.getCause();
		}
		boolean saysMore = around.getCause() == cause
				&& String.valueOf(around.getMessage()).contains(String.valueOf(cause.getMessage()));
		return String.valueOf(saysMore ? around.getMessage() : cause.getMessage());
	}

	private @Nullable String action(RocketException cause) {
		if (cause instanceof BrokerException refusal && refusal.isAccessDenied()) {
			return "Check " + setting("rocketmq-lite.access-key") + " and its secret key, or the beans of type "
					+ "CredentialsProvider, and what the cluster's access control grants them: sending takes 'Pub' of"
					+ " the topic, receiving 'Sub' and 'Get' of topic and group.";
		}
		if (cause instanceof RouteNotFoundException) {
			return "Create the topic, or let brokers create it ('autoCreateTopicEnable'), and check that " + addresses()
					+ " leads to the right cluster.";
		}
		if (hasCause(cause, SSLException.class)) {
			return "Check " + setting("rocketmq-lite.ssl.bundle")
					+ ": it has to trust who issued the certificates of the servers, those have to name the hosts that"
					+ " the servers are reached at, and servers may ask for a certificate of the client, the bundle's"
					+ " 'keystore'. Servers without TLS take neither. A certificate with another name is accepted where"
					+ " 'rocketmq-lite.ssl.expected-host-names[host:port]' says that name.";
		}
		if (cause instanceof RocketConnectionException || cause instanceof RocketTimeoutException) {
			return "Start the cluster or correct " + addresses() + "." + tls(cause)
					+ " To let the application start without it and its listeners as soon as it is there, set"
					+ " 'rocketmq-lite.listener.startup-failure-policy=retry'.";
		}
		return null;
	}

	private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(type::isInstance);
	}

	/** Servers that take TLS only hang up on whoever speaks without. */
	private static String tls(RocketException cause) {
		boolean hungUp = cause instanceof RocketConnectionException
				&& String.valueOf(cause.getMessage()).contains("the server closed the connection");
		return hungUp ? " A server that takes TLS only closes connections without: set 'rocketmq-lite.ssl.bundle'."
				: "";
	}

	/** Where the clusters are; which of them it was is said by the error. */
	private String addresses() {
		Set<String> clusters = Binder.get(this.environment)
			.bind(CLUSTERS, Bindable.mapOf(String.class, Object.class))
			.map((found) -> found.keySet())
			.orElseGet(Set::of);
		return Stream.concat(Stream.of(NAME_SERVERS), clusters.stream().map(RocketFailureAnalyzer::nameServersOf))
			.map(this::setting)
			.collect(Collectors.joining(", or "));
	}

	private static String nameServersOf(String cluster) {
		return CLUSTERS + "." + cluster + ".name-servers";
	}

	/** A property with its value and where that comes from, if it is set. */
	private String setting(String name) {
		ConfigurationPropertyName key = ConfigurationPropertyName.adapt(name, '.');
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.map((source) -> source.getConfigurationProperty(key))
			.filter((property) -> property != null)
			.findFirst()
			.map((property) -> "'" + name + "'" + value(name, property)
					+ ((property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : ""))
			.orElse("'" + name + "', which is not set");
	}

	private static String value(String name, ConfigurationProperty property) {
		return name.endsWith("name-servers") ? " = '" + property.getValue() + "'" : "";
	}

}
