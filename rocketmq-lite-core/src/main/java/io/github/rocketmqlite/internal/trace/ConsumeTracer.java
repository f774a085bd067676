package io.github.rocketmqlite.internal.trace;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.internal.codec.UniqueIds;
import org.jspecify.annotations.Nullable;

/**
 * Records every message before and after its listener is called ({@code SubBefore},
 * {@code SubAfter}), unless its broker said that it is not to be traced.
 * <p>
 * Threading: thread-safe.
 */
final class ConsumeTracer implements ConsumeInterceptor {

	private static final int SUCCESS = 0;

	private static final int TIMEOUT = 1;

	private static final int EXCEPTION = 2;

	private static final int FAILED = 4;

	private final TraceRecorder recorder;

	private final UniqueIds ids = new UniqueIds();

	ConsumeTracer(TraceRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public void beforeConsume(ConsumeCall call) {
		if (this.recorder.isTrace(call.messages().get(0).topic())) {
			return;
		}
		String requestId = this.ids.next();
		call.attributes().put(this, requestId);
		for (ReceivedMessage message : call.messages()) {
			if (isTraced(message)) {
				this.recorder
					.add(TraceRecord.of(message.messageId(), message.keys(), "SubBefore", System.currentTimeMillis(),
							Objects.requireNonNullElse(message.property("MSG_REGION"), TraceRecord.DEFAULT_REGION),
							call.group(), requestId, message.messageId(), message.reconsumeTimes(),
							String.join(" ", message.keys())));
			}
		}
	}

	@Override
	public void afterConsume(ConsumeCall call, ConsumeResult result) {
		Object requestId = call.attributes().get(this);
		if (requestId == null) {
			return;
		}
		List<ReceivedMessage> messages = call.messages();
		long cost = result.duration().toMillis() / messages.size();
		for (int i = 0; i < messages.size(); i++) {
			ReceivedMessage message = messages.get(i);
			if (isTraced(message)) {
				ConsumeOutcome outcome = (i < result.outcomes().size()) ? result.outcomes().get(i) : null;
				int code = code(result, outcome);
				this.recorder.add(TraceRecord.of(message.messageId(), message.keys(), "SubAfter", requestId,
						message.messageId(), cost, code == SUCCESS, String.join(" ", message.keys()), code,
						System.currentTimeMillis(), call.group()));
			}
		}
	}

	private static boolean isTraced(ReceivedMessage message) {
		return !"false".equals(message.property("TRACE_ON"));
	}

	private static int code(ConsumeResult result, @Nullable ConsumeOutcome outcome) {
		if (result.timedOut()) {
			return TIMEOUT;
		}
		if (result.error() != null) {
			return EXCEPTION;
		}
		return (outcome != null && outcome.kind() == ConsumeOutcome.Kind.SUCCESS) ? SUCCESS : FAILED;
	}

}
