package io.github.rocketmqlite.admin;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What one broker knows of a member of a group that reads lite topics.
 * <p>
 * Source: GET_LITE_CLIENT_INFO, 200077.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic that holds the lite topics
 * @param group the consumer group
 * @param clientId the name under which the member subscribed
 * @param liteTopicCount to how many lite topics it has subscribed
 * @param liteTopics the lite topics, or as many of them as were asked for
 * @param lastAccess when the broker last handed it something, or looked for something to;
 * {@code null} when it never did
 * @param lastConsumed when it last received a message; {@code null} when the broker does
 * not say, as those of 5.5.0
 */
public record LiteClientInfo(String topic, String group, String clientId, int liteTopicCount,
		SortedSet<String> liteTopics, @Nullable Instant lastAccess, @Nullable Instant lastConsumed) {

	public LiteClientInfo {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(clientId, "clientId");
		liteTopics = Collections.unmodifiableSortedSet(new TreeSet<>(liteTopics));
	}

}
