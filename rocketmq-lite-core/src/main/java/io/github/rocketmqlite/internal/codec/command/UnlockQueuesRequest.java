package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;

/**
 * Gives the right to consume queues in order back (UNLOCK_BATCH_MQ, 42).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param clientId the client
 * @param queues the queues
 */
public record UnlockQueuesRequest(String group, String clientId,
		List<MessageQueue> queues) implements LockBatch<Boolean> {

	public UnlockQueuesRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(clientId, "clientId");
		queues = List.copyOf(queues);
	}

	@Override
	public int code() {
		return 42;
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
