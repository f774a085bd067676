package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.RequestScope;
import org.jspecify.annotations.Nullable;

/**
 * Tells a master which lite topics a client wants, all of them or what has changed
 * (LITE_SUBSCRIPTION_CTL, 200071, from 5.4 on). Brokers keep it in memory, and forget it
 * when they hear nothing for some minutes.
 * <p>
 * Threading: immutable.
 *
 * @param action what to do with the lite topics
 * @param clientId the name under which the client pops them; brokers know one group and
 * topic for each
 * @param group the consumer group
 * @param topic the topic that holds the lite topics
 * @param liteTopics the lite topics
 * @param position where the group goes on in added lite topics; {@code null} for where it
 * is
 * @param version a number that grows with every change
 */
public record LiteSubscriptionRequest(Action action, String clientId, String group, String topic,
		Set<String> liteTopics, @Nullable Position position, long version) implements BodyRequest<Boolean> {

	public LiteSubscriptionRequest {
		Objects.requireNonNull(action, "action");
		Objects.requireNonNull(clientId, "clientId");
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		liteTopics = Set.copyOf(liteTopics);
	}

	@Override
	public int code() {
		return 200_071;
	}

	@Override
	public byte[] body(RequestScope scope) {
		Namespace namespace = scope.namespace();
		return JsonBody.write((json) -> {
			json.writeArrayPropertyStart("subscriptionSet");
			json.writeStartObject();
			json.writeStringProperty("action", this.action.name());
			json.writeStringProperty("clientId", this.clientId);
			json.writeStringProperty("group", namespace.wrap(this.group));
			json.writeArrayPropertyStart("liteTopicSet");
			new TreeSet<>(this.liteTopics).forEach(json::writeString);
			json.writeEndArray();
			if (this.position != null) {
				json.writeObjectPropertyStart("offsetOption");
				json.writeStringProperty("type", this.position.type());
				json.writeNumberProperty("value", this.position.value());
				json.writeEndObject();
			}
			json.writeStringProperty("topic", namespace.wrap(this.topic));
			json.writeNumberProperty("version", this.version);
			json.writeEndObject();
			json.writeEndArray();
		});
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

	/**
	 * What to do with the lite topics.
	 */
	public enum Action {

		/** They come to those there are; in an exclusive group others lose them. */
		PARTIAL_ADD,

		/** They are wanted no more. */
		PARTIAL_REMOVE,

		/** They are all that is wanted. */
		COMPLETE_ADD,

		/** The client leaves. */
		COMPLETE_REMOVE

	}

	/**
	 * Where a group goes on.
	 *
	 * @param type {@code POLICY}, {@code OFFSET} or {@code TAIL_N}, in the protocol's
	 * words
	 * @param value the offset, how far to go back, or the policy: {@link #FIRST} or
	 * {@link #LAST}
	 */
	public record Position(String type, long value) {

		/** {@code value} of a policy: the first message that is stored. */
		public static final long FIRST = 1;

		/** {@code value} of a policy: behind the last message. */
		public static final long LAST = 2;

		public Position {
			Objects.requireNonNull(type, "type");
		}

	}

}
