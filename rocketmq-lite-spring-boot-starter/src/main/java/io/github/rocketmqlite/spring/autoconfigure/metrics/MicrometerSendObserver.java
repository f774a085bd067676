package io.github.rocketmqlite.spring.autoconfigure.metrics;

import java.time.Duration;
import java.util.Locale;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.spring.core.SendObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Times sends. Every tag is always present: registries such as Prometheus refuse meters
 * of one name with different tags.
 * <p>
 * Threading: thread-safe.
 */
final class MicrometerSendObserver implements SendObserver {

	static final String NAME = "rocketmq.lite.template";

	private final MeterRegistry registry;

	private final String cluster;

	MicrometerSendObserver(MeterRegistry registry, String cluster) {
		this.registry = registry;
		this.cluster = cluster;
	}

	@Override
	public SendObserver ofCluster(String name) {
		return new MicrometerSendObserver(this.registry, name);
	}

	@Override
	public void onSent(Message message, Duration elapsed, @Nullable SendResult result, @Nullable Throwable error) {
		Timer.builder(NAME)
			.description("Sends of the template, all retries included")
			.tag("cluster", this.cluster)
			.tag("topic", message.topic())
			.tag("outcome", outcome(result, error))
			.tag("exception", Exceptions.tag(error))
			.register(this.registry)
			.record(elapsed);
	}

	private static String outcome(@Nullable SendResult result, @Nullable Throwable error) {
		if (error != null) {
			return "failed";
		}
		return (result != null) ? result.status().name().toLowerCase(Locale.ROOT) : "oneway";
	}

}
