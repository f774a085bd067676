package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.command.PopMessageRequest;
import io.github.rocketmqlite.internal.pop.PopTarget;
import io.github.rocketmqlite.internal.pop.Popping;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pops one place, a topic at one broker or a queue, and hands the messages to the
 * dispatcher. The loop is always in exactly one of four places: a pop is under way, it
 * waits at the broker for something to pop, a pause is running on the timer, or it is
 * parked until there is room. Waiting makes nothing invisible, so that whoever leaves
 * takes nothing along.
 * <p>
 * Threading: thread-safe; the loop moves from thread to thread but is never on two.
 */
final class TargetPopper {

	private static final Logger logger = LoggerFactory.getLogger(TargetPopper.class);

	private static final long MAX_FAILURE_DELAY_MILLIS = 3000;

	/** The first pause when others are quicker to take what arrives. */
	private static final long FIRST_PAUSE_MILLIS = 10;

	private static final int MAX_DOUBLINGS = 5;

	private final MessageQueue place;

	private final String shownTopic;

	private final QueueResources resources;

	private final Popping popping;

	private final CacheBudget budget;

	private final Backoff backoff;

	private final Set<PopBatch> batches = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean parked = new AtomicBoolean();

	private final Runnable waiter = this::wake;

	private final ReentrantLock lock = new ReentrantLock();

	/** Completes when the answer of the last pop is dealt with; guarded by the lock. */
	private CompletableFuture<@Nullable Void> underWay = CompletableFuture.completedFuture(null);

	private boolean stopped;

	private int fruitless;

	private volatile boolean paused;

	/** Set on the timer. */
	private volatile @Nullable CompletableFuture<@Nullable Void> closed;

	private final CompletableFuture<Boolean> drained = new CompletableFuture<>();

	/**
	 * Makes one that does nothing before {@link #start()}.
	 * @param place the queue, or with the number -1 all queues of a topic at a broker
	 * @param shownTopic the topic that listeners see
	 */
	TargetPopper(MessageQueue place, String shownTopic, QueueResources resources, Popping popping) {
		this.place = place;
		this.shownTopic = shownTopic;
		this.resources = resources;
		this.popping = popping;
		this.budget = resources.budgets().of(shownTopic);
		this.backoff = new Backoff(resources.cluster().clientId(), place);
	}

	MessageQueue place() {
		return this.place;
	}

	String shownTopic() {
		return this.shownTopic;
	}

	boolean isClosing() {
		return this.closed != null;
	}

	void start() {
		pop();
	}

	/** Looks again whether there is room. Cheap when the loop is not parked. */
	void wake() {
		if (this.parked.get() && this.parked.compareAndSet(true, false)) {
			pop();
		}
	}

	/** Lets the place rest, or go on. Running listeners finish. */
	void setPaused(boolean paused) {
		this.paused = paused;
		if (paused) {
			giveBackUnbegun();
		}
		else {
			wake();
		}
	}

	/** Lets others have what nobody has begun here. */
	void giveBackUnbegun() {
		this.batches.forEach(PopBatch::giveBackUnbegun);
		forgetBatches();
	}

	/** What is to be seen to from time to time. */
	void look() {
		if (isResting()) {
			giveBackUnbegun();
		}
		else {
			this.batches.stream().filter(PopBatch::isLate).forEach(PopBatch::giveBackUnbegun);
			forgetBatches();
		}
		wake();
	}

	int cachedMessages() {
		return this.batches.stream().mapToInt((batch) -> batch.buffer().cachedMessages()).sum();
	}

	long cachedBytes() {
		return this.batches.stream().mapToLong((batch) -> batch.buffer().cachedBytes()).sum();
	}

	private boolean isResting() {
		return this.paused || this.resources.paused().getAsBoolean();
	}

	private int room() {
		return this.resources.options().receive().maxPoppedPerQueue() - cachedMessages();
	}

	private boolean hasRoom() {
		return !isResting() && room() > 0 && this.budget.hasRoom();
	}

	private PopTarget target() {
		return new PopTarget(this.place.topic(), this.place.brokerName(), this.place.queueId(),
				this.resources.subscriptions().filter(this.shownTopic), this.shownTopic);
	}

	private void pop() {
		if (!hasRoom()) {
			park();
			return;
		}
		CompletableFuture<@Nullable Void> answered = begin();
		if (answered == null) {
			return;
		}
		// whatever happens, the loop goes on
		CompletableFuture.completedFuture(most())
			.thenCompose((most) -> this.popping.pop(target(), most, this.resources.options().receive().invisibleTime()))
			.whenComplete((caught, failure) -> goOn(answered(caught, failure, answered)));
	}

	private int most() {
		int wanted = Math.min(PopMessageRequest.MAX_MESSAGES, this.resources.options().pullBatchSize());
		return Math.min(wanted, Math.max(1, room()));
	}

	/** Returns the pause before the next pop; negative to wait for an arrival. */
	private long answered(Popping.@Nullable Catch caught, @Nullable Throwable failure,
			CompletableFuture<@Nullable Void> answered) {
		try {
			return (caught != null) ? accept(caught) : failed(failure);
		}
		catch (RuntimeException unexpected) {
			return failed(unexpected);
		}
		finally {
			answered.complete(null);
		}
	}

	/** A pop is under way from now on, unless the popper is stopped. */
	private @Nullable CompletableFuture<@Nullable Void> begin() {
		this.lock.lock();
		try {
			if (this.stopped) {
				return null;
			}
			this.underWay = new CompletableFuture<>();
			return this.underWay;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void park() {
		this.parked.set(true);
		if (!this.budget.hasRoom()) {
			this.budget.whenRoom(this.waiter);
		}
		// room may have appeared before there was anyone to wake
		if (hasRoom()) {
			wake();
		}
	}

	private long accept(Popping.Catch caught) {
		this.backoff.reset();
		caught.undecodable().forEach(this::tellPoison);
		if (!caught.any()) {
			return -1;
		}
		this.fruitless = 0;
		for (PopBatch batch : PopBatch.of(caught.messages(), this.budget, this.popping)) {
			if (this.popping.isInOrder()) {
				batch.follow(this.batches);
			}
			this.batches.add(batch);
			batch.buffer().onFinished(() -> finished(batch));
			this.resources.dispatcher().dispatch(batch.buffer());
		}
		return 0;
	}

	private void tellPoison(MessageBatch.Undecodable bad) {
		this.resources.poison().tell(this.place, bad.reason());
	}

	private void finished(PopBatch batch) {
		if (batch.isOver()) {
			this.batches.remove(batch);
			this.batches.stream()
				.filter((next) -> next.follows(batch))
				.forEach((next) -> this.resources.dispatcher().dispatch(next.buffer()));
		}
		wake();
	}

	private void forgetBatches() {
		this.batches.removeIf(PopBatch::isOver);
	}

	private long failed(@Nullable Throwable failure) {
		String cause = (failure != null) ? String.valueOf(Blocking.unwrap(failure).getMessage()) : "no answer";
		if (this.backoff.failures() == 0) {
			logger.warn("Popping {} for group {} failed, trying on: {}", this.place,
					this.resources.subscriptions().group(), cause);
		}
		else {
			logger.debug("Popping {} still fails: {}", this.place, cause);
		}
		this.resources.cluster().refreshRoute(this.place.topic());
		return this.backoff.nextMillis(MAX_FAILURE_DELAY_MILLIS);
	}

	private void goOn(long delayMillis) {
		if (delayMillis == 0) {
			pop();
		}
		else if (delayMillis > 0) {
			later(delayMillis);
		}
		else {
			awaitArrival();
		}
	}

	/** Asking again at once would be answered at once when others take what arrives. */
	private void awaitArrival() {
		long pause = (this.fruitless == 0) ? 0 : FIRST_PAUSE_MILLIS << Math.min(this.fruitless, MAX_DOUBLINGS);
		this.fruitless++;
		this.popping.arrival(target()).thenAccept((arrived) -> {
			if (pause == 0) {
				pop();
			}
			else {
				later(pause);
			}
		});
	}

	private void later(long millis) {
		this.resources.timer().schedule(this::pop, millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Pops no more, gives back what nobody has begun and waits for running listeners; on
	 * the timer.
	 * @param drainTimeout how long they may take
	 * @return completes when it is decided what becomes of each message; never fails
	 */
	CompletableFuture<@Nullable Void> close(Duration drainTimeout) {
		CompletableFuture<@Nullable Void> ending = this.closed;
		if (ending == null) {
			ending = stop().thenCompose((answered) -> drain());
			this.closed = ending;
			this.budget.forget(this.waiter);
		}
		this.resources.timer().schedule(this::cutDrain, drainTimeout.toMillis(), TimeUnit.MILLISECONDS);
		return ending;
	}

	private CompletableFuture<@Nullable Void> stop() {
		this.lock.lock();
		try {
			this.stopped = true;
			return this.underWay;
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletableFuture<@Nullable Void> drain() {
		CompletableFuture.allOf(this.batches.stream().map(PopBatch::close).toArray(CompletableFuture[]::new))
			.thenRun(() -> this.drained.complete(true));
		return this.drained.thenAccept((inTime) -> {
			if (!inTime) {
				logger.warn("Listeners of {} still run and group {} waits no longer for them: up to {} messages will"
						+ " come again", this.place, this.resources.subscriptions().group(), cachedMessages());
			}
			this.batches.forEach((batch) -> batch.end(inTime));
			this.batches.clear();
		});
	}

	/** Waits no longer for running listeners; they are not interrupted. */
	void cutDrain() {
		this.drained.complete(false);
	}

}
