package io.github.rocketmqlite.internal.codec.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import org.jspecify.annotations.Nullable;

/**
 * Asks one broker how far a group is in each queue (GET_CONSUME_STATS, 208).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic, or {@code null} for all
 */
public record ConsumeStatsRequest(String group,
		@Nullable String topic) implements Request<Map<MessageQueue, ConsumeStatsRequest.QueueProgress>> {

	public ConsumeStatsRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 208;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("consumerGroup", this.group);
		out.field("topic", this.topic);
	}

	@Override
	public Map<MessageQueue, QueueProgress> decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Map<MessageQueue, QueueProgress> decode(Frame answer, RequestScope scope) {
		Map<MessageQueue, QueueProgress> table = new LinkedHashMap<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members(
					(name) -> name.equals("offsetTable") && json.putAll(table, scope.namespace(), QueueProgress::read));
			return table;
		});
	}

	/**
	 * How far the group is in one queue.
	 *
	 * @param brokerOffset one past the last offset of the queue
	 * @param consumerOffset the committed offset of the group
	 * @param lastTimestamp when the last consumed message was stored
	 */
	public record QueueProgress(long brokerOffset, long consumerOffset, long lastTimestamp) {

		static QueueProgress read(JsonBody json) {
			JsonBody.Members members = json.scalars();
			return new QueueProgress(members.number("brokerOffset"), members.number("consumerOffset"),
					members.number("lastTimestamp", 0));
		}

	}

}
