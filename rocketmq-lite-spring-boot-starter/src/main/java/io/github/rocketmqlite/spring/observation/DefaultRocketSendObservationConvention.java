package io.github.rocketmqlite.spring.observation;

import java.util.List;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.SendReport;
import io.github.rocketmqlite.producer.SendReport.Attempt;
import io.github.rocketmqlite.spring.observation.RocketObservation.HighCardinality;
import io.github.rocketmqlite.spring.observation.RocketObservation.LowCardinality;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Names sends as OpenTelemetry does: the meter
 * {@code messaging.client.operation.duration} and the span {@code send <topic>}.
 * <p>
 * Threading: thread-safe, stateless.
 */
public class DefaultRocketSendObservationConvention implements RocketSendObservationConvention {

	@Override
	public String getName() {
		return "messaging.client.operation.duration";
	}

	@Override
	public String getContextualName(RocketSendContext context) {
		return "send " + context.message().topic();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RocketSendContext context) {
		SendReport report = context.report();
		return new Keys().always(LowCardinality.SYSTEM, "rocketmq")
			.always(LowCardinality.OPERATION_NAME, "send")
			.always(LowCardinality.OPERATION_TYPE, "send")
			.always(LowCardinality.DESTINATION, context.message().topic())
			.always(LowCardinality.GROUP, null)
			.always(LowCardinality.NAMESPACE, context.client().namespace())
			.always(LowCardinality.MESSAGE_TYPE, type(context.message()))
			.always(LowCardinality.ERROR_TYPE, (report != null) ? Keys.errorType(report.failure()) : null)
			.always(LowCardinality.CLUSTER, context.client().cluster())
			.always(LowCardinality.LISTENER, null)
			.always(LowCardinality.OUTCOME, outcome(report))
			.toKeyValues();
	}

	private static String type(Message message) {
		if (message.delayLevel() > 0 || message.delay() != null || message.deliverAt() != null) {
			return "delay";
		}
		return (message.orderingKey() != null) ? "fifo" : "normal";
	}

	private static @Nullable String outcome(@Nullable SendReport report) {
		if (report == null) {
			return null;
		}
		SendResult result = report.result();
		if (result != null) {
			return Keys.lower(result.status());
		}
		return (report.failure() != null) ? "failed" : "oneway";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(RocketSendContext context) {
		Keys keys = new Keys().ifAny(HighCardinality.MESSAGE_ID, context.send().messageId())
			.ifAny(HighCardinality.TAG, context.message().tag())
			.ifAny(HighCardinality.KEYS, String.join(" ", context.message().keys()))
			.ifAny(HighCardinality.CLIENT_ID, context.client().clientId());
		SendReport report = context.report();
		List<Attempt> attempts = (report != null) ? report.attempts() : List.of();
		if (!attempts.isEmpty()) {
			Attempt last = attempts.get(attempts.size() - 1);
			keys.ifAny(HighCardinality.QUEUE_ID, last.queue().queueId()).ifAny(HighCardinality.ATTEMPT, last.number());
			addServer(keys, last.brokerAddress());
		}
		return keys.toKeyValues();
	}

	private static void addServer(Keys keys, @Nullable String address) {
		int colon = (address != null) ? address.lastIndexOf(':') : -1;
		if (address != null && colon > 0) {
			keys.ifAny(HighCardinality.SERVER_ADDRESS, address.substring(0, colon))
				.ifAny(HighCardinality.SERVER_PORT, address.substring(colon + 1));
		}
	}

}
