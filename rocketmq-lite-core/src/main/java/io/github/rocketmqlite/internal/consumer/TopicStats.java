package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.internal.codec.command.ConsumerRunningInfo;

/**
 * How pulling and handling the messages of one topic went in the last minute.
 * <p>
 * Threading: thread-safe.
 */
final class TopicStats {

	private static final int PULLS = 0;

	private static final int PULL_NANOS = 1;

	private static final int PULLED = 2;

	private static final int CALLS = 3;

	private static final int CALL_NANOS = 4;

	private static final int SUCCEEDED = 5;

	private static final int FAILED = 6;

	private final SlidingSums minute;

	/** Only failures, by the minute. */
	private final SlidingSums hour;

	TopicStats(LongSupplier clock) {
		this.minute = new SlidingSums(7, TimeUnit.SECONDS.toNanos(10), 7, clock);
		this.hour = new SlidingSums(1, TimeUnit.MINUTES.toNanos(1), 60, clock);
	}

	/** A pull brought messages. */
	void pulled(int messages, long nanos) {
		this.minute.add(PULLS, 1);
		this.minute.add(PULL_NANOS, nanos);
		this.minute.add(PULLED, messages);
	}

	/** A call of the listener has ended. */
	void called(int succeeded, int failed, long nanos) {
		this.minute.add(CALLS, 1);
		this.minute.add(CALL_NANOS, nanos);
		this.minute.add(SUCCEEDED, succeeded);
		if (failed > 0) {
			this.minute.add(FAILED, failed);
			this.hour.add(0, failed);
		}
	}

	/** The figures in the protocol's terms. */
	ConsumerRunningInfo.TopicState state() {
		return new ConsumerRunningInfo.TopicState(averageMillis(PULL_NANOS, PULLS), perSecond(PULLED),
				averageMillis(CALL_NANOS, CALLS), perSecond(SUCCEEDED), perSecond(FAILED), this.hour.sum(0));
	}

	private double averageMillis(int nanos, int events) {
		return this.minute.sum(nanos) / 1e6 / Math.max(1, this.minute.sum(events));
	}

	private double perSecond(int events) {
		return this.minute.sum(events) / this.minute.seconds();
	}

}
