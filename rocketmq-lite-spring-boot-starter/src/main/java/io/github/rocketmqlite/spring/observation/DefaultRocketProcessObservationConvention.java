package io.github.rocketmqlite.spring.observation;

import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.spring.observation.RocketObservation.HighCardinality;
import io.github.rocketmqlite.spring.observation.RocketObservation.LowCardinality;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Names the work of listeners as OpenTelemetry does: the meter
 * {@code messaging.process.duration} and the span {@code process <topic>}.
 * <p>
 * Threading: thread-safe, stateless.
 */
public class DefaultRocketProcessObservationConvention implements RocketProcessObservationConvention {

	@Override
	public String getName() {
		return "messaging.process.duration";
	}

	@Override
	public String getContextualName(RocketProcessContext context) {
		return "process " + first(context).topic();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RocketProcessContext context) {
		return new Keys().always(LowCardinality.SYSTEM, "rocketmq")
			.always(LowCardinality.OPERATION_NAME, "process")
			.always(LowCardinality.OPERATION_TYPE, "process")
			.always(LowCardinality.DESTINATION, first(context).topic())
			.always(LowCardinality.GROUP, context.call().group())
			.always(LowCardinality.NAMESPACE, context.client().namespace())
			.always(LowCardinality.MESSAGE_TYPE, null)
			.always(LowCardinality.ERROR_TYPE, Keys.errorType(context.getError()))
			.always(LowCardinality.CLUSTER, context.client().cluster())
			.always(LowCardinality.LISTENER, context.listenerId())
			.always(LowCardinality.OUTCOME, outcome(context.result()))
			.toKeyValues();
	}

	/** What was said of all messages, or {@code mixed}. */
	private static @Nullable String outcome(@Nullable ConsumeResult result) {
		if (result == null) {
			return null;
		}
		List<String> kinds = result.outcomes()
			.stream()
			.map(ConsumeOutcome::kind)
			.map((kind) -> Keys.lower(kind))
			.distinct()
			.toList();
		return (kinds.size() == 1) ? kinds.get(0) : "mixed";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(RocketProcessContext context) {
		int count = context.call().messages().size();
		Keys keys = new Keys().ifAny(HighCardinality.QUEUE_ID, context.call().queue().queueId())
			.ifAny(HighCardinality.CLIENT_ID, context.client().clientId());
		if (count > 1) {
			return keys.ifAny(HighCardinality.BATCH_COUNT, count).toKeyValues();
		}
		ReceivedMessage message = first(context);
		return keys.ifAny(HighCardinality.MESSAGE_ID, message.messageId())
			.ifAny(HighCardinality.TAG, message.tag())
			.ifAny(HighCardinality.KEYS, String.join(" ", message.keys()))
			.ifAny(HighCardinality.ATTEMPT, context.call().attempt())
			.toKeyValues();
	}

	private static ReceivedMessage first(RocketProcessContext context) {
		return context.call().messages().get(0);
	}

}
