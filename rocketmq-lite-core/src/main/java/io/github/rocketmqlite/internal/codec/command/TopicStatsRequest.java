package io.github.rocketmqlite.internal.codec.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker for the offsets of all queues of a topic (GET_TOPIC_STATS_INFO, 202).
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 */
public record TopicStatsRequest(String topic) implements Request<Map<MessageQueue, TopicStatsRequest.QueueStats>> {

	public TopicStatsRequest {
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 202;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
	}

	@Override
	public Map<MessageQueue, QueueStats> decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Map<MessageQueue, QueueStats> decode(Frame answer, RequestScope scope) {
		Map<MessageQueue, QueueStats> table = new LinkedHashMap<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members(
					(name) -> name.equals("offsetTable") && json.putAll(table, scope.namespace(), QueueStats::read));
			return table;
		});
	}

	/**
	 * The state of one queue.
	 *
	 * @param minOffset the first offset it still has
	 * @param maxOffset one past its last offset
	 * @param lastStoreTime when the last message was stored, in milliseconds of the wall
	 * clock
	 */
	public record QueueStats(long minOffset, long maxOffset, long lastStoreTime) {

		static QueueStats read(JsonBody json) {
			JsonBody.Members members = json.scalars();
			return new QueueStats(members.number("minOffset"), members.number("maxOffset"),
					members.number("lastUpdateTimestamp", 0));
		}

	}

}
