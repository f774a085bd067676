package io.github.rocketmqlite.internal.trace;

import java.util.Objects;

import io.github.rocketmqlite.internal.producer.TransactionObserver;
import io.github.rocketmqlite.producer.TransactionDecision;

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
	public void ending(End end) {
		if (!this.recorder.isTrace(end.topic())) {
			this.recorder.add(record(end, System.currentTimeMillis()));
		}
	}

	static TraceRecord record(End end, long timestamp) {
		return TraceRecord.of(end.messageId(), end.keys(), "EndTransaction", timestamp,
				Objects.requireNonNullElse(end.region(), TraceRecord.DEFAULT_REGION), end.group(), end.topic(),
				end.messageId(), Objects.requireNonNullElse(end.tag(), ""), String.join(" ", end.keys()),
				Objects.requireNonNullElse(end.brokerAddress(), ""), COMMIT_TYPE, end.messageId(),
				state(end.decision()), end.fromCheck());
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
