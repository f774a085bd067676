package io.github.rocketmqlite.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Chooses the group of the application's producer: the property, else the application's
 * name, else a fixed one.
 * <p>
 * Threading: stateless.
 */
final class ProducerGroups {

	private static final String FALLBACK = "rocketmq-lite-producer";

	private static final int MAX_LENGTH = 120;

	private static final String TRANSACTIONAL = "-tx";

	private ProducerGroups() {
	}

	/**
	 * A client has one producer of a group only, so transactions have a group of their
	 * own.
	 */
	static String chooseTransactional(ProducerProperties properties, Environment environment) {
		String configured = properties.getTransactionGroup();
		if (configured != null) {
			return PropertyChecks.hasText("producer.transaction-group").apply(configured);
		}
		String group = choose(properties.getGroup(), environment);
		return group.substring(0, Math.min(group.length(), MAX_LENGTH - TRANSACTIONAL.length())) + TRANSACTIONAL;
	}

	static String choose(@Nullable String configured, Environment environment) {
		if (configured != null) {
			return PropertyChecks.hasText("producer.group").apply(configured);
		}
		String application = environment.getProperty("spring.application.name");
		if (!StringUtils.hasText(application)) {
			return FALLBACK;
		}
		// an application's name may be any text, a group's may not
		String group = application.trim().replaceAll("[^a-zA-Z0-9_-]", "-") + "-producer";
		return (group.length() > MAX_LENGTH) ? group.substring(0, MAX_LENGTH) : group;
	}

}
