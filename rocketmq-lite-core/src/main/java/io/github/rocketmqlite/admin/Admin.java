package io.github.rocketmqlite.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;

/**
 * Administers topics and consumer groups and looks into what is stored. Has no state and
 * needs no closing: it works over the connections of its client, in the client's
 * namespace, and takes and gives bare names.
 * <p>
 * Each call asks the name servers and brokers anew, waits for the answers and ends within
 * {@link #withTimeout(Duration) its timeout}. Brokers do not act together, so a call that
 * concerns several of them may succeed in part:
 * <ul>
 * <li>What changes something throws {@link AdminException}, which names the brokers that
 * did it and those that did not. All these calls may be repeated.</li>
 * <li>What reads from several brokers gives what the others said, and names those that
 * failed in {@code failures()}. It throws {@link AdminException} only when all
 * failed.</li>
 * <li>What concerns one queue throws what a send would:
 * {@link io.github.rocketmqlite.BrokerException},
 * {@link io.github.rocketmqlite.RocketConnectionException},
 * {@link io.github.rocketmqlite.RocketTimeoutException}.</li>
 * </ul>
 * A topic that no name server knows is a
 * {@link io.github.rocketmqlite.RouteNotFoundException}; a closed client a
 * {@link io.github.rocketmqlite.ClientClosedException}.
 * <p>
 * Threading: thread-safe. All methods block, and none may be called on an event loop.
 */
public interface Admin {

	/**
	 * The same administration with another timeout.
	 * @param timeout the most time that one call may take, look-ups included
	 */
	Admin withTimeout(Duration timeout);

	/**
	 * The clusters, their brokers and the addresses of all replicas.
	 */
	ClusterInfo clusterInfo();

	/**
	 * The names of all topics that the name servers know, in alphabetical order: also
	 * retry and dead-letter topics and those of the system. A client in a namespace sees
	 * the topics of its namespace only.
	 */
	List<String> topics();

	/**
	 * Creates a topic on every master of the cluster, or changes its settings there. Name
	 * servers may know it a moment later.
	 */
	void createTopic(TopicSettings settings);

	/**
	 * Deletes a topic with its messages and offsets on every broker of all clusters, then
	 * makes every name server forget it. A topic that does not exist is deleted already.
	 * Brokers that create topics on the first send may create it again.
	 */
	void deleteTopic(String topic);

	/**
	 * The queues of a topic to send to and to read from, and the brokers that have them.
	 */
	TopicDescription describeTopic(String topic);

	/**
	 * The first and last offsets of all queues of a topic.
	 */
	TopicStats topicStats(String topic);

	/**
	 * The first offset that a queue still has.
	 */
	long minOffset(MessageQueue queue);

	/**
	 * One past the last offset of a queue.
	 */
	long maxOffset(MessageQueue queue);

	/**
	 * When the first message that a queue still has was stored; empty when the queue has
	 * none.
	 */
	Optional<Instant> earliestStoreTime(MessageQueue queue);

	/**
	 * Finds an offset by time, by the broker's clock.
	 * @param boundary which of the messages around that time is meant; brokers before
	 * 5.1.4 know {@link OffsetBoundary#LOWER} only and take everything for it
	 */
	long searchOffset(MessageQueue queue, Instant time, OffsetBoundary boundary);

	/**
	 * The message at one place of a broker's commit log. Asked is only a broker of the
	 * topic, never just any address that stands in the id.
	 * @param offsetMessageId the id that {@link ReceivedMessage#offsetMessageId()} gives
	 * @throws IllegalArgumentException when that is no such id
	 */
	Optional<ReceivedMessage> viewMessage(String topic, String offsetMessageId);

	/**
	 * Finds messages by a key, by the id their sender gave them or by their tag, the
	 * oldest first. When there are more, {@link MessageQueryResult#next()} says how to go
	 * on. Brokers index in the background, so a message may be found a moment after it
	 * was stored.
	 */
	MessageQueryResult queryMessages(MessageQuery query);

	/**
	 * How far a group is behind in every queue of which it has an offset, its retry topic
	 * included.
	 */
	ConsumerLag lag(String group);

	/**
	 * How far a group is behind in the queues of one topic.
	 */
	ConsumerLag lag(String group, String topic);

	/**
	 * The members of a group that are connected at the moment, and what they subscribe
	 * to.
	 */
	ConsumerConnections consumerConnections(String group);

	/**
	 * Creates a consumer group on every master of all clusters, or changes its settings
	 * there.
	 */
	void createGroup(GroupSettings settings);

	/**
	 * The settings of a consumer group, by the names of the brokers that have it. Needs
	 * brokers of 5.0 or later. Those that create groups by themselves, which is their
	 * default, create one that is asked for.
	 */
	Map<String, GroupSettings> groupSettings(String group);

	/**
	 * Deletes the settings of a consumer group on every master of all clusters.
	 * @param cleanOffsets whether its offsets go, too
	 */
	void deleteGroup(String group, boolean cleanOffsets);

	/**
	 * Moves a group to the messages stored at a time or later, forward or back, in all
	 * queues of a topic. Brokers of 5.1 and later need no consumer for it; older ones
	 * tell the consumers that are connected, and refuse when there are none.
	 * @return the new offsets
	 */
	Map<MessageQueue, Long> resetOffsets(String group, String topic, Instant time);

	/**
	 * Moves a group to the ends of all queues of a topic, past all messages stored so
	 * far.
	 * @return the new offsets
	 */
	Map<MessageQueue, Long> resetOffsetsToEnd(String group, String topic);

	/**
	 * The administration of users and of what they may do.
	 */
	AccessControl accessControl();

	/**
	 * The administration of lite topics.
	 */
	default LiteAdmin lite() {
		throw new UnsupportedOperationException("This administration knows no lite topics");
	}

}
