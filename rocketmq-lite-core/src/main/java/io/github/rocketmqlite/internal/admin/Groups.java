package io.github.rocketmqlite.internal.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.admin.ConsumerConnections;
import io.github.rocketmqlite.admin.ConsumerLag;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.ConsumeStatsRequest;
import io.github.rocketmqlite.internal.codec.command.ConsumeStatsRequest.QueueProgress;
import io.github.rocketmqlite.internal.codec.command.ConsumerConnectionsRequest;
import io.github.rocketmqlite.internal.codec.command.DeleteGroupRequest;
import io.github.rocketmqlite.internal.codec.command.GroupConfig;
import io.github.rocketmqlite.internal.codec.command.GroupConfigRequest;
import io.github.rocketmqlite.internal.codec.command.ResetOffsetsRequest;
import io.github.rocketmqlite.internal.codec.command.UpdateGroupRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Administers consumer groups.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class Groups {

	private final AdminCalls calls;

	Groups(AdminCalls calls) {
		this.calls = calls;
	}

	/**
	 * Asks all masters: a group may have offsets wherever one of its topics was.
	 */
	CompletableFuture<ConsumerLag> lag(String group, Deadline deadline) {
		Names.checkGroup(group);
		return this.calls.callMasters(null, new ConsumeStatsRequest(group, null), deadline)
			.thenApply((answers) -> lag(group, answers));
	}

	CompletableFuture<ConsumerLag> lag(String group, String topic, Deadline deadline) {
		Names.checkGroup(group);
		return this.calls.callBrokersOf(topic, (brokerName) -> new ConsumeStatsRequest(group, topic), deadline)
			.thenApply((answers) -> lag(group, answers));
	}

	private static ConsumerLag lag(String group, Answers<Map<MessageQueue, QueueProgress>> answers) {
		TreeMap<MessageQueue, ConsumerLag.QueueLag> queues = new TreeMap<>();
		answers.requireAny("The lag of group '" + group + "'")
			.list()
			.forEach((table) -> table
				.forEach((queue, progress) -> queues.put(queue, new ConsumerLag.QueueLag(progress.brokerOffset(),
						progress.consumerOffset(), Times.orNull(progress.lastTimestamp())))));
		return new ConsumerLag(group, queues, answers.failures());
	}

	CompletableFuture<ConsumerConnections> connections(String group, Deadline deadline) {
		Names.checkGroup(group);
		return this.calls.callMasters(null, new ConsumerConnectionsRequest(group), deadline).thenApply((answers) -> {
			TreeMap<String, ConsumerConnections.Member> members = new TreeMap<>();
			TreeMap<String, String> subscriptions = new TreeMap<>();
			answers.requireAny("The look-up of group '" + group + "'").list().forEach((connections) -> {
				connections.connections()
					.forEach(
							(member) -> members.put(member.clientId(), new ConsumerConnections.Member(member.clientId(),
									member.address(), member.language(), member.version())));
				connections.subscriptions().forEach((one) -> subscriptions.put(one.topic(), one.expression()));
			});
			return new ConsumerConnections(group, List.copyOf(members.values()), subscriptions, answers.failures());
		});
	}

	CompletableFuture<?> create(GroupSettings settings, Deadline deadline) {
		Names.checkGroup(settings.group());
		GroupConfig config = GroupConfig.of(settings.group())
			.with(settings.consumeEnabled(), settings.broadcastEnabled(), settings.ordered(), settings.retryQueues(),
					settings.maxRetries());
		return this.calls.callMasters(null, new UpdateGroupRequest(config, changes(settings)), deadline)
			.thenApply((answers) -> answers.requireAll("Creating group '" + settings.group() + "'"));
	}

	private static Map<String, String> changes(GroupSettings settings) {
		Map<String, String> changes = new LinkedHashMap<>();
		settings.attributes().forEach((name, value) -> changes.put((value.isEmpty() ? "-" : "+") + name, value));
		return changes;
	}

	CompletableFuture<Map<String, GroupSettings>> settings(String group, Deadline deadline) {
		Names.checkGroup(group);
		return this.calls.callMasters(null, new GroupConfigRequest(group), deadline).thenApply((answers) -> {
			Map<String, GroupSettings> settings = new LinkedHashMap<>();
			answers.requireAll("The settings of group '" + group + "'")
				.values()
				.forEach(
						(brokerName, config) -> config.ifPresent((found) -> settings.put(brokerName, settings(found))));
			return Map.copyOf(settings);
		});
	}

	private static GroupSettings settings(GroupConfig config) {
		return new GroupSettings(config.group(), config.consumeEnabled(), config.broadcastEnabled(), config.ordered(),
				config.retryQueues(), config.retryMaxTimes(), config.attributes());
	}

	CompletableFuture<?> delete(String group, boolean cleanOffsets, Deadline deadline) {
		Names.checkGroup(group);
		return this.calls.callMasters(null, new DeleteGroupRequest(group, cleanOffsets), deadline)
			.thenApply((answers) -> answers.requireAll("Deleting group '" + group + "'"));
	}

	CompletableFuture<Map<MessageQueue, Long>> reset(String group, String topic, long timestamp, Deadline deadline) {
		Names.checkGroup(group);
		return this.calls
			.callBrokersOf(topic, (brokerName) -> new ResetOffsetsRequest(group, topic, timestamp), deadline)
			.thenApply((answers) -> {
				Map<MessageQueue, Long> offsets = new TreeMap<>();
				answers.requireAll("Moving group '" + group + "' in topic '" + topic + "'")
					.list()
					.forEach(offsets::putAll);
				return Collections.unmodifiableMap(offsets);
			});
	}

}
