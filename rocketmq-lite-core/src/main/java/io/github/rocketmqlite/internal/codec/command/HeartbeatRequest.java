package io.github.rocketmqlite.internal.codec.command;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Tells a broker which groups live in this client and what they subscribe to (HEART_BEAT,
 * 34). The answer is the broker's version number.
 * <p>
 * Threading: immutable.
 *
 * @param clientId the client's name, unique in the cluster
 * @param producerGroups the producer groups
 * @param consumerGroups the consumer groups with their subscriptions
 */
public record HeartbeatRequest(String clientId, List<String> producerGroups,
		List<ConsumerGroup> consumerGroups) implements BodyRequest<Integer> {

	public HeartbeatRequest {
		Objects.requireNonNull(clientId, "clientId");
		producerGroups = List.copyOf(producerGroups);
		consumerGroups = List.copyOf(consumerGroups);
	}

	@Override
	public int code() {
		return 34;
	}

	@Override
	public byte[] body(RequestScope scope) {
		return HeartbeatWriter.write(this, scope);
	}

	@Override
	public Integer decode(Frame answer) {
		return answer.requireSuccess().version();
	}

	/**
	 * One consumer group of this client.
	 *
	 * @param group the group's name
	 * @param consumeFromWhere the start position in the protocol's words; informational
	 * @param messageModel {@code CLUSTERING} or {@code BROADCASTING}
	 * @param subscriptions what the group subscribes to, its retry topic included
	 * @param consumeType {@link #PASSIVELY}, {@link #ACTIVELY} or {@link #POP}
	 */
	public record ConsumerGroup(String group, String consumeFromWhere, String messageModel,
			List<Subscription> subscriptions, String consumeType) {

		/** {@code consumeType}: messages are handed to a listener. */
		public static final String PASSIVELY = "CONSUME_PASSIVELY";

		/** {@code consumeType}: the application polls. */
		public static final String ACTIVELY = "CONSUME_ACTIVELY";

		/** {@code consumeType}: messages are popped. */
		public static final String POP = "CONSUME_POP";

		public ConsumerGroup {
			Objects.requireNonNull(group, "group");
			Objects.requireNonNull(consumeFromWhere, "consumeFromWhere");
			Objects.requireNonNull(messageModel, "messageModel");
			Objects.requireNonNull(consumeType, "consumeType");
			subscriptions = List.copyOf(subscriptions);
		}

		/**
		 * A group whose messages are handed to listeners.
		 */
		public ConsumerGroup(String group, String consumeFromWhere, String messageModel,
				List<Subscription> subscriptions) {
			this(group, consumeFromWhere, messageModel, subscriptions, PASSIVELY);
		}

		/**
		 * A group whose members share the messages, which are handed to listeners.
		 */
		public ConsumerGroup(String group, String consumeFromWhere, List<Subscription> subscriptions) {
			this(group, consumeFromWhere, "CLUSTERING", subscriptions);
		}

	}

	/**
	 * One topic of a group.
	 *
	 * @param topic the topic
	 * @param expressionType {@code TAG} or {@code SQL92}
	 * @param expression the tag expression, {@code *} for all, or the condition in SQL
	 * @param tags the tags of the expression, empty for all and for SQL
	 * @param version when the subscription changed, in milliseconds; brokers keep the
	 * newest
	 */
	public record Subscription(String topic, String expressionType, String expression, Set<String> tags, long version) {

		public Subscription {
			Objects.requireNonNull(topic, "topic");
			Objects.requireNonNull(expressionType, "expressionType");
			Objects.requireNonNull(expression, "expression");
			tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
		}

		/**
		 * A topic filtered by tags.
		 */
		public Subscription(String topic, String expression, Set<String> tags, long version) {
			this(topic, "TAG", expression, tags, version);
		}

	}

}
