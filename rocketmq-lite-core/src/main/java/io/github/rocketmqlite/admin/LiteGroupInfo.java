package io.github.rocketmqlite.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in the lite topics that one broker has.
 * <p>
 * Source: GET_LITE_GROUP_INFO, 200078.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic that it is bound to
 * @param lag how many messages wait in all lite topics that the group has read
 * @param oldest when the oldest of them was stored, {@code null} when none waits
 * @param largest the lite topics of which the most messages wait, the largest number
 * first
 * @param longest the lite topics whose messages wait the longest, the oldest first
 */
public record LiteGroupInfo(String group, String topic, long lag, @Nullable Instant oldest, List<Lag> largest,
		List<Lag> longest) {

	public LiteGroupInfo {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		largest = List.copyOf(largest);
		longest = List.copyOf(longest);
	}

	/**
	 * What waits in a lite topic.
	 *
	 * @param liteTopic the lite topic
	 * @param messages how many messages wait
	 * @param oldest when the oldest of them was stored, {@code null} when the broker does
	 * not know
	 */
	public record Lag(String liteTopic, long messages, @Nullable Instant oldest) {

		public Lag {
			Objects.requireNonNull(liteTopic, "liteTopic");
		}

	}

}
