package io.github.rocketmqlite.internal.trace;

import java.util.Objects;

import io.github.rocketmqlite.internal.producer.TransactionObserver;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionReport;

/**
 * Records every end of a transaction ({@code EndTransaction}), that of an answer to a
 * broker's check, too.
 * <p>
 * Threading: thread-safe.
 */
final class TransactionTracer implements TransactionObserver {

	/** What the other clients write for every decision. */
	private static final int COMMIT_TYPE = 2;

	private final TraceRecorder recorder;

	TransactionTracer(TraceRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public void ended(End end) {
		if (end.traced() && !this.recorder.isTrace(end.report().topic())) {
			this.recorder.add(record(end, System.currentTimeMillis()));
		}
	}

	static TraceRecord record(End end, long timestamp) {
		TransactionReport report = end.report();
		return TraceRecord.of(report.messageId(), report.keys(), "EndTransaction", timestamp,
				Objects.requireNonNullElse(end.region(), TraceRecord.DEFAULT_REGION), report.group(), report.topic(),
				report.messageId(), Objects.requireNonNullElse(report.tag(), ""), String.join(" ", report.keys()),
				Objects.requireNonNullElse(report.brokerAddress(), ""), COMMIT_TYPE, report.transactionId(),
				state(report.decision()), report.fromCheck());
	}

	/** The spelling of the wire. */
	private static String state(TransactionDecision decision) {
		return switch (decision) {
			case COMMIT -> "COMMIT_MESSAGE";
			case ROLLBACK -> "ROLLBACK_MESSAGE";
			case UNKNOWN -> "UNKNOW";
		};
	}

}
