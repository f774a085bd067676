package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.consumer.RetryPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listener and turns whatever happens into outcomes, one for each message:
 * nothing a listener does reaches the consumer's bookkeeping.
 * <p>
 * Threading: thread-safe; runs on the listener's threads, and where futures of an
 * asynchronous listener are completed.
 */
final class ListenerCall {

	private static final Logger logger = LoggerFactory.getLogger(ListenerCall.class);

	private final String group;

	private final Listener listener;

	private final RetryPolicy retryPolicy;

	private final ConsumeInterceptors interceptors;

	private final ListenerWatch watch;

	private final PoisonMessages poison;

	private final ConsumeStats stats;

	private final AtomicBoolean interruptReported = new AtomicBoolean();

	ListenerCall(String group, Listener listener, RetryPolicy retryPolicy, ConsumeInterceptors interceptors,
			ListenerWatch watch, PoisonMessages poison, ConsumeStats stats) {
		this.group = group;
		this.listener = listener;
		this.retryPolicy = retryPolicy;
		this.interceptors = interceptors;
		this.watch = watch;
		this.poison = poison;
		this.stats = stats;
	}

	boolean isAsynchronous() {
		return this.listener.asynchronous();
	}

	boolean isBatching() {
		return this.listener.batching();
	}

	/**
	 * Begins the calls for one slice, on the thread that makes them. To be closed when
	 * the last one has returned.
	 * @param observer hears how each call gets on
	 */
	Series series(Observer observer) {
		Series series = new Series(observer);
		this.watch.add(series);
		return series;
	}

	private List<ConsumeOutcome> outcomes(List<ReceivedMessage> messages, @Nullable List<ConsumeOutcome> returned,
			@Nullable Throwable failure) {
		if (returned == Listener.SUCCESS && messages.size() == 1) {
			return returned;
		}
		List<ConsumeOutcome> outcomes = complete(returned, messages.size());
		if (outcomes == null) {
			report(messages, returned, failure);
			outcomes = Collections.nCopies(messages.size(), ConsumeOutcome.RETRY);
		}
		if (Listener.SUCCESS.equals(outcomes)) {
			return outcomes;
		}
		ConsumeOutcome[] decided = outcomes.toArray(ConsumeOutcome[]::new);
		for (int i = 0; i < decided.length; i++) {
			decided[i] = decided[i].equals(ConsumeOutcome.RETRY) ? afterFailure(messages.get(i), failure) : decided[i];
		}
		return List.of(decided);
	}

	/** One outcome for each message, or {@code null} if that cannot be told. */
	private static @Nullable List<ConsumeOutcome> complete(@Nullable List<ConsumeOutcome> returned, int messages) {
		try {
			if (returned == null || (returned.size() != 1 && returned.size() != messages)) {
				return null;
			}
			// the list is the listener's own; a null in it is an error too
			List<ConsumeOutcome> copy = List.copyOf(returned);
			return (copy.size() == messages) ? copy : Collections.nCopies(messages, copy.get(0));
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	@SuppressWarnings("ConstantValue") // policies are foreign code
	private ConsumeOutcome afterFailure(ReceivedMessage message, @Nullable Throwable failure) {
		ConsumeOutcome poisoned = this.poison.afterFailure(message, failure);
		if (poisoned != null) {
			return poisoned;
		}
		try {
			ConsumeOutcome decided = this.retryPolicy.afterFailure(message, failure);
			return (decided != null) ? decided : ConsumeOutcome.RETRY;
		}
		catch (Throwable broken) {
			logger.warn("The retry policy of group {} failed, taken as RETRY, for message {} of topic {}", this.group,
					message.messageId(), message.topic(), broken);
			return ConsumeOutcome.RETRY;
		}
	}

	private void report(List<ReceivedMessage> messages, @Nullable List<ConsumeOutcome> returned,
			@Nullable Throwable failure) {
		ReceivedMessage first = messages.get(0);
		String more = (messages.size() == 1) ? "" : " and the " + (messages.size() - 1) + " behind it";
		if (failure != null) {
			logger.warn("Listener of group {} failed for message {} of topic {} in {} at offset {}{}, attempt {}",
					this.group, first.messageId(), first.topic(), first.queue(), first.queueOffset(), more,
					first.reconsumeTimes() + 1, failure);
		}
		else {
			logger.warn(
					"Listener of group {} returned {}, taken as RETRY, for message {} of topic {} in {} at offset"
							+ " {}{}, attempt {}",
					this.group, (returned != null) ? returned.size() + " outcomes" : "null", first.messageId(),
					first.topic(), first.queue(), first.queueOffset(), more, first.reconsumeTimes() + 1);
		}
	}

	// the flag belongs to the message that was handled, not to the next one on this
	// thread
	private void clearInterrupt() {
		if (Thread.interrupted() && this.interruptReported.compareAndSet(false, true)) {
			logger.warn("A listener of group {} left its thread interrupted; the flag is cleared after every message",
					this.group);
		}
	}

	/**
	 * Hears how calls get on.
	 */
	interface Observer {

		/**
		 * A call has ended; once for each, on the thread that made it, or where an
		 * asynchronous listener ended or a time limit was noticed.
		 * @param first what the call was told of its place
		 * @param outcomes one for each message
		 * @param timedOut whether the listener is waited for no longer
		 */
		void ended(int first, List<ConsumeOutcome> outcomes, boolean timedOut);

		/** A call has been running for a second or more; told more than once. */
		void takesLong();

	}

	/**
	 * Calls that one worker makes, each when the one before has ended. What a call needs
	 * is in fields, so that it costs no objects.
	 */
	final class Series implements ListenerWatch.Watched, AutoCloseable {

		private final Observer observer;

		private final Thread thread = Thread.currentThread();

		/**
		 * The number of the call that is running, 0 for none; negative, and for good,
		 * when it was handed back.
		 */
		private final AtomicInteger running = new AtomicInteger();

		private volatile boolean free = true;

		private volatile boolean closed;

		/** The call of the last look; known to the timer alone. */
		private int seen;

		private int number;

		private int first;

		/** What the dispatcher handed over. */
		private List<ReceivedMessage> handed = List.of();

		private List<ReceivedMessage> readable = List.of();

		/** What the listener gets. */
		private List<ReceivedMessage> messages = List.of();

		private long started;

		private volatile @Nullable ConsumeCall call;

		private Series(Observer observer) {
			this.observer = observer;
		}

		/**
		 * Calls the listener. Returns when it has returned.
		 * @param first the place of the first message, told again at the end
		 * @param messages consecutive messages of one queue; one, unless the listener
		 * takes more
		 */
		void call(int first, List<ReceivedMessage> messages) {
			this.first = first;
			this.handed = messages;
			this.readable = ListenerCall.this.poison.readable(messages);
			this.messages = ListenerCall.this.interceptors.wanted(this.readable);
			if (this.messages.isEmpty()) {
				this.observer.ended(first, ofHanded(List.of()), false);
				return;
			}
			this.started = System.nanoTime();
			this.free = false;
			this.running.set(++this.number);
			try {
				this.call = ListenerCall.this.interceptors.begin(this.messages);
				CompletionStage<? extends @Nullable List<ConsumeOutcome>> outcomes = ListenerCall.this.listener
					.handler()
					.handle(this.messages);
				if (outcomes == null || outcomes == Listener.SUCCEEDED) {
					end((outcomes != null) ? Listener.SUCCESS : null, null);
				}
				else {
					outcomes.whenComplete(this::end);
				}
			}
			catch (Throwable failure) {
				end(null, failure);
			}
			finally {
				clearInterrupt();
				returned();
			}
		}

		/** Whether another call may be made. */
		boolean isFree() {
			return this.free;
		}

		/** No more calls; one that has not ended is still watched. */
		@Override
		public void close() {
			this.closed = true;
			forgetIfOver();
		}

		private void forgetIfOver() {
			if (this.closed && this.free) {
				ListenerCall.this.watch.remove(this);
			}
		}

		private void end(@Nullable List<ConsumeOutcome> returned, @Nullable Throwable failure) {
			if (Thread.currentThread() == this.thread) {
				// the flag must not disturb interceptors either
				clearInterrupt();
			}
			int running = this.running.get();
			if (running <= 0 || !this.running.compareAndSet(running, 0)) {
				ListenerCall.this.watch.remove(this);
				logger.warn(
						"Listener of group {} ended after {} for message {} in {} at offset {}, which was handed back"
								+ " before: its outcome is ignored",
						ListenerCall.this.group, running(), this.messages.get(0).messageId(),
						this.messages.get(0).queue(), this.messages.get(0).queueOffset());
				return;
			}
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			List<ConsumeOutcome> outcomes = outcomes(this.messages, returned, cause);
			Throwable error = (cause == null && outcomes != returned
					&& complete(returned, this.messages.size()) == null)
							? new NullPointerException("The listener returned null or not one outcome for each message")
							: cause;
			tell(outcomes, error, false);
			this.free = true;
			forgetIfOver();
		}

		@Override
		public int look() {
			int call = Math.abs(this.running.get());
			if (call != 0 && call == this.seen) {
				this.observer.takesLong();
			}
			this.seen = call;
			return call;
		}

		@Override
		public Duration running() {
			return Duration.ofNanos(System.nanoTime() - this.started);
		}

		@Override
		public void report() {
			ReceivedMessage message = this.messages.get(0);
			logger.warn("Listener of group {} has been running for {} in thread {} with message {} in {} at offset {}",
					ListenerCall.this.group, running(), this.thread.getName(), message.messageId(), message.queue(),
					message.queueOffset());
			ConsumeCall known = this.call;
			if (known != null) {
				ListenerCall.this.interceptors.timedOut(known, running());
			}
		}

		@Override
		public void handBack(int call) {
			if (this.running.compareAndSet(call, -call)) {
				ConsumeOutcome[] decided = this.messages.stream()
					.map((message) -> afterFailure(message, null))
					.toArray(ConsumeOutcome[]::new);
				tell(List.of(decided), null, true);
			}
		}

		private void returned() {
			ConsumeCall known = this.call;
			if (known != null) {
				ListenerCall.this.interceptors.returned(known);
			}
		}

		private void tell(List<ConsumeOutcome> outcomes, @Nullable Throwable error, boolean timedOut) {
			count(outcomes);
			ConsumeCall known = this.call;
			if (known != null) {
				ListenerCall.this.interceptors.end(known, new ConsumeResult(outcomes, running(), error, timedOut));
			}
			this.observer.ended(this.first, ofHanded(outcomes), timedOut);
		}

		private void count(List<ConsumeOutcome> outcomes) {
			int succeeded = 0;
			for (ConsumeOutcome outcome : outcomes) {
				succeeded += (outcome.kind() == ConsumeOutcome.Kind.SUCCESS) ? 1 : 0;
			}
			ListenerCall.this.stats.of(this.messages.get(0).queue().topic())
				.called(succeeded, outcomes.size() - succeeded, System.nanoTime() - this.started);
		}

		/** The outcomes of all messages, given those of what the listener got. */
		private List<ConsumeOutcome> ofHanded(List<ConsumeOutcome> outcomes) {
			List<ConsumeOutcome> ofReadable = (this.messages == this.readable) ? outcomes : ofReadable(outcomes);
			return (this.readable == this.handed) ? ofReadable
					: ListenerCall.this.poison.withPoison(this.handed, ofReadable);
		}

		/** What the interceptors did not want is done. */
		private List<ConsumeOutcome> ofReadable(List<ConsumeOutcome> outcomes) {
			List<ConsumeOutcome> ofReadable = new ArrayList<>(this.readable.size());
			int next = 0;
			for (ReceivedMessage message : this.readable) {
				boolean wanted = next < this.messages.size() && this.messages.get(next) == message;
				ofReadable.add(wanted ? outcomes.get(next++) : ConsumeOutcome.SUCCESS);
			}
			return ofReadable;
		}

	}

}
