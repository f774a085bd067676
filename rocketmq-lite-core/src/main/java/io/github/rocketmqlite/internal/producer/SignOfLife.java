package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import org.jspecify.annotations.Nullable;

/**
 * Asks brokers whether they are there: any answer says so, a refusal too.
 * <p>
 * Threading: immutable.
 */
public final class SignOfLife {

	private final RemotingClient brokers;

	public SignOfLife(RemotingClient brokers) {
		this.brokers = brokers;
	}

	/**
	 * Asks one broker.
	 * @param topic a topic that may be there, or not
	 * @return completes when the broker answered; exceptionally when it did not
	 */
	public CompletableFuture<@Nullable Void> ask(String address, String brokerName, String topic, Deadline deadline) {
		return this.brokers.call(address, new MaxOffsetRequest(topic, 0, brokerName), deadline)
			.handle((offset, failure) -> {
				if (failure == null || Blocking.unwrap(failure) instanceof BrokerException) {
					return CompletableFuture.<@Nullable Void>completedFuture(null);
				}
				return CompletableFuture.<@Nullable Void>failedFuture(failure);
			})
			.thenCompose((answer) -> answer);
	}

}
