package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks a broker for the ids of all clients in a consumer group
 * (GET_CONSUMER_LIST_BY_GROUP, 38); the members share the queues among them.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 */
public record ConsumerListRequest(String group) implements Request<List<String>> {

	private static final int SYSTEM_ERROR = 1;

	// brokers have no code of their own for an empty group (protocol 4.5)
	private static final String EMPTY_REMARK = "no consumer for this group";

	public ConsumerListRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 38;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("consumerGroup", this.group);
	}

	@Override
	public List<String> decode(Frame answer) {
		if (answer.code() == SYSTEM_ERROR && answer.remark().contains(EMPTY_REMARK)) {
			return List.of();
		}
		return JsonBody.read(answer.requireSuccess(), (json) -> json.strings("consumerIdList"));
	}

}
