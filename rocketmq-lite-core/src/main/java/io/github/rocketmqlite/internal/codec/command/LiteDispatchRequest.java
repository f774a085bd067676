package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Tells a broker to look through all lite topics that a client, or all clients of a
 * group, subscribed to and to hand out what waits there (TRIGGER_LITE_DISPATCH, 200079,
 * from 5.4 on). Refused with code 26 when there is no such group, with 29 when it is
 * bound to no topic.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param clientId the name under which the client subscribed, {@code null} for all
 */
public record LiteDispatchRequest(String group, @Nullable String clientId) implements Request<Boolean> {

	public LiteDispatchRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 200_079;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("group", this.group);
		out.field("clientId", this.clientId);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
