package io.github.rocketmqlite.spring.autoconfigure.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientStats;
import io.github.rocketmqlite.client.RocketClientStats.RequestCount;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows the counters of each client: its connections and requests, the retries of its
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

	private final RocketClusters clusters;

	RocketClientMetrics(RocketClusters clusters) {
		this.clusters = clusters;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.clusters.clients()
			.forEach((cluster,
					client) -> new Binding(registry, Tags.of("cluster", cluster), client, ConcurrentHashMap.newKeySet())
						.bind());
	}

	/**
	 * The meters of one client.
	 *
	 * @param registry where they are
	 * @param tags what all of them are tagged with
	 * @param client the client
	 * @param bound the kinds of requests that have a counter
	 */
	private record Binding(MeterRegistry registry, Tags tags, RocketClient client, Set<String> bound) {

		void bind() {
			for (String state : new String[] { "idle", "connecting", "ready", "backoff" }) {
				Gauge.builder(PREFIX + "client.connections", this.client, (source) -> source.stats().connections(state))
					.tags(this.tags)
					.tag("state", state)
					.description("Connections to name servers and brokers")
					.register(this.registry);
			}
			Gauge.builder(PREFIX + "client.inflight", this.client, (source) -> {
				RocketClientStats stats = source.stats();
				stats.requests().forEach(this::bindRequests);
				return stats.inFlightRequests();
			}).tags(this.tags).baseUnit("requests").description("Requests that have not ended").register(this.registry);
			this.client.stats().requests().forEach(this::bindRequests);
			Gauge.builder(PREFIX + "producer.pending", this.client, (source) -> source.stats().pendingSends().sends())
				.tags(this.tags)
				.baseUnit(BaseUnits.OPERATIONS)
				.description("Sends that have not ended")
				.register(this.registry);
			bindCounter("producer.retries", BaseUnits.OPERATIONS,
					"Attempts to send that were not the first of their send", RocketClientStats::sendRetries);
			bindCounter("client.late.replies", BaseUnits.MESSAGES,
					"Replies to requests for which nobody waited any more", RocketClientStats::lateReplies);
			bindCounter("client.malformed.answers", BaseUnits.CONNECTIONS,
					"Connections closed because of bytes that made no sense",
					(stats) -> stats.servers().malformedAnswers());
			bindCounter("trace.dropped", "records", "Records of the message trace that were not kept or sent",
					RocketClientStats::droppedTraces);
		}

		private void bindCounter(String name, String unit, String description,
				ToLongFunction<RocketClientStats> count) {
			FunctionCounter.builder(PREFIX + name, this.client, (source) -> count.applyAsLong(source.stats()))
				.tags(this.tags)
				.baseUnit(unit)
				.description(description)
				.register(this.registry);
		}

		private void bindRequests(RequestCount count) {
			if (this.bound.add(count.request() + ' ' + count.outcome())) {
				FunctionCounter
					.builder(PREFIX + "client.requests", this.client,
							(source) -> source.stats().requests(count.request(), count.outcome()))
					.tags(this.tags)
					.tag("request", count.request())
					.tag("outcome", count.outcome())
					.description("Requests that have ended")
					.register(this.registry);
			}
		}

	}

}
