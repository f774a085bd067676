package io.github.rocketmqlite.internal.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.admin.AccessControl;
import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.admin.ClusterInfo;
import io.github.rocketmqlite.admin.ConsumerConnections;
import io.github.rocketmqlite.admin.ConsumerLag;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.admin.LiteAdmin;
import io.github.rocketmqlite.admin.MessageQuery;
import io.github.rocketmqlite.admin.MessageQueryResult;
import io.github.rocketmqlite.admin.OffsetBoundary;
import io.github.rocketmqlite.admin.TopicDescription;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.admin.TopicStats;
import io.github.rocketmqlite.internal.codec.command.ResetOffsetsRequest;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * The blocking edge of the administration: one deadline for each call.
 * <p>
 * Threading: thread-safe.
 */
public final class DefaultAdmin implements Admin {

	private final AdminResources resources;

	private final AdminCalls calls;

	private final Topics topics;

	private final Groups groups;

	private final Offsets offsets;

	private final Messages messages;

	public DefaultAdmin(AdminResources resources) {
		this.resources = resources;
		this.calls = new AdminCalls(resources);
		this.topics = new Topics(this.calls);
		this.groups = new Groups(this.calls);
		this.offsets = new Offsets(this.calls);
		this.messages = new Messages(this.calls);
	}

	@Override
	public Admin withTimeout(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be positive, but is " + timeout);
		}
		return new DefaultAdmin(new AdminResources(this.resources.nameServers(), this.resources.brokers(), timeout));
	}

	@Override
	public ClusterInfo clusterInfo() {
		return await("The look-up of the cluster",
				(deadline) -> this.calls.brokers(deadline)
					.thenApply((brokers) -> new ClusterInfo(new TreeMap<>(brokers).values()
						.stream()
						.map((broker) -> new ClusterInfo.Broker(broker.cluster(), broker.name(),
								new TreeMap<>(broker.addresses())))
						.toList())));
	}

	@Override
	public List<String> topics() {
		return await("The look-up of all topics", this.topics::list);
	}

	@Override
	public void createTopic(TopicSettings settings) {
		await("Creating topic '" + settings.topic() + "'", (deadline) -> this.topics.create(settings, deadline));
	}

	@Override
	public void deleteTopic(String topic) {
		await("Deleting topic '" + topic + "'", (deadline) -> this.topics.delete(topic, deadline));
	}

	@Override
	public TopicDescription describeTopic(String topic) {
		return await("The look-up of topic '" + topic + "'", (deadline) -> this.topics.describe(topic, deadline));
	}

	@Override
	public TopicStats topicStats(String topic) {
		return await("The statistics of topic '" + topic + "'", (deadline) -> this.topics.stats(topic, deadline));
	}

	@Override
	public long minOffset(MessageQueue queue) {
		return await("The first offset of queue " + queue, (deadline) -> this.offsets.min(queue, deadline));
	}

	@Override
	public long maxOffset(MessageQueue queue) {
		return await("The last offset of queue " + queue, (deadline) -> this.offsets.max(queue, deadline));
	}

	@Override
	public Optional<Instant> earliestStoreTime(MessageQueue queue) {
		return await("The earliest store time of queue " + queue,
				(deadline) -> this.offsets.earliestStoreTime(queue, deadline));
	}

	@Override
	public long searchOffset(MessageQueue queue, Instant time, OffsetBoundary boundary) {
		Objects.requireNonNull(boundary, "boundary");
		return await("The search in queue " + queue,
				(deadline) -> this.offsets.search(queue, time, boundary, deadline));
	}

	@Override
	public Optional<ReceivedMessage> viewMessage(String topic, String offsetMessageId) {
		return await("Viewing message " + offsetMessageId,
				(deadline) -> this.messages.view(topic, offsetMessageId, deadline));
	}

	@Override
	public MessageQueryResult queryMessages(MessageQuery query) {
		return await("The query of topic '" + query.topic() + "'", (deadline) -> this.messages.query(query, deadline));
	}

	@Override
	public ConsumerLag lag(String group) {
		return await("The lag of group '" + group + "'", (deadline) -> this.groups.lag(group, deadline));
	}

	@Override
	public ConsumerLag lag(String group, String topic) {
		return await("The lag of group '" + group + "' in topic '" + topic + "'",
				(deadline) -> this.groups.lag(group, topic, deadline));
	}

	@Override
	public ConsumerConnections consumerConnections(String group) {
		return await("The look-up of group '" + group + "'", (deadline) -> this.groups.connections(group, deadline));
	}

	@Override
	public void createGroup(GroupSettings settings) {
		await("Creating group '" + settings.group() + "'", (deadline) -> this.groups.create(settings, deadline));
	}

	@Override
	public Map<String, GroupSettings> groupSettings(String group) {
		return await("The settings of group '" + group + "'", (deadline) -> this.groups.settings(group, deadline));
	}

	@Override
	public void deleteGroup(String group, boolean cleanOffsets) {
		await("Deleting group '" + group + "'", (deadline) -> this.groups.delete(group, cleanOffsets, deadline));
	}

	@Override
	public Map<MessageQueue, Long> resetOffsets(String group, String topic, Instant time) {
		return reset(group, topic, Times.millis(time));
	}

	@Override
	public Map<MessageQueue, Long> resetOffsetsToEnd(String group, String topic) {
		return reset(group, topic, ResetOffsetsRequest.END);
	}

	private Map<MessageQueue, Long> reset(String group, String topic, long timestamp) {
		return await("Moving group '" + group + "' in topic '" + topic + "'",
				(deadline) -> this.groups.reset(group, topic, timestamp, deadline));
	}

	@Override
	public AccessControl accessControl() {
		return new DefaultAccessControl(this, new Access(this.calls));
	}

	@Override
	public LiteAdmin lite() {
		return new DefaultLiteAdmin(this, this.calls);
	}

	/** The servers get a little less time, so that one that is silent can be named. */
	<R> R await(String what, Function<Deadline, CompletableFuture<R>> call) {
		Duration timeout = this.resources.timeout();
		Deadline deadline = Deadline.after(timeout);
		Deadline servers = deadline.orEarlier(timeout.minus(timeout.dividedBy(10)));
		return Blocking.await(call.apply(servers), deadline, what);
	}

}
