package io.github.rocketmqlite.internal.codec.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a consumer group on a broker, which the protocol calls
 * SubscriptionGroupConfig (7.8). A setting that is read and written back stays as it was.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param consumeEnabled whether it may consume
 * @param consumeFromMinEnabled whether a new group may start at the first offset
 * @param broadcastEnabled whether it may consume by broadcasting
 * @param ordered whether it consumes in order
 * @param retryQueues how many queues its retry topic has
 * @param retryMaxTimes after how many attempts a message is given up
 * @param retryPolicy the pauses between attempts, {@code null} for the broker's own
 * @param brokerId the replica it reads from
 * @param slowBrokerId the replica it reads old messages from
 * @param notifyIdsChanged whether members are told of each other's coming and going
 * @param sysFlag bits of the system
 * @param consumeTimeoutMinutes how long a message may take
 * @param subscriptions what all its members subscribe to, {@code null} when they say it
 * themselves
 * @param attributes further settings; not written by an update, which has changes to them
 */
public record GroupConfig(String group, boolean consumeEnabled, boolean consumeFromMinEnabled, boolean broadcastEnabled,
		boolean ordered, int retryQueues, int retryMaxTimes, @Nullable RetryPolicy retryPolicy, long brokerId,
		long slowBrokerId, boolean notifyIdsChanged, int sysFlag, int consumeTimeoutMinutes,
		@Nullable List<Subscription> subscriptions, Map<String, String> attributes) {

	public GroupConfig {
		Objects.requireNonNull(group, "group");
		subscriptions = (subscriptions != null) ? List.copyOf(subscriptions) : null;
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
	}

	/**
	 * The settings of a group for which nothing was set.
	 */
	public static GroupConfig of(String group) {
		return new GroupConfig(group, true, true, true, false, 1, 16, null, 0, 1, true, 0, 15, null, Map.of());
	}

	/**
	 * The same with these settings.
	 */
	public GroupConfig with(boolean consumeEnabled, boolean broadcastEnabled, boolean ordered, int retryQueues,
			int retryMaxTimes) {
		return new GroupConfig(this.group, consumeEnabled, this.consumeFromMinEnabled, broadcastEnabled, ordered,
				retryQueues, retryMaxTimes, this.retryPolicy, this.brokerId, this.slowBrokerId, this.notifyIdsChanged,
				this.sysFlag, this.consumeTimeoutMinutes, this.subscriptions, this.attributes);
	}

	/**
	 * The pauses between attempts.
	 *
	 * @param type {@code CUSTOMIZED} or {@code EXPONENTIAL}
	 * @param exponential growing pauses, if set
	 * @param customized each pause in milliseconds, if set
	 */
	public record RetryPolicy(String type, @Nullable Exponential exponential, @Nullable List<Long> customized) {

		public RetryPolicy {
			Objects.requireNonNull(type, "type");
			customized = (customized != null) ? List.copyOf(customized) : null;
		}

	}

	/**
	 * Pauses that grow.
	 *
	 * @param initial the first, in milliseconds
	 * @param max the longest, in milliseconds
	 * @param multiplier how much longer each is than the one before
	 */
	public record Exponential(long initial, long max, long multiplier) {
	}

	/**
	 * What members subscribe to.
	 *
	 * @param topic the topic
	 * @param expressionType {@code TAG} or {@code SQL92}
	 * @param expression the filter expression
	 * @param version when it changed
	 */
	public record Subscription(String topic, String expressionType, String expression, long version) {
	}

}
