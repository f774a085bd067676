package io.github.rocketmqlite.migration;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.rocketmqlite.spring.config.ListenerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * The switches {@code rocketmq.consumer.listeners.<group>.<topic>} of rocketmq-spring.
 * <p>
 * Threading: not thread-safe, used while the application starts.
 */
final class LegacyListenerSwitches {

	private static final Logger logger = LoggerFactory.getLogger(LegacyListenerSwitches.class);

	private static final Bindable<Map<String, Map<String, Boolean>>> SWITCHES = Bindable
		.of(ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class),
				ResolvableType.forClassWithGenerics(Map.class, String.class, Boolean.class)));

	private final Map<String, Map<String, Boolean>> switches;

	private final Set<String> unknown;

	LegacyListenerSwitches(Environment environment) {
		this.switches = Binder.get(environment).bind(LegacyProperty.LISTENERS, SWITCHES).orElseGet(Map::of);
		this.unknown = this.switches.entrySet()
			.stream()
			.flatMap((group) -> group.getValue().keySet().stream().map((topic) -> key(group.getKey(), topic)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String key(String group, String topic) {
		return LegacyProperty.LISTENERS + "." + group + "." + topic;
	}

	/** Whether a listener is switched off. */
	boolean isOff(ListenerSettings listener) {
		String group = String.valueOf(listener.group());
		String topic = listener.topics().get(0);
		this.unknown.remove(key(group, topic));
		boolean off = Boolean.FALSE.equals(this.switches.getOrDefault(group, Map.of()).get(topic));
		if (off) {
			logger.info("Listener '{}' is switched off by '{}'", listener.id(), key(group, topic));
		}
		return off;
	}

	/** Says which switches are of no listener, which nobody would notice otherwise. */
	void warnOfUnknown() {
		if (!this.unknown.isEmpty()) {
			logger.warn(
					"No listener with @RocketMQMessageListener has the group and topic of {}. A name that holds other"
							+ " characters than letters, digits and '-' takes brackets: '{}[<group>][<topic>]'",
					this.unknown, LegacyProperty.LISTENERS);
		}
	}

}
