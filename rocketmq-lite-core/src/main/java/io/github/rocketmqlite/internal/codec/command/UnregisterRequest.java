package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Tells a broker that a group has left this client (UNREGISTER_CLIENT, 35).
 * <p>
 * Threading: immutable.
 *
 * @param clientId the client's name
 * @param producerGroup the producer group that left
 * @param consumerGroup the consumer group that left
 */
public record UnregisterRequest(String clientId, @Nullable String producerGroup,
		@Nullable String consumerGroup) implements Request<Boolean> {

	public UnregisterRequest {
		Objects.requireNonNull(clientId, "clientId");
	}

	@Override
	public int code() {
		return 35;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("clientID", this.clientId);
		out.field("producerGroup", this.producerGroup);
		out.field("consumerGroup", this.consumerGroup);
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
