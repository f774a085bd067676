package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Sends what listener methods returned. The futures complete when a broker has it.
 */
public interface ReplySender {

	/**
	 * Answers a request.
	 * @param request what the method was called with
	 * @param value what it returned; headers of a {@code Message<?>} are sent too
	 */
	CompletableFuture<?> reply(ReceivedMessage request, Object value);

	/**
	 * Sends to a topic.
	 * @param destination {@code topic} or {@code topic:tag}
	 * @param value what the method returned; headers of a {@code Message<?>} are sent too
	 */
	CompletableFuture<?> send(String destination, Object value);

	/**
	 * One that replies to requests of a named cluster.
	 */
	default ReplySender ofCluster(String cluster) {
		return this;
	}

}
