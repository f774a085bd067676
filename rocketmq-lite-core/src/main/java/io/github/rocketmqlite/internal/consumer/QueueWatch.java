package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.rocketmqlite.MessageQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the application when the queues of a topic change.
 * <p>
 * Threading: thread-safe; listeners run on the executor.
 */
final class QueueWatch {

	private static final Logger logger = LoggerFactory.getLogger(QueueWatch.class);

	private final QueueReads reads;

	private final Executor executor;

	private final Map<String, List<Consumer<Set<MessageQueue>>>> listeners = new ConcurrentHashMap<>();

	private final Map<String, Set<MessageQueue>> known = new ConcurrentHashMap<>();

	QueueWatch(QueueReads reads, Executor executor) {
		this.reads = reads;
		this.executor = executor;
	}

	/** Adds a listener; it is told of changes from what the topic has now. */
	CompletableFuture<?> add(String topic, Consumer<Set<MessageQueue>> listener) {
		this.listeners.computeIfAbsent(topic, (name) -> new CopyOnWriteArrayList<>()).add(listener);
		return look(topic);
	}

	Set<String> topics() {
		return this.listeners.keySet();
	}

	/** Looks whether something changed. */
	void look() {
		this.listeners.keySet().forEach(this::look);
	}

	private CompletableFuture<?> look(String topic) {
		// a topic without route has no queues that are known; nothing is told of that
		return this.reads.queues(topic).thenAccept((queues) -> {
			Set<MessageQueue> before = this.known.put(topic, queues);
			if (before != null && !before.equals(queues)) {
				tell(topic, queues);
			}
		}).exceptionally((failure) -> {
			this.known.putIfAbsent(topic, Set.of());
			return null;
		});
	}

	private void tell(String topic, Set<MessageQueue> queues) {
		List<Consumer<Set<MessageQueue>>> told = new ArrayList<>(this.listeners.getOrDefault(topic, List.of()));
		this.executor.execute(() -> told.forEach((listener) -> {
			try {
				listener.accept(Set.copyOf(queues));
			}
			catch (Throwable failure) {
				logger.warn("A listener for the queues of topic {} failed", topic, failure);
			}
		}));
	}

}
