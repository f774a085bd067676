package io.github.rocketmqlite.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a query found.
 *
 * @param messages the messages, the oldest first
 * @param failures the brokers that did not answer, and why; their messages are missing
 * @param following the query for the next page, {@code null} when there is none
 */
public record MessageQueryResult(List<ReceivedMessage> messages, Map<String, RocketException> failures,
		@Nullable MessageQuery following) {

	public MessageQueryResult {
		messages = List.copyOf(messages);
		failures = Map.copyOf(failures);
	}

	/**
	 * The query for the next page, which asks only the brokers that gave as many messages
	 * as they were asked for. Brokers that keep their index in RocksDB (from 5.4 on,
	 * {@code indexRocksDBEnable}) answer it. All others begin anew: they are named in the
	 * failures of the next page, and what they hold beyond the first is found by
	 * {@link MessageQuery#between narrower times}.
	 */
	public Optional<MessageQuery> next() {
		return Optional.ofNullable(this.following);
	}

}
