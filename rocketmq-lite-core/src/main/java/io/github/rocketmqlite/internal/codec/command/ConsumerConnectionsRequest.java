package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks a broker who consumes in a group, and what (GET_CONSUMER_CONNECTION_LIST, 203).
 * Code 206 answers for a group of which nobody is connected: it has no members.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 */
public record ConsumerConnectionsRequest(String group) implements Request<ConsumerConnections> {

	private static final int NOT_ONLINE = 206;

	public ConsumerConnectionsRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 203;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("consumerGroup", this.group);
	}

	@Override
	public ConsumerConnections decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public ConsumerConnections decode(Frame answer, RequestScope scope) {
		if (answer.code() == NOT_ONLINE) {
			return ConsumerConnections.NONE;
		}
		return ConsumerConnections.read(answer.requireSuccess(), scope.namespace());
	}

}
