package io.github.rocketmqlite.internal.consumer;

import org.jspecify.annotations.Nullable;

/**
 * What the queues of one topic may hold together: part of the client's bytes, and no more
 * than the topic's own limits. Pulls go on when there is room in all of them.
 * <p>
 * Threading: thread-safe.
 */
final class CacheBudget {

	private final ByteBudget messages;

	private final ByteBudget clientBytes;

	private final ByteBudget topicBytes;

	/**
	 * A budget within that of the client.
	 * @param client the bytes all consumers of the client share
	 * @param topicMessages the most messages of the topic
	 * @param topicBytes the most bytes of the topic
	 */
	CacheBudget(ByteBudget client, long topicMessages, long topicBytes) {
		this.messages = new ByteBudget(topicMessages);
		this.clientBytes = client;
		this.topicBytes = new ByteBudget(topicBytes);
	}

	static CacheBudget of(ByteBudget client) {
		return new CacheBudget(client, Long.MAX_VALUE, Long.MAX_VALUE);
	}

	/**
	 * Takes messages if they fit into each of the budgets.
	 * @see ByteBudget#tryAdd
	 */
	boolean tryAdd(int count, long size) {
		if (!this.messages.tryAdd(count)) {
			return false;
		}
		if (!this.clientBytes.tryAdd(size)) {
			this.messages.release(count);
			return false;
		}
		if (!this.topicBytes.tryAdd(size)) {
			this.clientBytes.release(size);
			this.messages.release(count);
			return false;
		}
		return true;
	}

	void release(int count, long size) {
		this.messages.release(count);
		this.clientBytes.release(size);
		this.topicBytes.release(size);
	}

	boolean hasRoom() {
		return fullOne() == null;
	}

	/** Runs the waiter as soon as something may have become free. */
	void whenRoom(Runnable waiter) {
		ByteBudget full = fullOne();
		if (full != null) {
			full.whenRoom(waiter);
		}
	}

	private @Nullable ByteBudget fullOne() {
		if (!this.messages.hasRoom()) {
			return this.messages;
		}
		if (!this.clientBytes.hasRoom()) {
			return this.clientBytes;
		}
		return this.topicBytes.hasRoom() ? null : this.topicBytes;
	}

	void forget(Runnable waiter) {
		this.messages.forget(waiter);
		this.clientBytes.forget(waiter);
		this.topicBytes.forget(waiter);
	}

}
