package io.github.rocketmqlite.spring.listener.adapter;

import io.github.rocketmqlite.ReceivedMessage;

/**
 * Sends what a listener method returned to whoever asked.
 */
@FunctionalInterface
public interface ReplySender {

	/**
	 * Sends a reply and waits until a broker has it.
	 * @param request what the method was called with
	 * @param value what it returned
	 */
	void reply(ReceivedMessage request, Object value);

	/**
	 * One that replies to requests of a named cluster.
	 */
	default ReplySender ofCluster(String cluster) {
		return this;
	}

}
