package io.github.rocketmqlite.spring.observation;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of listeners, as children of the sends whose messages they handle.
 * The observation is the current one while the listener is on the calling thread; it ends
 * when the call has ended and the listener has returned. Does nothing while the registry
 * does nothing.
 * <p>
 * Threading: thread-safe.
 */
public final class ObservationConsumeInterceptor implements ConsumeInterceptor {

	private static final RocketProcessObservationConvention DEFAULT = new DefaultRocketProcessObservationConvention();

	private final ObservationRegistry registry;

	private final ObservedClient client;

	private final @Nullable RocketProcessObservationConvention convention;

	private final Map<ReceivedMessage, Running> running = Collections.synchronizedMap(new IdentityHashMap<>());

	/**
	 * Makes an interceptor for one client.
	 * @param convention names the observations, or {@code null} for the default names
	 */
	public ObservationConsumeInterceptor(ObservationRegistry registry, ObservedClient client,
			@Nullable RocketProcessObservationConvention convention) {
		this.registry = registry;
		this.client = client;
		this.convention = convention;
	}

	@Override
	public void beforeConsume(ConsumeCall call) {
		if (this.registry.isNoop()) {
			return;
		}
		RocketProcessContext context = new RocketProcessContext(this.client, call);
		Observation observation = RocketObservation.PROCESS
			.observation(this.convention, DEFAULT, () -> context, this.registry)
			.start();
		Running begun = new Running(context, observation, observation.openScope(), new AtomicInteger(2));
		call.attributes().put(this, begun);
		call.messages().forEach((message) -> this.running.put(message, begun));
	}

	/**
	 * Adds what is known of a message while its listener is called. Does nothing for a
	 * message that is not observed here.
	 * @param listenerId the id of the listener
	 * @param error what it threw, if anything
	 */
	public void processed(ReceivedMessage message, @Nullable String listenerId, @Nullable Throwable error) {
		Running found = this.running.get(message);
		if (found != null && listenerId != null) {
			found.context().handledBy(listenerId);
		}
		if (found != null && error != null) {
			found.observation().error(error);
		}
	}

	@Override
	public void onTimeout(ConsumeCall call, Duration elapsed) {
		if (call.attributes().get(this) instanceof Running begun) {
			begun.observation().event(Observation.Event.of("timeout"));
		}
	}

	@Override
	public void afterConsume(ConsumeCall call, ConsumeResult result) {
		if (call.attributes().get(this) instanceof Running begun) {
			begun.context().ended(result);
			if (result.error() != null) {
				begun.observation().error(result.error());
			}
			call.messages().forEach(this.running::remove);
			begun.oneOfTwoDone();
		}
	}

	@Override
	public void afterReturn(ConsumeCall call) {
		if (call.attributes().get(this) instanceof Running begun) {
			begun.scope().close();
			begun.oneOfTwoDone();
		}
	}

	/**
	 * A call that has not ended, or whose listener has not returned.
	 */
	private record Running(RocketProcessContext context, Observation observation, Observation.Scope scope,
			AtomicInteger open) {

		void oneOfTwoDone() {
			if (this.open.decrementAndGet() == 0) {
				this.observation.stop();
			}
		}

	}

}
