package io.github.rocketmqlite.admin;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;

/**
 * The messages that a query found.
 *
 * @param messages the messages, the oldest first
 * @param failures the brokers that did not answer, and why; their messages are missing
 */
public record MessageQueryResult(List<ReceivedMessage> messages, Map<String, RocketException> failures) {

	public MessageQueryResult {
		messages = List.copyOf(messages);
		failures = Map.copyOf(failures);
	}

}
