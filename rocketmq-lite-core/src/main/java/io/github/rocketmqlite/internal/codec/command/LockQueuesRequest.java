package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks the master for the right to consume queues in order (LOCK_BATCH_MQ, 41); answered
 * with those of them that this client holds now. The right ends after a minute.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param clientId the client
 * @param queues the queues
 */
public record LockQueuesRequest(String group, String clientId,
		List<MessageQueue> queues) implements LockBatch<List<MessageQueue>> {

	public LockQueuesRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(clientId, "clientId");
		queues = List.copyOf(queues);
	}

	@Override
	public int code() {
		return 41;
	}

	@Override
	public List<MessageQueue> decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public List<MessageQueue> decode(Frame answer, RequestScope scope) {
		return LockBatch.held(answer.requireSuccess(), scope.namespace());
	}

}
