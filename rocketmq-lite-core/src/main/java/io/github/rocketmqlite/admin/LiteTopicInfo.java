package io.github.rocketmqlite.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What one broker knows of a lite topic.
 * <p>
 * Source: GET_LITE_TOPIC_INFO, 200076.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic that holds it
 * @param liteTopic the lite topic
 * @param subscribers the members that have subscribed to it
 * @param minOffset the first offset it still has
 * @param maxOffset one past its last offset; 0 when it has no message here
 * @param lastStored when its last message was stored, {@code null} when it has none
 * @param belongsHere whether senders send its messages to this broker
 */
public record LiteTopicInfo(String topic, String liteTopic, List<Subscriber> subscribers, long minOffset,
		long maxOffset, @Nullable Instant lastStored, boolean belongsHere) {

	public LiteTopicInfo {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(liteTopic, "liteTopic");
		subscribers = List.copyOf(subscribers);
	}

	/**
	 * How many messages it has here.
	 */
	public long messages() {
		return this.maxOffset - this.minOffset;
	}

	/**
	 * A member that has subscribed.
	 *
	 * @param group the consumer group
	 * @param clientId the name under which it subscribed, {@code <client id>@<group>} for
	 * consumers of this client; {@code *} stands for all members of a wildcard group
	 */
	public record Subscriber(String group, String clientId) {

		public Subscriber {
			Objects.requireNonNull(group, "group");
			Objects.requireNonNull(clientId, "clientId");
		}

	}

}
