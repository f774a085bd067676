package io.github.rocketmqlite.producer;

import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a send ended. Of result and failure one is there; a one-way message that was handed
 * to its connection has neither.
 * <p>
 * Threading: immutable.
 *
 * @param message what was sent, as the last interceptor left it
 * @param attempts every attempt, in order; none when the send ended before the first
 * @param duration the time from the call to the end
 * @param result the broker's acknowledgement
 * @param failure why there is none
 */
public record SendReport(Message message, List<Attempt> attempts, Duration duration, @Nullable SendResult result,
		@Nullable RuntimeException failure) {

	public SendReport {
		attempts = List.copyOf(attempts);
	}

	/**
	 * One attempt of a send. It failed when it has a failure; a one-way message that was
	 * handed to its connection has neither status nor failure.
	 *
	 * @param number the number of the attempt, from 1
	 * @param queue the queue it went to
	 * @param brokerAddress the broker's address, {@code host:port}; {@code null} when the
	 * route has none for its master
	 * @param duration how long it took
	 * @param status what the broker answered
	 * @param failure why there is no such answer
	 */
	public record Attempt(int number, MessageQueue queue, @Nullable String brokerAddress, Duration duration,
			@Nullable SendStatus status, @Nullable RocketException failure) {
	}

}
