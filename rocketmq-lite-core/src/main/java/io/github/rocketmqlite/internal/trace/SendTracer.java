package io.github.rocketmqlite.internal.trace;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.producer.RecallObserver;
import io.github.rocketmqlite.internal.producer.TracedSend;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import org.jspecify.annotations.Nullable;

/**
 * Records every send that was acknowledged or failed ({@code Pub}), unless its broker
 * said that it is not to be traced, and every recall ({@code Recall}).
 * <p>
 * Threading: thread-safe.
 */
final class SendTracer implements SendInterceptor, RecallObserver {

	private static final int NORMAL = 0;

	private static final int HALF = 1;

	private static final int DELAYED = 3;

	private final TraceRecorder recorder;

	SendTracer(TraceRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public void afterSend(SendInvocation send, SendReport report) {
		Message message = report.message();
		SendResult result = report.result();
		boolean unknown = result == null && report.failure() == null;
		TracedSend traced = (send instanceof TracedSend known) ? known : null;
		if (unknown || (traced != null && !traced.isTraced()) || this.recorder.isTrace(message.topic())) {
			return;
		}
		this.recorder.add(TraceRecord.of(send.messageId(), message.keys(), "Pub", send.startedAt().toEpochMilli(),
				region(traced), send.group(), message.topic(), send.messageId(),
				(message.tag() != null) ? message.tag() : "", String.join(" ", message.keys()),
				broker(report.attempts()), message.body().length, report.duration().toMillis(), type(message, traced),
				(result != null) ? result.offsetMessageId() : "", result != null));
	}

	@Override
	public void recalled(String group, String topic, String messageId, boolean success) {
		if (!this.recorder.isTrace(topic)) {
			this.recorder.add(recall(group, topic, messageId, success, System.currentTimeMillis()));
		}
	}

	static TraceRecord recall(String group, String topic, String messageId, boolean success, long timestamp) {
		return TraceRecord.of(messageId, List.of(), "Recall", timestamp, TraceRecord.DEFAULT_REGION, group, topic,
				messageId, success);
	}

	private static String broker(List<SendReport.Attempt> attempts) {
		String address = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).brokerAddress();
		return (address != null) ? address : "";
	}

	private static String region(@Nullable TracedSend traced) {
		return Objects.requireNonNullElse((traced != null) ? traced.region() : null, TraceRecord.DEFAULT_REGION);
	}

	private static int type(Message message, @Nullable TracedSend traced) {
		if (traced != null && traced.isHalf()) {
			return HALF;
		}
		return isDelayed(message) ? DELAYED : NORMAL;
	}

	private static boolean isDelayed(Message message) {
		return message.delayLevel() > 0 || message.delay() != null || message.deliverAt() != null;
	}

}
