package io.github.rocketmqlite;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What ties a reply to its request. {@link io.github.rocketmqlite.producer.Producer} sets
 * it for requests, {@link Message#replyTo(ReceivedMessage)} for replies.
 * <p>
 * Source: the properties {@code CORRELATION_ID}, {@code REPLY_TO_CLIENT} and {@code TTL}
 * of the protocol.
 * <p>
 * Threading: immutable.
 *
 * @param id ties the reply to its request; no two requests have the same
 * @param client the id of the client that waits for the reply
 * @param timeToLive how long it waits
 * @param requestQueue of a reply, the queue that the request came from: the reply goes
 * back through its broker; {@code null} for a request
 */
public record Correlation(String id, String client, Duration timeToLive, @Nullable MessageQueue requestQueue) {

	/**
	 * Checks the parts.
	 * @throws IllegalArgumentException naming the part that is missing
	 */
	public Correlation {
		Objects.requireNonNull(timeToLive, "timeToLive");
		if (id.isBlank()) {
			throw new IllegalArgumentException("The id of a correlation is blank");
		}
		if (client.isBlank()) {
			throw new IllegalArgumentException("The client of a correlation is blank");
		}
	}

	/**
	 * Whether it is that of a reply.
	 */
	public boolean isReply() {
		return this.requestQueue != null;
	}

}
