package io.github.rocketmqlite.spring.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

import org.jspecify.annotations.Nullable;

/**
 * What is said about listeners outside of their annotations, by the listeners' ids.
 * <p>
 * Threading: thread-safe.
 */
public final class ListenerOverrides {

	private final Map<String, ListenerOverride> overrides;

	private final Set<String> seen = new ConcurrentSkipListSet<>();

	public ListenerOverrides(Map<String, ListenerOverride> overrides) {
		this.overrides = Map.copyOf(overrides);
	}

	/**
	 * What becomes of an endpoint.
	 * @return {@code null} when it is switched off
	 */
	@Nullable RocketListenerEndpoint applyTo(RocketListenerEndpoint endpoint) {
		String id = endpoint.settings().id();
		this.seen.add(id);
		ListenerOverride override = this.overrides.get(id);
		if (override == null) {
			return endpoint;
		}
		return override.enabled() ? new MethodRocketListenerEndpoint(override.applyTo(endpoint.settings()),
				endpoint.handler(), endpoint.description()) : null;
	}

	/**
	 * The ids for which something is said although no listener has them.
	 */
	Set<String> unknown() {
		Set<String> unknown = new TreeSet<>(this.overrides.keySet());
		unknown.removeAll(this.seen);
		return unknown;
	}

	Set<String> seen() {
		return Set.copyOf(this.seen);
	}

}
