package io.github.rocketmqlite.integration;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Names that no other test uses on the shared broker.
 */
final class Names {

	private static final AtomicInteger NEXT = new AtomicInteger();

	private Names() {
	}

	static String topic() {
		return "topic-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
	}

	static String group() {
		return "group-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
	}

}
