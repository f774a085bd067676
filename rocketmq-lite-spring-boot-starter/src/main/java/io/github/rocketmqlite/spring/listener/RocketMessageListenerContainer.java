package io.github.rocketmqlite.spring.listener;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.HandlingOptions;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.Lifecycle;

/**
 * Runs the listeners of one consumer group: starts a push consumer, hands each message to
 * the listener it is for, lets the error handler decide about failures, and closes the
 * consumer again. Start and stop may be repeated; every start makes a new consumer.
 * <p>
 * Stopping blocks until the running listeners have finished, at most for the drain
 * timeout of the consumer's options.
 * <p>
 * Threading: thread-safe; start and stop exclude each other.
 */
public class RocketMessageListenerContainer implements Lifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RocketMessageListenerContainer.class);

	private final ReentrantLock lifecycle = new ReentrantLock();

	private final RocketClient client;

	private volatile RocketContainerProperties properties;

	private volatile @Nullable PushConsumer consumer;

	private volatile @Nullable BackgroundStart laterStart;

	private volatile @Nullable ListenerInvoker invoker;

	private final AtomicInteger inFlight = new AtomicInteger();

	private volatile ContainerEventListener events = ContainerEventListener.NONE;

	public RocketMessageListenerContainer(RocketClient client, RocketContainerProperties properties) {
		this.client = client;
		this.properties = properties;
	}

	/**
	 * The id of the group's first listener.
	 */
	public String getId() {
		return this.properties.listeners().all().get(0).id();
	}

	/**
	 * The ids of all listeners of the group. They start, pause and stop together.
	 */
	public List<String> getListenerIds() {
		return this.properties.listeners().all().stream().map(ContainerListener::id).toList();
	}

	public String getGroup() {
		return this.properties.consumerOptions().group();
	}

	public Set<String> getTopics() {
		return this.properties.consumerOptions().subscriptions().keySet();
	}

	/**
	 * The client whose cluster the listeners belong to.
	 */
	public RocketClient getClient() {
		return this.client;
	}

	public RocketContainerProperties getProperties() {
		return this.properties;
	}

	public boolean isAutoStartup() {
		return this.properties.autoStartup();
	}

	/**
	 * Tells a listener from now on what happens to this container.
	 */
	public void setEventListener(ContainerEventListener events) {
		this.events = events;
	}

	/**
	 * Takes on what another container of the same group was made for. When running, it is
	 * restarted: the listeners that run now finish first.
	 */
	public void reconfigure(RocketContainerProperties changed) {
		this.lifecycle.lock();
		try {
			boolean running = isRunning();
			stop();
			this.properties = changed;
			if (running) {
				start();
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Joins the group and starts to deliver. Does nothing when already running.
	 * @throws IllegalStateException naming the listeners when the consumer does not start
	 * and is not to be tried again; the cause says why
	 */
	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (!isRunning()) {
				startNowOrLater();
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void startNowOrLater() {
		if (this.properties.startupFailurePolicy() == StartupFailurePolicy.LAZY) {
			startLater(Duration.ZERO);
			return;
		}
		try {
			startConsumer();
		}
		catch (IllegalStateException ex) {
			boolean triedAgain = this.properties.startupFailurePolicy() == StartupFailurePolicy.RETRY
					&& ex.getCause() instanceof RocketException;
			this.events.onFailedToStart(this, ex, triedAgain);
			if (!triedAgain) {
				throw ex;
			}
			logger.warn("{}; it is tried again in the background", ex.getMessage());
			startLater(BackgroundStart.FIRST_PAUSE);
		}
	}

	private void startLater(Duration pause) {
		AtomicBoolean reported = new AtomicBoolean(!pause.isZero());
		this.laterStart = BackgroundStart.begin("rocketmq-lite-start-" + getGroup(), pause, () -> tryAgain(reported));
	}

	/** Tells whether there is no need to try once more. */
	private boolean tryAgain(AtomicBoolean reported) {
		this.lifecycle.lock();
		try {
			if (this.laterStart != null) {
				startConsumer();
				this.laterStart = null;
			}
			return true;
		}
		catch (RuntimeException ex) {
			if (reported.compareAndSet(false, true)) {
				logger.warn("{}; it is tried again in the background", ex.getMessage());
				this.events.onFailedToStart(this, ex, true);
			}
			logger.debug("Still not started", ex);
			return false;
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void startConsumer() {
		try {
			ListenerInvoker started = new ListenerInvoker(this, this.properties);
			this.invoker = started;
			this.consumer = newConsumer(started);
		}
		catch (RuntimeException ex) {
			String problem = "Listener '" + String.join("', '", getListenerIds()) + "' of group '" + getGroup()
					+ "' on topics " + getTopics() + " did not start: " + ex.getMessage();
			throw (ex instanceof IllegalArgumentException) ? new ListenerConfigurationException(problem, ex)
					: new IllegalStateException(problem, ex);
		}
		logStart();
		this.events.onStarted(this);
	}

	/** One line with all that was decided, whoever did. */
	private void logStart() {
		PushConsumerOptions options = this.properties.consumerOptions();
		logger.info(
				"Listeners {} started: group '{}', subscriptions {}, {}, {}, concurrency {}, at most {} redeliveries,"
						+ " a new group begins at the {} message, client {}",
				getListenerIds(), getGroup(), options.subscriptions(),
				options.assignment().model().name().toLowerCase(Locale.ROOT), order(options.handling()),
				options.concurrency(), options.maxReconsumeTimes(),
				options.startPosition().name().toLowerCase(Locale.ROOT), this.client.options().clientId());
	}

	private static String order(HandlingOptions handling) {
		return handling.orderedByKey() ? "ordered by key" : handling.ordered() ? "ordered" : "unordered";
	}

	private PushConsumer newConsumer(ListenerInvoker started) {
		PushConsumerOptions configured = this.properties.consumerOptions();
		PushConsumerOptions options = configured
			.withAssignmentListener(new AssignmentEvents(this, configured.assignment().listener(), this.events));
		if (this.properties.listeners().isBatching()) {
			return this.client.newBatchPushConsumer(options,
					(messages) -> counted(messages.size(), () -> started.onMessages(messages)));
		}
		if (this.properties.listeners().isAsynchronous()) {
			return this.client.newAsyncPushConsumer(options, (message) -> {
				this.inFlight.incrementAndGet();
				return started.onMessageAsync(message)
					.whenComplete((outcome, error) -> this.inFlight.decrementAndGet());
			});
		}
		return this.client.newPushConsumer(options, (message) -> counted(1, () -> started.onMessage(message)));
	}

	private <T> T counted(int messages, Supplier<T> call) {
		this.inFlight.addAndGet(messages);
		try {
			return call.get();
		}
		finally {
			this.inFlight.addAndGet(-messages);
		}
	}

	/**
	 * How many messages are being handled at the moment.
	 */
	public int getInFlight() {
		return this.inFlight.get();
	}

	/**
	 * Leaves the group once the running listeners have finished. Does nothing when not
	 * running.
	 */
	@Override
	public void stop() {
		this.lifecycle.lock();
		try {
			if (this.laterStart != null) {
				this.laterStart.cancel();
				this.laterStart = null;
			}
			PushConsumer running = this.consumer;
			if (running != null) {
				this.consumer = null;
				running.close();
				logger.info("Listeners {} stopped", getListenerIds());
				this.events.onStopped(this);
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Whether it was started, even if its cluster is not there yet.
	 */
	@Override
	public boolean isRunning() {
		return this.consumer != null || this.laterStart != null;
	}

	/**
	 * Whether messages can arrive: it was started, and its cluster was there.
	 */
	public boolean isConnected() {
		return this.consumer != null;
	}

	/**
	 * Stops handing messages to the listener until {@link #resume()} or the next start.
	 * The queues stay assigned. Does nothing when not running.
	 */
	public void pause() {
		PushConsumer running = this.consumer;
		if (running != null) {
			running.pause();
		}
	}

	/**
	 * Ends a pause.
	 */
	public void resume() {
		PushConsumer running = this.consumer;
		if (running != null) {
			running.resume();
		}
	}

	public boolean isPaused() {
		PushConsumer running = this.consumer;
		return running != null && running.isPaused();
	}

	/**
	 * How many messages are held here, waiting for the listener or being handled.
	 */
	public long getCachedMessages() {
		return read(PushConsumer::cachedMessages);
	}

	/**
	 * The bytes those messages take.
	 */
	public long getCachedBytes() {
		return read(PushConsumer::cachedBytes);
	}

	/**
	 * How many queues are assigned, those of the group's retry topic included.
	 */
	public long getAssignedQueues() {
		return read((running) -> running.assignment().size());
	}

	/**
	 * The assigned queues as {@code topic@broker:queueId}, in order.
	 */
	public List<String> getAssignment() {
		PushConsumer running = this.consumer;
		return (running != null) ? running.assignment()
			.stream()
			.sorted(Comparator.comparing(MessageQueue::topic)
				.thenComparing(MessageQueue::brokerName)
				.thenComparingInt(MessageQueue::queueId))
			.map(RocketMessageListenerContainer::nameOf)
			.toList() : List.of();
	}

	/**
	 * A queue as operators see it: {@code topic@broker:number}.
	 */
	public static String nameOf(MessageQueue queue) {
		return queue.topic() + "@" + queue.brokerName() + ":" + queue.queueId();
	}

	/**
	 * The assigned queues.
	 */
	public Set<MessageQueue> getQueues() {
		PushConsumer running = this.consumer;
		return (running != null) ? running.assignment() : Set.of();
	}

	/**
	 * How many messages of each assigned queue are not finished yet; nothing while no
	 * message can arrive.
	 * @throws RocketException when a broker does not answer
	 */
	public Map<MessageQueue, Long> getLag() {
		PushConsumer running = this.consumer;
		return (running != null) ? running.lag() : Map.of();
	}

	/**
	 * Goes on at a time in all queues of a topic that this member of the group has; other
	 * members have to do the same for theirs.
	 * @throws IllegalStateException when no message can arrive
	 * @throws RocketException when a broker does not say where that is
	 */
	public void seek(String topic, Instant time) {
		PushConsumer running = this.consumer;
		if (running == null) {
			throw new IllegalStateException("Listener '" + getId() + "' does not run and has no queues");
		}
		running.seek(topic, time);
	}

	/**
	 * The last message whose listener failed since the container was started.
	 */
	public @Nullable ListenerFailure getLastFailure() {
		ListenerInvoker last = this.invoker;
		return (last != null) ? last.lastFailure() : null;
	}

	private long read(ToLongFunction<PushConsumer> value) {
		PushConsumer running = this.consumer;
		return (running != null) ? value.applyAsLong(running) : 0;
	}

}
