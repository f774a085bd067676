package io.github.rocketmqlite.integration;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Books what was acknowledged against what was delivered.
 */
final class Ledger {

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final Map<String, AtomicInteger> delivered = new ConcurrentHashMap<>();

	void acknowledged(String id) {
		this.acknowledged.add(id);
	}

	void delivered(String id) {
		this.delivered.computeIfAbsent(id, (key) -> new AtomicInteger()).incrementAndGet();
	}

	int acknowledgedCount() {
		return this.acknowledged.size();
	}

	/** What was acknowledged and never delivered. */
	Set<String> missing() {
		Set<String> missing = new TreeSet<>(this.acknowledged);
		missing.removeAll(this.delivered.keySet());
		return missing;
	}

	/** How many deliveries were not the first of their message. */
	int duplicates() {
		return this.delivered.values().stream().mapToInt((count) -> count.get() - 1).sum();
	}

	/** Deliveries of messages whose send failed for the sender. */
	long unacknowledgedDeliveries() {
		return this.delivered.keySet().stream().filter((id) -> !this.acknowledged.contains(id)).count();
	}

	String summary() {
		return "acknowledged=" + this.acknowledged.size() + " lost=" + missing().size() + " duplicates=" + duplicates()
				+ " delivered_unacknowledged=" + unacknowledgedDeliveries();
	}

}
