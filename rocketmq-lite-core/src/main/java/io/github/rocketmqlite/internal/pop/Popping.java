package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.command.NotificationRequest;
import io.github.rocketmqlite.internal.codec.command.PopMessageResponse;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Popping for a consumer that hands the messages to a listener: they are held, and
 * renewed if the options say so, until it is decided what becomes of them. Of several
 * decisions about one message the first counts.
 * <p>
 * Threading: thread-safe; methods that return a future do not throw.
 */
public final class Popping {

	private static final Logger logger = LoggerFactory.getLogger(Popping.class);

	private static final Duration AT_ONCE = Duration.ZERO;

	/**
	 * Short, because what arrives while a pop begins to wait is found by the next one.
	 */
	static final Duration LITE_POLL = Duration.ofSeconds(5);

	private final String group;

	private final Duration requestTimeout;

	private final PopCalls calls;

	private final Leases leases;

	private final PopSorting sorting;

	private final Arrivals arrivals;

	private final @Nullable LiteMember lite;

	private final @Nullable LitePolls litePolls;

	private final Map<String, AckLine> acks = new ConcurrentHashMap<>();

	/** What brokers are being told of messages that are not acknowledged. */
	private final Map<HeldMessage, CompletableFuture<Boolean>> told = new ConcurrentHashMap<>();

	/**
	 * Makes one that holds nothing yet.
	 * @param options what is held and for how long
	 * @param masters the way to the brokers
	 * @param timer runs what happens later
	 * @param requestTimeout the most time one request may take
	 * @param lite who pops, if lite topics are popped; {@code null} for queues
	 */
	public Popping(PopConsumerOptions options, PopMasters masters, ScheduledExecutorService timer,
			Duration requestTimeout, @Nullable LiteMember lite) {
		this.group = options.group();
		this.requestTimeout = requestTimeout;
		this.calls = new PopCalls(options.group(), options.startPosition() == StartPosition.LAST, masters, timer,
				requestTimeout);
		this.leases = new Leases(options, this.calls, timer);
		this.sorting = new PopSorting(this.leases, this.calls);
		this.arrivals = new Arrivals(this.calls);
		this.lite = lite;
		this.litePolls = (lite != null) ? new LitePolls(lite, (caught) -> caught.messages().forEach(this::giveBack))
				: null;
	}

	/** Whether what is popped of a place is in order and must be handled in it. */
	public boolean isInOrder() {
		return this.lite != null;
	}

	/**
	 * Pops what is there now, or of lite topics what comes within some seconds; what is
	 * wanted of it is held from now on.
	 */
	public CompletableFuture<Catch> pop(PopTarget target, int maxMessages, Duration invisibleTime) {
		if (this.lite == null || this.litePolls == null) {
			long sent = System.nanoTime();
			return held(target, () -> sent, this.calls.pop(target, maxMessages, invisibleTime));
		}
		String clientId = this.lite.liteClientId();
		// the invisible time begins at the end of the wait
		return this.litePolls.poll(target.brokerName(), () -> held(target, System::nanoTime,
				this.calls.popLite(target, clientId, maxMessages, invisibleTime, LITE_POLL)));
	}

	private CompletableFuture<Catch> held(PopTarget target, LongSupplier begin,
			CompletableFuture<PopMessageResponse> popped) {
		return popped.thenApply((response) -> {
			List<HeldMessage> wanted = this.sorting.wanted(target, response, begin.getAsLong());
			this.leases.reserve(wanted.size());
			wanted.forEach(this.leases::hold);
			return new Catch(List.copyOf(wanted), response.undecodable(),
					!response.messages().isEmpty() || !response.undecodable().isEmpty());
		});
	}

	/** Completes when a target should be looked at again; never fails. */
	public CompletableFuture<Boolean> arrival(PopTarget target) {
		return (this.lite == null) ? this.arrivals.next(target) : CompletableFuture.completedFuture(true);
	}

	/** Ends the waiting of pops; what they bring all the same is given back. */
	public void endPolls() {
		if (this.litePolls != null) {
			this.litePolls.end();
		}
	}

	/** Asks a broker something that only those know that one can pop from. */
	public CompletableFuture<Boolean> ask(PopTarget target) {
		return this.calls.awaitArrival(target, AT_ONCE).thenApply(NotificationRequest.Answer::hasMessage);
	}

	/** A message is handled: it is acknowledged soon, with others. */
	public void handled(PoppedMessage message) {
		HeldMessage held = own(message);
		if (held.settle()) {
			this.acks.computeIfAbsent(held.handle().brokerName(), (broker) -> new AckLine(this.leases)).add(held);
		}
	}

	/**
	 * A message comes again after a time, exactly; after its invisible time if the broker
	 * cannot be told.
	 * @return completes when the message is held no more; never fails
	 */
	public CompletableFuture<Boolean> retryAfter(PoppedMessage message, Duration delay) {
		HeldMessage held = own(message);
		if (!held.settle()) {
			return CompletableFuture.completedFuture(false);
		}
		return let(held, this.leases.change(held, delay), "be delayed by " + delay);
	}

	/**
	 * A message goes to the dead-letter topic; it comes again if the broker cannot be
	 * told.
	 * @return completes when the message is held no more; never fails
	 */
	public CompletableFuture<Boolean> deadLetter(PoppedMessage message) {
		HeldMessage held = own(message);
		if (!held.settle()) {
			return CompletableFuture.completedFuture(false);
		}
		return let(held, this.leases.deadLetter(held), "be sent to the dead-letter topic");
	}

	private CompletableFuture<Boolean> let(HeldMessage message, CompletableFuture<@Nullable Void> done, String what) {
		return tracked(message, done.handle((ignored, failure) -> {
			this.leases.abandon(message);
			if (failure != null) {
				logger.warn(
						"Message {} of {} at offset {} could not {} for group {} and comes again after its"
								+ " invisible time: {}",
						message.messageId(), message.queue(), message.queueOffset(), what, this.group,
						Blocking.unwrap(failure).getMessage());
			}
			return failure == null;
		}));
	}

	private CompletableFuture<Boolean> tracked(HeldMessage message, CompletableFuture<Boolean> telling) {
		this.told.put(message, telling);
		telling.whenComplete((done, unexpected) -> this.told.remove(message));
		return telling;
	}

	/** Nobody has begun with a message: others get it at once. Never fails. */
	public CompletableFuture<Boolean> giveBack(PoppedMessage message) {
		HeldMessage held = own(message);
		return held.settle() ? tracked(held, acknowledged(held).thenCompose((done) -> this.leases.giveBack(held)))
				: CompletableFuture.completedFuture(false);
	}

	/**
	 * A lite topic begins again with what is not acknowledged when one of it comes back.
	 */
	private CompletableFuture<Boolean> acknowledged(HeldMessage message) {
		AckLine line = (this.lite != null) ? this.acks.get(message.handle().brokerName()) : null;
		return (line != null) ? line.idle() : CompletableFuture.completedFuture(true);
	}

	/** Waits for nobody any more; a message comes again after its invisible time. */
	public void abandon(PoppedMessage message) {
		this.leases.abandon(own(message));
	}

	/**
	 * Ends what is going on, when nothing is popped any more.
	 * @return completes when the brokers know what is handled; never fails
	 */
	public CompletableFuture<?> close() {
		Stream<CompletableFuture<Boolean>> open = Stream.concat(this.acks.values().stream().map(AckLine::idle),
				this.told.values().stream());
		return CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
			.orTimeout(2 * this.requestTimeout.toMillis(), TimeUnit.MILLISECONDS)
			.handle((done, late) -> {
				this.leases.endRenewals();
				return true;
			});
	}

	private HeldMessage own(PoppedMessage message) {
		if (message instanceof HeldMessage held && held.owner() == this.leases) {
			return held;
		}
		throw new IllegalArgumentException("Group " + this.group + " did not pop " + message);
	}

	/**
	 * What one pop brought.
	 *
	 * @param messages what is wanted
	 * @param undecodable the places that are not messages
	 * @param any whether there was anything, wanted or not
	 */
	public record Catch(List<? extends PoppedMessage> messages, List<MessageBatch.Undecodable> undecodable,
			boolean any) {

		static final Catch NOTHING = new Catch(List.of(), List.of(), false);

	}

}
