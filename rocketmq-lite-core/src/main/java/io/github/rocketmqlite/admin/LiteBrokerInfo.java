package io.github.rocketmqlite.admin;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one broker keeps of lite topics.
 * <p>
 * Source: GET_BROKER_LITE_INFO, 200074.
 * <p>
 * Threading: immutable.
 *
 * @param storeType the kind of its store, {@code default} or {@code defaultRocksDB}
 * @param maxLiteTopics the most lite topics that it allows
 * @param liteTopics how many lite topics it has in all topics
 * @param subscriptions how many subscriptions to a lite topic clients have
 * @param orderStates of how many lite topics and groups it keeps what is under way, so
 * that it hands out messages in their order
 * @param consumeQueues how many queues it has, those of ordinary topics included
 * @param offsets of how many topics and groups it keeps committed offsets
 * @param eventQueues for how many clients it keeps what has arrived and is not handed out
 * @param topics the topics that hold lite topics
 * @param expirations how long after their last message the lite topics of a topic go;
 * topics whose lite topics stay are missing
 * @param groups the consumer groups that are bound to a topic; topics without are missing
 */
public record LiteBrokerInfo(String storeType, int maxLiteTopics, int liteTopics, int subscriptions, int orderStates,
		int consumeQueues, int offsets, int eventQueues, SortedSet<String> topics,
		SortedMap<String, Duration> expirations, SortedMap<String, List<String>> groups) {

	public LiteBrokerInfo {
		Objects.requireNonNull(storeType, "storeType");
		topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
		expirations = Collections.unmodifiableSortedMap(new TreeMap<>(expirations));
		SortedMap<String, List<String>> copies = new TreeMap<>();
		for (Map.Entry<String, List<String>> bound : groups.entrySet()) {
			copies.put(bound.getKey(), bound.getValue().stream().sorted().toList());
		}
		groups = Collections.unmodifiableSortedMap(copies);
	}

}
