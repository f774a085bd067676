package io.github.rocketmqlite.internal.trace;

import java.util.List;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;

/**
 * Records every send that was acknowledged or failed ({@code Pub}).
 * <p>
 * Threading: thread-safe.
 */
final class SendTracer implements SendInterceptor {

	private static final int NORMAL = 0;

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
		if (unknown || this.recorder.isTrace(message.topic())) {
			return;
		}
		this.recorder.add(TraceRecord.of(send.messageId(), message.keys(), "Pub", send.startedAt().toEpochMilli(),
				TraceRecord.DEFAULT_REGION, send.group(), message.topic(), send.messageId(),
				(message.tag() != null) ? message.tag() : "", String.join(" ", message.keys()),
				broker(report.attempts()), message.body().length, report.duration().toMillis(),
				isDelayed(message) ? DELAYED : NORMAL, (result != null) ? result.offsetMessageId() : "",
				result != null));
	}

	private static String broker(List<SendReport.Attempt> attempts) {
		String address = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).brokerAddress();
		return (address != null) ? address : "";
	}

	private static boolean isDelayed(Message message) {
		return message.delayLevel() > 0 || message.delay() != null || message.deliverAt() != null;
	}

}
