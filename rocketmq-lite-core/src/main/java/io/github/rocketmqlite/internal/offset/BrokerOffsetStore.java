package io.github.rocketmqlite.internal.offset;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.command.QueryOffsetRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a group's offsets at the masters of the brokers that hold the queues. While a
 * master is away its offsets wait here; the other brokers are not concerned.
 * <p>
 * Threading: thread-safe; the offsets it tracks are confined to the timer.
 */
public final class BrokerOffsetStore implements OffsetStore {

	private final String group;

	private final MasterCalls brokers;

	private final ScheduledExecutorService timer;

	private final Duration requestTimeout;

	private final Set<BrokerTrackedOffset> tracked = ConcurrentHashMap.newKeySet();

	private final ScheduledFuture<?> reports;

	/**
	 * Starts to report what is tracked.
	 * @param group the consumer group
	 * @param brokers the way to the masters
	 * @param timer runs the reports and confines the tracked offsets
	 * @param requestTimeout the most time one report may take
	 * @param commitInterval the time between two reports
	 */
	public BrokerOffsetStore(String group, MasterCalls brokers, ScheduledExecutorService timer, Duration requestTimeout,
			Duration commitInterval) {
		this.group = group;
		this.brokers = brokers;
		this.timer = timer;
		this.requestTimeout = requestTimeout;
		long millis = commitInterval.toMillis();
		this.reports = timer.scheduleWithFixedDelay(this::reportChanged, millis, millis, TimeUnit.MILLISECONDS);
	}

	@Override
	public CompletableFuture<OptionalLong> read(MessageQueue queue, Deadline deadline) {
		return this.brokers.callMaster(queue.brokerName(),
				new QueryOffsetRequest(this.group, queue.topic(), queue.queueId(), queue.brokerName()), deadline);
	}

	@Override
	public TrackedOffset track(MessageQueue queue, OptionalLong committed, LongSupplier position) {
		BrokerTrackedOffset offset = new BrokerTrackedOffset(this, queue, committed.orElse(-1), position);
		this.tracked.add(offset);
		return offset;
	}

	@Override
	public CompletableFuture<@Nullable Void> close() {
		this.reports.cancel(false);
		return CompletableFuture.completedFuture(null);
	}

	private void reportChanged() {
		this.tracked.forEach(BrokerTrackedOffset::reportIfChanged);
	}

	void forget(BrokerTrackedOffset offset) {
		this.tracked.remove(offset);
	}

	String group() {
		return this.group;
	}

	MasterCalls brokers() {
		return this.brokers;
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	Duration requestTimeout() {
		return this.requestTimeout;
	}

}
