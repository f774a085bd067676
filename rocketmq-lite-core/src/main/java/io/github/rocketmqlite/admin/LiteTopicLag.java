package io.github.rocketmqlite.admin;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in a lite topic at one broker.
 * <p>
 * Source: GET_LITE_GROUP_INFO, 200078.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic that holds the lite topic
 * @param liteTopic the lite topic
 * @param maxOffset one past its last offset
 * @param committedOffset the next offset of the group
 * @param lastConsumed when the last message before the committed offset was stored,
 * {@code null} when there is none any more
 * @param oldest when the oldest message that waits was stored, {@code null} when none
 * waits
 */
public record LiteTopicLag(String group, String topic, String liteTopic, long maxOffset, long committedOffset,
		@Nullable Instant lastConsumed, @Nullable Instant oldest) {

	public LiteTopicLag {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(liteTopic, "liteTopic");
	}

	/**
	 * How many messages wait.
	 */
	public long lag() {
		return Math.max(0, this.maxOffset - this.committedOffset);
	}

}
