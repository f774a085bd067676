package io.github.rocketmqlite.internal.consumer;

import java.util.List;

/**
 * What the queues of one topic may hold together: part of the client's bytes, and no more
 * than the topic's own limits. Pulls go on when there is room in all of them.
 * <p>
 * Threading: thread-safe.
 */
final class CacheBudget {

	private final ByteBudget messages;

	private final List<ByteBudget> bytes;

	/**
	 * A budget within that of the client.
	 * @param client the bytes all consumers of the client share
	 * @param topicMessages the most messages of the topic
	 * @param topicBytes the most bytes of the topic
	 */
	CacheBudget(ByteBudget client, long topicMessages, long topicBytes) {
		this.messages = new ByteBudget(topicMessages);
		this.bytes = List.of(client, new ByteBudget(topicBytes));
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
		for (int i = 0; i < this.bytes.size(); i++) {
			if (!this.bytes.get(i).tryAdd(size)) {
				this.bytes.subList(0, i).forEach((taken) -> taken.release(size));
				this.messages.release(count);
				return false;
			}
		}
		return true;
	}

	void release(int count, long size) {
		this.messages.release(count);
		this.bytes.forEach((budget) -> budget.release(size));
	}

	boolean hasRoom() {
		return this.messages.hasRoom() && this.bytes.stream().allMatch(ByteBudget::hasRoom);
	}

	/** Runs the waiter as soon as something may have become free. */
	void whenRoom(Runnable waiter) {
		if (!this.messages.hasRoom()) {
			this.messages.whenRoom(waiter);
			return;
		}
		for (ByteBudget budget : this.bytes) {
			if (!budget.hasRoom()) {
				budget.whenRoom(waiter);
				return;
			}
		}
	}

	void forget(Runnable waiter) {
		this.messages.forget(waiter);
		this.bytes.forEach((budget) -> budget.forget(waiter));
	}

}
