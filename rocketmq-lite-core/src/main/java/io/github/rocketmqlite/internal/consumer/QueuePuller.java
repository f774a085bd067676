package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PullTuning;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Pulls one queue during one assignment and fills its buffer. The loop is always in
 * exactly one of three places: a pull is under way, a pause is running on the timer, or
 * it is parked until there is room. Whatever fails, it goes on after a pause.
 * <p>
 * Threading: thread-safe; the loop moves from thread to thread but is never on two.
 */
final class QueuePuller {

	/** An empty answer that comes sooner than this was not held by the broker. */
	private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private static final long EMPTY_DELAY_MILLIS = 100;

	private final QueueBuffer buffer;

	private final QueueResources resources;

	private final Events events;

	private final PullFailures failures;

	private final int wantedRoom;

	private final AtomicBoolean parked = new AtomicBoolean();

	private final Runnable waiter = this::wake;

	private volatile boolean stopped;

	private volatile long pulledMillis;

	QueuePuller(QueueBuffer buffer, QueueResources resources, Events events) {
		this.buffer = buffer;
		this.resources = resources;
		this.events = events;
		this.failures = new PullFailures(buffer.queue(), resources, events);
		PushConsumerOptions options = resources.options();
		int most = Math.min(options.maxCachedMessagesPerQueue(), options.cacheLimits().spanPerQueue());
		this.wantedRoom = Math.min(options.pullBatchSize(), Math.max(1, most / 4));
	}

	void start() {
		pull();
	}

	/** Ends the loop. The answer of a pull that is under way will be ignored. */
	void stop() {
		this.stopped = true;
		this.buffer.budget().forget(this.waiter);
	}

	/** Looks again whether there is room. Cheap when the loop is not parked. */
	void wake() {
		if (this.parked.get() && this.parked.compareAndSet(true, false)) {
			pull();
		}
	}

	/** When the last pull began, in milliseconds since 1970; 0 for never. */
	long pulledMillis() {
		return this.pulledMillis;
	}

	/** Whether the broker's last word was that it does not serve this queue. */
	boolean isRefused() {
		return this.failures.isRefused();
	}

	private void pull() {
		try {
			if (this.stopped) {
				return;
			}
			if (!hasRoom()) {
				park();
				return;
			}
			long started = System.nanoTime();
			this.pulledMillis = System.currentTimeMillis();
			this.resources.cluster()
				.callReplica(this.failures.target(), request(), Deadline.after(tuning().timeout()))
				.whenComplete((response, failure) -> answered(response, failure, started));
		}
		catch (Throwable failure) {
			pause(this.failures.unexpected(failure));
		}
	}

	private boolean hasRoom() {
		return !this.resources.paused().getAsBoolean() && !this.buffer.isPaused()
				&& this.buffer.room() >= this.wantedRoom && this.buffer.budget().hasRoom();
	}

	private void park() {
		this.parked.set(true);
		if (!this.buffer.budget().hasRoom()) {
			this.buffer.budget().whenRoom(this.waiter);
		}
		// room may have appeared before there was anyone to wake
		if (hasRoom()) {
			wake();
		}
	}

	private PullTuning tuning() {
		return this.resources.options().pulling();
	}

	private PullMessageRequest request() {
		MessageQueue queue = this.buffer.queue();
		int most = Math.min(this.failures.limitBatch(this.resources.options().pullBatchSize()), this.buffer.room());
		Subscriptions subscriptions = this.resources.subscriptions();
		Filter filter = (subscriptions.isSentWithPulls() || tuning().filterInPulls())
				? subscriptions.filter(queue.topic()) : null;
		return PullMessageRequest.of(subscriptions.group(), queue, this.buffer.nextOffset(), most,
				tuning().brokerWait().toMillis(), subscriptions.version(),
				(filter != null) ? filter.type().name() : "TAG", (filter != null) ? filter.expression() : null);
	}

	private void answered(@Nullable PullMessageResponse response, @Nullable Throwable failure, long started) {
		long delayMillis;
		try {
			if (this.stopped) {
				return;
			}
			delayMillis = (response != null) ? accept(response, started) : this.failures.failed(failure);
		}
		catch (Throwable unexpected) {
			delayMillis = this.failures.unexpected(unexpected);
		}
		if (delayMillis > 0) {
			pause(delayMillis);
		}
		else {
			pull();
		}
	}

	private void pause(long delayMillis) {
		if (!this.stopped) {
			this.resources.timer().schedule(this::pull, delayMillis, TimeUnit.MILLISECONDS);
		}
	}

	private long accept(PullMessageResponse response, long started) {
		this.failures.succeeded(response.suggestedBrokerId());
		return switch (response.status()) {
			case FOUND -> {
				long before = this.buffer.nextOffset();
				boolean taken = found(response, System.nanoTime() - started);
				// without room the next pull waits for it
				yield (!taken || this.buffer.nextOffset() > before) ? tuning().interval().toMillis()
						: EMPTY_DELAY_MILLIS;
			}
			case NO_NEW_MESSAGE -> {
				this.buffer.add(List.of(), response.nextOffset());
				yield (System.nanoTime() - started >= HELD_NANOS) ? 0 : EMPTY_DELAY_MILLIS;
			}
			case NO_MATCHED_MESSAGE -> {
				long before = this.buffer.nextOffset();
				this.buffer.add(List.of(), response.nextOffset());
				yield (this.buffer.nextOffset() > before) ? 0 : EMPTY_DELAY_MILLIS;
			}
			case OFFSET_MOVED -> {
				stop();
				this.events.offsetMoved(response);
				yield 0;
			}
		};
	}

	private boolean found(PullMessageResponse response, long nanos) {
		Filter filter = this.resources.subscriptions().filter(this.buffer.queue().topic());
		boolean allWanted = filter.tags().isEmpty() && response.batch().undecodable().isEmpty();
		int added = this.buffer.add(allWanted ? response.batch().messages() : wanted(response, filter),
				response.nextOffset());
		if (added > 0) {
			this.resources.stats().of(this.buffer.queue().topic()).pulled(added, nanos);
			this.resources.dispatcher().dispatch(this.buffer);
		}
		return added != QueueBuffer.NO_ROOM;
	}

	private List<ReceivedMessage> wanted(PullMessageResponse response, Filter filter) {
		List<ReceivedMessage> wanted = new ArrayList<>(response.batch().messages().size());
		for (StoredMessage message : response.batch().messages()) {
			ReceivedMessage checked = check(message, filter);
			if (checked != null) {
				wanted.add(checked);
			}
		}
		if (!response.batch().undecodable().isEmpty()) {
			addUndecodable(response, wanted);
		}
		return wanted;
	}

	private static @Nullable ReceivedMessage check(StoredMessage message, Filter filter) {
		try {
			return (filter.tags().isEmpty() || filter.accepts(message.tag())) ? message : null;
		}
		catch (RuntimeException ex) {
			return new UndecodableMessage(message.queue(), message.queueOffset(), message.commitLogOffset(),
					String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Puts what is not a message in its place, if that can be read: a place of its own
	 * among those that the pull covered.
	 */
	private void addUndecodable(PullMessageResponse response, List<ReceivedMessage> wanted) {
		Set<Long> known = new HashSet<>();
		response.batch().messages().forEach((message) -> known.add(message.queueOffset()));
		for (MessageBatch.Undecodable bad : response.batch().undecodable()) {
			boolean covered = bad.queueOffset() >= this.buffer.nextOffset()
					&& bad.queueOffset() < response.nextOffset();
			if (covered && known.add(bad.queueOffset())) {
				wanted.add(new UndecodableMessage(this.buffer.queue(), bad.queueOffset(), bad.commitLogOffset(),
						bad.reason()));
			}
			else if (bad.queueOffset() < 0 || !covered) {
				this.resources.poison().tell(this.buffer.queue(), bad.reason());
			}
		}
		wanted.sort(Comparator.comparingLong(ReceivedMessage::queueOffset));
	}

	/**
	 * What a puller tells its assignment, on any thread.
	 */
	interface Events {

		/** The queue goes on elsewhere. The puller has stopped. */
		void offsetMoved(PullMessageResponse response);

		/** The broker could not be reached. */
		void connectionLost();

	}

}
