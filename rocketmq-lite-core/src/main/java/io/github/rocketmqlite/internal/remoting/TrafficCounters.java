package io.github.rocketmqlite.internal.remoting;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.internal.codec.Request;

/**
 * Counts what passes over all connections of one {@link RemotingClient}, for diagnostics.
 * <p>
 * Threading: thread-safe; counting costs an addition.
 */
final class TrafficCounters {

	private final LongAdder lateAnswers = new LongAdder();

	private final LongAdder malformedAnswers = new LongAdder();

	private final LongAdder malformedPauses = new LongAdder();

	private final LongAdder bytesIn = new LongAdder();

	private final LongAdder bytesOut = new LongAdder();

	private final Map<String, Map<RequestOutcome, LongAdder>> requests = new ConcurrentHashMap<>();

	LongAdder lateAnswers() {
		return this.lateAnswers;
	}

	LongAdder malformedAnswers() {
		return this.malformedAnswers;
	}

	LongAdder malformedPauses() {
		return this.malformedPauses;
	}

	LongAdder bytesIn() {
		return this.bytesIn;
	}

	LongAdder bytesOut() {
		return this.bytesOut;
	}

	void ended(Request<?> request, RequestOutcome outcome) {
		Map<RequestOutcome, LongAdder> counts = this.requests.get(request.name());
		if (counts == null) {
			counts = this.requests.computeIfAbsent(request.name(), (name) -> zeros());
		}
		LongAdder count = counts.get(outcome);
		if (count != null) {
			count.increment();
		}
	}

	/** All outcomes at once, so that the map never changes and may be read by anybody. */
	private static Map<RequestOutcome, LongAdder> zeros() {
		Map<RequestOutcome, LongAdder> counts = new EnumMap<>(RequestOutcome.class);
		for (RequestOutcome outcome : RequestOutcome.values()) {
			counts.put(outcome, new LongAdder());
		}
		return counts;
	}

	/**
	 * Tells the counts that are not zero.
	 */
	void forEachRequest(RequestCountConsumer consumer) {
		this.requests.forEach((name, counts) -> counts.forEach((outcome, count) -> {
			long sum = count.sum();
			if (sum > 0) {
				consumer.accept(kind(name), outcome, sum);
			}
		}));
	}

	private static String kind(String name) {
		return name.endsWith("Request") ? name.substring(0, name.length() - "Request".length()) : name;
	}

}
