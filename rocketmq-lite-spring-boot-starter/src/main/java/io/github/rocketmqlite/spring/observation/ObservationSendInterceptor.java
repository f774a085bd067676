package io.github.rocketmqlite.spring.observation;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes sends, each message with all its attempts, as children of what is observed on
 * the sending thread. Does nothing while the registry does nothing.
 * <p>
 * Threading: thread-safe.
 */
public final class ObservationSendInterceptor implements SendInterceptor {

	private static final RocketSendObservationConvention DEFAULT = new DefaultRocketSendObservationConvention();

	private final ObservationRegistry registry;

	private final ObservedClient client;

	private final @Nullable RocketSendObservationConvention convention;

	/**
	 * Makes an interceptor for one client.
	 * @param convention names the observations, or {@code null} for the default names
	 */
	public ObservationSendInterceptor(ObservationRegistry registry, ObservedClient client,
			@Nullable RocketSendObservationConvention convention) {
		this.registry = registry;
		this.client = client;
		this.convention = convention;
	}

	@Override
	public Message beforeSend(Message message, SendInvocation send) {
		if (this.registry.isNoop()) {
			return message;
		}
		RocketSendContext context = new RocketSendContext(this.client, message, send);
		Observation observation = RocketObservation.SEND
			.observation(this.convention, DEFAULT, () -> context, this.registry)
			.start();
		send.attribute(this, new Observed(observation, context));
		return context.carrying();
	}

	@Override
	public void afterSend(SendInvocation send, SendReport report) {
		if (send.attribute(this) instanceof Observed observed) {
			observed.context().ended(report);
			if (report.failure() != null) {
				observed.observation().error(report.failure());
			}
			observed.observation().stop();
		}
	}

	/**
	 * A send that has not ended.
	 */
	private record Observed(Observation observation, RocketSendContext context) {
	}

}
