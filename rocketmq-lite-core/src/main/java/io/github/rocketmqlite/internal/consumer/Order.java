package io.github.rocketmqlite.internal.consumer;

import io.github.rocketmqlite.consumer.HandlingOptions;

/**
 * Which messages of a queue are handed out one after another.
 */
enum Order {

	/** None: all may be handled at the same time. */
	NONE,

	/** All of them. */
	QUEUE,

	/** Those that have the same ordering key, or all that have none. */
	KEY;

	static Order of(HandlingOptions options) {
		return options.orderedByKey() ? KEY : options.ordered() ? QUEUE : NONE;
	}

}
