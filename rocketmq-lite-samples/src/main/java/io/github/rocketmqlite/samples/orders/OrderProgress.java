package io.github.rocketmqlite.samples.orders;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Component;

/**
 * Remembers what was done for each order.
 */
@Component
class OrderProgress {

	private final Map<String, List<String>> steps = new ConcurrentHashMap<>();

	void done(String orderId, String step) {
		this.steps.computeIfAbsent(orderId, (id) -> new CopyOnWriteArrayList<>()).add(step);
	}

	List<String> of(String orderId) {
		return this.steps.getOrDefault(orderId, List.of());
	}

}
