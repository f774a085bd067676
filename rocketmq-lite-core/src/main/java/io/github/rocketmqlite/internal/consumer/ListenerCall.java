package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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
	 * Calls the listener. Returns when it has returned.
	 * @param messages consecutive messages of one queue; one, unless the listener takes
	 * more
	 * @param ended gets the outcomes, once: on this thread, or where an asynchronous
	 * listener ended or a time limit was noticed
	 */
	void call(List<ReceivedMessage> messages, Consumer<Ended> ended) {
		List<ReceivedMessage> readable = this.poison.readable(messages);
		if (readable.size() == messages.size()) {
			callWanted(messages, ended);
		}
		else if (readable.isEmpty()) {
			ended.accept(new Ended(this.poison.withPoison(messages, List.of()), false));
		}
		else {
			callWanted(readable, (ofReadable) -> ended
				.accept(new Ended(this.poison.withPoison(messages, ofReadable.outcomes()), ofReadable.timedOut())));
		}
	}

	private void callWanted(List<ReceivedMessage> messages, Consumer<Ended> ended) {
		List<ReceivedMessage> wanted = this.interceptors.wanted(messages);
		if (wanted.size() == messages.size()) {
			callListener(messages, ended);
		}
		else if (wanted.isEmpty()) {
			ended.accept(new Ended(Collections.nCopies(messages.size(), ConsumeOutcome.SUCCESS), false));
		}
		else {
			callListener(wanted, (ofWanted) -> {
				Iterator<ConsumeOutcome> outcomes = ofWanted.outcomes().iterator();
				ended.accept(new Ended(messages.stream()
					.map((message) -> wanted.contains(message) ? outcomes.next() : ConsumeOutcome.SUCCESS)
					.toList(), ofWanted.timedOut()));
			});
		}
	}

	private void callListener(List<ReceivedMessage> messages, Consumer<Ended> ended) {
		Running running = new Running(messages, ended);
		this.watch.add(running);
		try {
			running.call = this.interceptors.begin(messages);
			CompletionStage<? extends @Nullable List<ConsumeOutcome>> outcomes = this.listener.handler()
				.handle(messages);
			if (outcomes == null || outcomes == Listener.SUCCEEDED) {
				running.end((outcomes != null) ? Listener.SUCCESS : null, null);
			}
			else {
				outcomes.whenComplete(running::end);
			}
		}
		catch (Throwable failure) {
			running.end(null, failure);
		}
		finally {
			clearInterrupt();
			running.returned();
		}
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
	 * How a call ended.
	 *
	 * @param outcomes one for each message
	 * @param timedOut whether the listener is waited for no longer
	 */
	record Ended(List<ConsumeOutcome> outcomes, boolean timedOut) {
	}

	/**
	 * A call that has not ended.
	 */
	final class Running implements ListenerWatch.Watched {

		private final List<ReceivedMessage> messages;

		private final Consumer<Ended> ended;

		private final Thread thread = Thread.currentThread();

		private final long started = System.nanoTime();

		private final AtomicBoolean over = new AtomicBoolean();

		private volatile @Nullable ConsumeCall call;

		private Running(List<ReceivedMessage> messages, Consumer<Ended> ended) {
			this.messages = messages;
			this.ended = ended;
		}

		private void end(@Nullable List<ConsumeOutcome> returned, @Nullable Throwable failure) {
			ListenerCall.this.watch.remove(this);
			if (Thread.currentThread() == this.thread) {
				// the flag must not disturb interceptors either
				clearInterrupt();
			}
			if (!this.over.compareAndSet(false, true)) {
				ReceivedMessage first = this.messages.get(0);
				logger.warn(
						"Listener of group {} ended after {} for message {} in {} at offset {}, which was handed back"
								+ " before: its outcome is ignored",
						ListenerCall.this.group, running(), first.messageId(), first.queue(), first.queueOffset());
				return;
			}
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			List<ConsumeOutcome> outcomes = outcomes(this.messages, returned, cause);
			count(outcomes);
			if (this.call != null) {
				Throwable error = (cause == null && complete(returned, this.messages.size()) == null)
						? new NullPointerException("The listener returned null or not one outcome for each message")
						: cause;
				tell(new ConsumeResult(outcomes, running(), error, false));
			}
			this.ended.accept(new Ended(outcomes, false));
		}

		@Override
		public Duration running() {
			return Duration.ofNanos(System.nanoTime() - this.started);
		}

		@Override
		public void report() {
			ReceivedMessage first = this.messages.get(0);
			logger.warn("Listener of group {} has been running for {} in thread {} with message {} in {} at offset {}",
					ListenerCall.this.group, running(), this.thread.getName(), first.messageId(), first.queue(),
					first.queueOffset());
			ConsumeCall known = this.call;
			if (known != null) {
				ListenerCall.this.interceptors.timedOut(known, running());
			}
		}

		@Override
		public void handBack() {
			if (this.over.compareAndSet(false, true)) {
				ConsumeOutcome[] decided = this.messages.stream()
					.map((message) -> afterFailure(message, null))
					.toArray(ConsumeOutcome[]::new);
				List<ConsumeOutcome> outcomes = List.of(decided);
				count(outcomes);
				tell(new ConsumeResult(outcomes, running(), null, true));
				this.ended.accept(new Ended(outcomes, true));
			}
		}

		private void returned() {
			ConsumeCall known = this.call;
			if (known != null) {
				ListenerCall.this.interceptors.returned(known);
			}
		}

		private void tell(ConsumeResult result) {
			ConsumeCall known = this.call;
			if (known != null) {
				ListenerCall.this.interceptors.end(known, result);
			}
		}

		private void count(List<ConsumeOutcome> outcomes) {
			int succeeded = 0;
			for (ConsumeOutcome outcome : outcomes) {
				succeeded += (outcome.kind() == ConsumeOutcome.Kind.SUCCESS) ? 1 : 0;
			}
			ListenerCall.this.stats.of(this.messages.get(0).queue().topic())
				.called(succeeded, outcomes.size() - succeeded, System.nanoTime() - this.started);
		}

	}

}
