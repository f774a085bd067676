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
 * Moves a group to a point in time in all queues that a broker has of a topic, forward or
 * back (INVOKE_BROKER_TO_RESET_OFFSET, 222); answered with the new offsets.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic
 * @param timestamp the time, in milliseconds of the wall clock, {@link #END} for the ends
 * of the queues
 */
public record ResetOffsetsRequest(String group, String topic,
		long timestamp) implements Request<Map<MessageQueue, Long>> {

	/** The ends of the queues instead of a time. */
	public static final long END = -1;

	public ResetOffsetsRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 222;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
		out.field("group", this.group);
		out.field("timestamp", this.timestamp);
		// without it, brokers before 5.1 only go back
		out.field("isForce", true);
	}

	@Override
	public Map<MessageQueue, Long> decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Map<MessageQueue, Long> decode(Frame answer, RequestScope scope) {
		Map<MessageQueue, Long> offsets = new LinkedHashMap<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members(
					(name) -> name.equals("offsetTable") && json.putAll(offsets, scope.namespace(), JsonBody::number));
			return offsets;
		});
	}

}
