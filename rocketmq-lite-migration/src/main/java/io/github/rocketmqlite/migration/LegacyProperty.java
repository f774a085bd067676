package io.github.rocketmqlite.migration;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A property of rocketmq-spring, and what becomes of it here.
 * <p>
 * Threading: immutable.
 *
 * @param key the whole key
 * @param fate what becomes of it
 * @param target the key that it is read as; {@code null} if it is not mapped
 * @param explanation what to know or to do; may be empty
 * @param harmless a value, in lower case, that asks for nothing; {@code null} for none
 */
record LegacyProperty(String key, Fate fate, @Nullable String target, String explanation, @Nullable String harmless) {

	private static final String OLD = "rocketmq.";

	private static final String NEW = "rocketmq-lite.";

	/** Below it stand switches by consumer group and topic. */
	static final String LISTENERS = OLD + "consumer.listeners";

	private static final String WHOLE_CLIENT = "holds for the whole client, consumers included";

	private static final String OF_RECEIVE = "was read for RocketMQTemplate.receive alone, never for listeners:"
			+ " what pulls takes a consumer of RocketClient.newPullConsumer(…)";

	/** What several keys are mapped to is taken from the first of them that is set. */
	private static final List<LegacyProperty> ALL = List.of(mapped("name-server", "name-servers", ""),
			lost("access-channel", "only changed the topic of traces: set 'rocketmq-lite.trace.topic'", "local"),
			mapped("producer.group", "producer.group", ""), mapped("producer.namespace", "namespace", WHOLE_CLIENT),
			mapped("producer.namespace-v2", "namespace-v2", WHOLE_CLIENT),
			mapped("producer.send-message-timeout", "producer.send-timeout", ""),
			mapped("producer.compress-message-body-threshold", "producer.compression-threshold", ""),
			mapped("producer.retry-times-when-send-failed", "producer.retries", "holds for asynchronous sends, too"),
			mapped("producer.retry-times-when-send-async-failed", "producer.retries",
					"holds for synchronous sends, too"),
			mapped("producer.retry-next-server", "producer.retry-not-stored", ""),
			mapped("producer.max-message-size", "producer.max-message-size", ""),
			mapped("producer.access-key", "access-key", WHOLE_CLIENT),
			mapped("producer.secret-key", "secret-key", WHOLE_CLIENT),
			mappedUnless("false", "producer.enable-msg-trace", "trace.enabled", WHOLE_CLIENT),
			mapped("producer.customized-trace-topic", "trace.topic", WHOLE_CLIENT),
			mappedUnless("false", "producer.tls-enable", "ssl.enabled",
					"certificates are verified here: name those you trust with 'rocketmq-lite.ssl.bundle'"),
			notNeeded("producer.instance-name", "every client has an id of its own"),
			// of listeners, and of what RocketMQTemplate.receive pulls with
			mapped("consumer.namespace", "namespace", "holds for the whole client, producers included"),
			mapped("consumer.namespace-v2", "namespace-v2", "holds for the whole client, producers included"),
			mapped("consumer.access-key", "access-key", "holds for the whole client, producers included"),
			mapped("consumer.secret-key", "secret-key", "holds for the whole client, producers included"),
			mapped("consumer.customized-trace-topic", "trace.topic", "holds for the whole client, producers included"),
			lost("consumer.tls-enable", OF_RECEIVE + "; 'rocketmq-lite.ssl.enabled' is for all", "false"),
			lost("consumer.enable-msg-trace", OF_RECEIVE + "; 'rocketmq-lite.trace.enabled' is for all", "false"),
			notNeeded("consumer.instance-name", "every client has an id of its own"), lost("consumer.group"),
			lost("consumer.topic"), lost("consumer.message-model"), lost("consumer.selector-type"),
			lost("consumer.selector-expression"), lost("consumer.pull-batch-size"),
			mapped("pull-consumer.namespace", "namespace", "holds for the whole client"),
			mapped("pull-consumer.namespace-v2", "namespace-v2", "holds for the whole client"),
			mapped("pull-consumer.access-key", "access-key", "holds for the whole client"),
			mapped("pull-consumer.secret-key", "secret-key", "holds for the whole client"),
			mapped("pull-consumer.customized-trace-topic", "trace.topic", "holds for the whole client"),
			lost("pull-consumer.tls-enable", "'rocketmq-lite.ssl.enabled' is for all", "false"),
			lost("pull-consumer.enable-msg-trace", "'rocketmq-lite.trace.enabled' is for all", "false"),
			notNeeded("pull-consumer.instance-name", "every client has an id of its own"), lost("pull-consumer.group"),
			lost("pull-consumer.topic"), lost("pull-consumer.message-model"), lost("pull-consumer.selector-type"),
			lost("pull-consumer.selector-expression"), lost("pull-consumer.pull-batch-size"));

	static List<LegacyProperty> all() {
		return ALL;
	}

	static List<LegacyProperty> mappedTo(String target) {
		return ALL.stream().filter((property) -> target.equals(property.target)).toList();
	}

	/** Whether a value of it, with all placeholders resolved, asks for anything. */
	boolean isWorthReading(String value) {
		return !value.isBlank() && !value.trim().toLowerCase(Locale.ROOT).equals(this.harmless);
	}

	private static LegacyProperty mapped(String key, String target, String explanation) {
		return new LegacyProperty(OLD + key, Fate.MAPPED, NEW + target, explanation, null);
	}

	private static LegacyProperty mappedUnless(String harmless, String key, String target, String explanation) {
		return new LegacyProperty(OLD + key, Fate.MAPPED, NEW + target, explanation, harmless);
	}

	private static LegacyProperty notNeeded(String key, String explanation) {
		return new LegacyProperty(OLD + key, Fate.NOT_NEEDED, null, explanation, null);
	}

	private static LegacyProperty lost(String key) {
		return new LegacyProperty(OLD + key, Fate.LOST, null, OF_RECEIVE, null);
	}

	private static LegacyProperty lost(String key, String explanation, String harmless) {
		return new LegacyProperty(OLD + key, Fate.LOST, null, explanation, harmless);
	}

	/**
	 * What becomes of a property.
	 */
	enum Fate {

		/** It is read as another one. */
		MAPPED,

		/** Nothing here needs it. */
		NOT_NEEDED,

		/** Nothing here does what it asked for. */
		LOST

	}

}
