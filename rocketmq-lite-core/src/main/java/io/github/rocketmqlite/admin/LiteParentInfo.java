package io.github.rocketmqlite.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What one broker knows of a topic that holds lite topics.
 * <p>
 * Source: GET_PARENT_TOPIC_INFO, 200075.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param expiration how long after their last message its lite topics go, in whole
 * minutes; {@code null} when they stay
 * @param groups the consumer groups that are bound to it, in alphabetical order
 * @param liteTopics how many lite topics it holds at this broker
 * @param brokerLiteTopics how many lite topics the broker has in all topics
 */
public record LiteParentInfo(String topic, @Nullable Duration expiration, List<String> groups, int liteTopics,
		int brokerLiteTopics) {

	public LiteParentInfo {
		Objects.requireNonNull(topic, "topic");
		groups = groups.stream().sorted().toList();
	}

}
