package io.github.rocketmqlite.spring.autoconfigure.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientStats;
import io.github.rocketmqlite.client.RocketClientStats.RequestCount;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows the counters of the client: its connections and requests, the retries of its
 * sends and those that have not ended, and what came too late, made no sense or was
 * dropped.
 * <p>
 * A kind of request that ends in a way for the first time gets its counter when the
 * meters are read next.
 * <p>
 * Threading: thread-safe.
 */
final class RocketClientMetrics implements MeterBinder {

	static final String PREFIX = "rocketmq.lite.";

	private final RocketClient client;

	RocketClientMetrics(RocketClient client) {
		this.client = client;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String state : new String[] { "idle", "connecting", "ready", "backoff" }) {
			Gauge.builder(PREFIX + "client.connections", this.client, (source) -> source.stats().connections(state))
				.tag("state", state)
				.description("Connections to name servers and brokers")
				.register(registry);
		}
		Set<String> bound = ConcurrentHashMap.newKeySet();
		Gauge.builder(PREFIX + "client.inflight", this.client, (source) -> {
			RocketClientStats stats = source.stats();
			stats.requests().forEach((count) -> bindRequests(registry, bound, count));
			return stats.inFlightRequests();
		}).baseUnit("requests").description("Requests that have not ended").register(registry);
		this.client.stats().requests().forEach((count) -> bindRequests(registry, bound, count));
		Gauge.builder(PREFIX + "producer.pending", this.client, (source) -> source.stats().pendingSends().sends())
			.baseUnit(BaseUnits.OPERATIONS)
			.description("Sends that have not ended")
			.register(registry);
		bindCounter(registry, "producer.retries", BaseUnits.OPERATIONS,
				"Attempts to send that were not the first of their send", RocketClientStats::sendRetries);
		bindCounter(registry, "client.late.replies", BaseUnits.MESSAGES,
				"Replies to requests for which nobody waited any more", RocketClientStats::lateReplies);
		bindCounter(registry, "client.malformed.answers", BaseUnits.CONNECTIONS,
				"Connections closed because of bytes that made no sense",
				(stats) -> stats.servers().malformedAnswers());
		bindCounter(registry, "trace.dropped", "records", "Records of the message trace that were not kept or sent",
				RocketClientStats::droppedTraces);
	}

	private void bindCounter(MeterRegistry registry, String name, String unit, String description,
			ToLongFunction<RocketClientStats> count) {
		FunctionCounter.builder(PREFIX + name, this.client, (source) -> count.applyAsLong(source.stats()))
			.baseUnit(unit)
			.description(description)
			.register(registry);
	}

	private void bindRequests(MeterRegistry registry, Set<String> bound, RequestCount count) {
		if (bound.add(count.request() + ' ' + count.outcome())) {
			FunctionCounter
				.builder(PREFIX + "client.requests", this.client,
						(source) -> source.stats().requests(count.request(), count.outcome()))
				.tag("request", count.request())
				.tag("outcome", count.outcome())
				.description("Requests that have ended")
				.register(registry);
		}
	}

}
