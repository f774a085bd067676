package io.github.rocketmqlite.spring.listener;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.spring.support.RocketHeaders;

/**
 * Remembers for a while why messages went to dead-letter topics, because brokers add
 * nothing to a message that they move there. Dead-letter listeners of the same
 * application ask here; those of other processes do not know.
 * <p>
 * Threading: thread-safe. Holds the last 1,000 errors, as text.
 */
public final class DeadLetterCauses {

	private static final int MOST = 1000;

	/** Far below the most that brokers store as properties of one message. */
	private static final int LONGEST_TEXT = 1024;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Map<String, String>> causes = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Map<String, String>> eldest) {
			return size() > MOST;
		}

	};

	void add(FailedDelivery failed) {
		if (failed.error() == null) {
			return;
		}
		Map<String, String> cause = describe(failed.error());
		this.lock.lock();
		try {
			this.causes.put(key(failed.group(), failed.message()), cause);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Why a group gave a message up, by the names in {@link RocketHeaders}; nothing if
	 * that did not happen here or was too long ago.
	 */
	public Map<String, String> of(String group, ReceivedMessage message) {
		this.lock.lock();
		try {
			return this.causes.getOrDefault(key(group, message), Map.of());
		}
		finally {
			this.lock.unlock();
		}
	}

	private static String key(String group, ReceivedMessage message) {
		return group + '/' + message.messageId();
	}

	/** An error as properties of a message, which must not be blank. */
	static Map<String, String> describe(Throwable error) {
		String text = String.valueOf(error.getMessage()).replace('\u0001', ' ').replace('\u0002', ' ');
		return Map.of(RocketHeaders.DLT_EXCEPTION_FQCN, error.getClass().getName(), RocketHeaders.DLT_EXCEPTION_MESSAGE,
				text.isBlank() ? "none" : text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
	}

}
