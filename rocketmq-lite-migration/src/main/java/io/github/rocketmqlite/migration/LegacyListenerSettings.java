package io.github.rocketmqlite.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.autoconfigure.ListenerOverrideProperties;
import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import io.github.rocketmqlite.spring.config.ConsumerSettings;
import io.github.rocketmqlite.spring.config.FailureSettings;
import io.github.rocketmqlite.spring.config.ListenerSettings;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import org.apache.rocketmq.spring.annotation.ConsumeMode;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.annotation.SelectorType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Says in the words of the starter what a {@code @RocketMQMessageListener} says. An
 * attribute that has its default is left to the properties of the starter, whose defaults
 * are the same ones.
 * <p>
 * Threading: thread-safe.
 */
final class LegacyListenerSettings {

	private static final Logger logger = LoggerFactory.getLogger(LegacyListenerSettings.class);

	private static final int DEFAULT_THREADS = 20;

	private static final int DEFAULT_REPLY_TIMEOUT = 3000;

	private static final int DEFAULT_CONSUME_TIMEOUT = 15;

	private static final int DEFAULT_SUSPEND = 1000;

	private static final int DEFAULT_AWAIT_TERMINATION = 1000;

	private final RocketProperties properties;

	private final ObjectProvider<RocketErrorHandler> errorHandler;

	private final LegacyListenerClusters clusters;

	private final LegacyAttributes attributes;

	/**
	 * Makes a reader of annotations.
	 * @param errorHandler decides about failed messages
	 * @param clusters finds the cluster of a listener
	 * @param attributes resolves placeholders
	 */
	LegacyListenerSettings(RocketProperties properties, ObjectProvider<RocketErrorHandler> errorHandler,
			LegacyListenerClusters clusters, LegacyAttributes attributes) {
		this.properties = properties;
		this.errorHandler = errorHandler;
		this.clusters = clusters;
		this.attributes = attributes;
	}

	ListenerSettings of(String id, RocketMQMessageListener annotation, Class<?> type) {
		warnOfWhatHasNoEffect(annotation, type);
		String topic = this.attributes.required("topic", annotation.topic(), type);
		String group = this.attributes.required("consumerGroup", annotation.consumerGroup(), type);
		return new ListenerSettings(id, List.of(topic), filter(annotation, type), group, consumer(annotation), null,
				null, this.clusters.of(annotation, type), failures(id, annotation));
	}

	private void warnOfWhatHasNoEffect(RocketMQMessageListener from, Class<?> type) {
		List<String> attributes = new ArrayList<>();
		if (from.replyTimeout() != DEFAULT_REPLY_TIMEOUT) {
			attributes.add("replyTimeout (replies have 'rocketmq-lite.producer.send-timeout')");
		}
		if (from.enableMsgTrace() && !this.properties.getTrace().isEnabled()) {
			attributes.add("enableMsgTrace (set 'rocketmq-lite.trace.enabled', which is for the whole client)");
		}
		if (!from.accessChannel().equals(RocketMQMessageListener.ACCESS_CHANNEL_PLACEHOLDER)
				&& "CLOUD".equalsIgnoreCase(this.attributes.text("accessChannel", from.accessChannel(), type))) {
			attributes.add("accessChannel (only changed the topic of traces: set 'rocketmq-lite.trace.topic')");
		}
		String topic = this.attributes.text("customizedTraceTopic", from.customizedTraceTopic(), type);
		if (from.enableMsgTrace() && !topic.isEmpty() && !topic.equals(this.properties.getTrace().getTopic())) {
			attributes.add("customizedTraceTopic (set 'rocketmq-lite.trace.topic', which is for the whole client)");
		}
		if (!attributes.isEmpty()) {
			logger.warn("Without effect on the listener {}: {}", type.getName(), String.join(", ", attributes));
		}
	}

	private Filter filter(RocketMQMessageListener annotation, Class<?> type) {
		String expression = this.attributes.text("selectorExpression", annotation.selectorExpression(), type);
		try {
			if (annotation.selectorType() == SelectorType.SQL92) {
				return Filter.sql(expression);
			}
			return expression.isEmpty() ? Filter.all() : Filter.parse(expression);
		}
		catch (IllegalArgumentException ex) {
			throw LegacyListeners.wrong(type,
					"has the selectorExpression '" + expression + "', which is not valid: " + ex.getMessage(), ex);
		}
	}

	private static ConsumerSettings consumer(RocketMQMessageListener from) {
		boolean ordered = from.consumeMode() == ConsumeMode.ORDERLY;
		Integer maxReconsumeTimes = (from.maxReconsumeTimes() >= 0) ? Integer.valueOf(from.maxReconsumeTimes()) : null;
		if (ordered && maxReconsumeTimes == null) {
			// what -1 means there
			maxReconsumeTimes = PushConsumerOptions.UNLIMITED;
		}
		return new ConsumerSettings(unless(DEFAULT_THREADS, from.consumeThreadNumber()), maxReconsumeTimes, null,
				ordered ? true : null, null,
				(from.messageModel() == org.apache.rocketmq.spring.annotation.MessageModel.BROADCASTING)
						? MessageModel.BROADCASTING : null,
				null,
				(from.consumeTimeout() != DEFAULT_CONSUME_TIMEOUT) ? Duration.ofMinutes(from.consumeTimeout()) : null,
				// listeners are not interrupted here, so less would only mean to give up
				// early
				(from.awaitTerminationMillisWhenShutdown() > DEFAULT_AWAIT_TERMINATION)
						? Duration.ofMillis(from.awaitTerminationMillisWhenShutdown()) : null);
	}

	private static @Nullable Integer unless(int ordinary, int value) {
		return (value != ordinary) ? value : null;
	}

	private FailureSettings failures(String id, RocketMQMessageListener from) {
		if (from.consumeMode() == ConsumeMode.ORDERLY) {
			Integer suspend = unless(DEFAULT_SUSPEND, from.suspendCurrentQueueTimeMillis());
			return (suspend != null) ? new FailureSettings(Set.of(), Duration.ofMillis(suspend), null, null, null)
					: FailureSettings.NONE;
		}
		ListenerOverrideProperties override = this.properties.getListeners().get(id);
		boolean overridden = override != null && override.getBackOff() != null;
		int level = from.delayLevelWhenNextConsume();
		if (level == 0 || overridden) {
			return FailureSettings.NONE;
		}
		RocketErrorHandler next = this.errorHandler.getObject();
		ConsumeOutcome instead = (level < 0) ? ConsumeOutcome.DEAD_LETTER : ConsumeOutcome.retryAtLevel(level);
		return new FailureSettings(Set.of(), null, null, (listener, message, error) -> {
			ConsumeOutcome decided = next.handle(listener, message, error);
			return decided.equals(ConsumeOutcome.RETRY) ? instead : decided;
		}, null);
	}

}
