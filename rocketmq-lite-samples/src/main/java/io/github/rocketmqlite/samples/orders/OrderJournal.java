package io.github.rocketmqlite.samples.orders;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;

/**
 * Remembers the steps of the last orders and tells whoever listens of new ones.
 * <p>
 * Threading: thread-safe; subscribers are called on the thread that made the step and
 * must not block.
 */
@Component
class OrderJournal {

	private static final int ORDERS = 100;

	private final Map<String, List<Step>> orders = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, List<Step>> eldest) {
			return size() > ORDERS;
		}

	};

	private final List<Consumer<Step>> subscribers = new CopyOnWriteArrayList<>();

	synchronized void add(Step step) {
		this.orders.computeIfAbsent(step.orderId(), (id) -> new ArrayList<>()).add(step);
		this.subscribers.forEach((subscriber) -> subscriber.accept(step));
	}

	synchronized List<Step> of(String orderId) {
		return List.copyOf(this.orders.getOrDefault(orderId, List.of()));
	}

	/**
	 * Hands on all steps that are remembered, and from then on each new one.
	 * @param subscriber what to call
	 * @return ends it
	 */
	synchronized Runnable subscribe(Consumer<Step> subscriber) {
		this.orders.values().forEach((steps) -> steps.forEach(subscriber));
		this.subscribers.add(subscriber);
		return () -> this.subscribers.remove(subscriber);
	}

}
