package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketInterruptedException;
import io.github.rocketmqlite.consumer.PopConsumer;
import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.PopMessageRequest;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Callbacks;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.session.GroupMember;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a group whose members pop: checks what is asked, and leaves the receiving
 * to {@link PopReceive} and the keeping to {@link Leases}.
 * <p>
 * Threading: thread-safe.
 */
public final class DefaultPopConsumer implements PopConsumer {

	private static final Logger logger = LoggerFactory.getLogger(DefaultPopConsumer.class);

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofHours(12);

	/** What waiting allows for the threads that do the work. */
	private static final Duration SLACK = Duration.ofMillis(500);

	private final PopConsumerOptions options;

	private final PopResources resources;

	private final GroupMember member;

	private final @Nullable LiteMember lite;

	private final PopTargets targets;

	private final PopCalls calls;

	private final PopSource source;

	private final Leases leases;

	/** The receives under way, each with its end. */
	private final Map<PopReceive, CompletableFuture<Boolean>> receives = new ConcurrentHashMap<>();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	/**
	 * Puts a consumer of queues together; it does nothing before {@link #start()}.
	 * @throws IllegalArgumentException when the group's name is not one
	 * @throws io.github.rocketmqlite.InvalidMessageException when a topic's name is not
	 * one
	 */
	public DefaultPopConsumer(PopConsumerOptions options, PopResources resources) {
		this(options, resources, new PopMember(options, System.currentTimeMillis()), null);
	}

	/**
	 * Puts a consumer together; it does nothing before {@link #start()}.
	 * @param member how it appears in heartbeats
	 * @param lite who pops, if lite topics are popped; {@code null} for queues
	 * @throws IllegalArgumentException when the group's name is not one
	 * @throws io.github.rocketmqlite.InvalidMessageException when a topic's name is not
	 * one
	 */
	public DefaultPopConsumer(PopConsumerOptions options, PopResources resources, GroupMember member,
			@Nullable LiteMember lite) {
		Names.checkGroup(options.group());
		options.subscriptions().keySet().forEach(Names::checkTopic);
		this.options = options;
		this.resources = resources;
		this.member = member;
		this.lite = lite;
		this.targets = new PopTargets(options.group(), options.subscriptions(), resources.routes());
		this.calls = new PopCalls(options.group(), options.startPosition() == StartPosition.LAST,
				new RoutedMasters(resources), resources.timer(), resources.requestTimeout());
		this.leases = new Leases(options, this.calls, resources.timer());
		PopSorting sorting = new PopSorting(this.leases, this.calls);
		this.source = (lite != null) ? new LiteSource(lite, this.calls, sorting, this.leases)
				: new QueueSource(this.calls, sorting, new Arrivals(this.calls));
	}

	/**
	 * Enters the group. Returns when the brokers of the topics know this member.
	 * @throws RocketException when no name server or no broker could be reached, or one
	 * has no lite topics for the group; nothing is left behind then
	 * @throws IllegalStateException when the client has a consumer of the group already
	 */
	public void start() {
		try {
			this.resources.session().join(this.member);
		}
		catch (IllegalStateException ex) {
			this.closing.set(true);
			this.leases.close();
			this.closed.complete(null);
			throw ex;
		}
		try {
			Deadline deadline = this.calls.requestDeadline();
			Blocking.await(known(deadline), deadline, "Looking up the topics of group " + group());
			Blocking.await(this.resources.session().heartbeat(deadline), deadline,
					"The first heartbeat of group " + group());
			if (this.lite != null) {
				// to tell the brokers and to ask them
				Blocking.await(this.lite.enter(), patience(2),
						"Asking whether the brokers can be popped for lite topics of group " + group());
			}
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
		logger.info("Pop consumer {} of group {} started", this.resources.session().clientId(), group());
	}

	/** Lite topics must have their topic; queues may come later. */
	private CompletableFuture<?> known(Deadline deadline) {
		return (this.lite == null) ? this.targets.now(deadline)
				: CompletableFuture.allOf(this.options.subscriptions()
					.keySet()
					.stream()
					.map((topic) -> this.resources.routes().route(topic, deadline))
					.toArray(CompletableFuture[]::new));
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public List<PoppedMessage> receive(int maxMessages, Duration invisibleTime, Duration wait) {
		CompletableFuture<List<PoppedMessage>> received = receiving(maxMessages, invisibleTime, wait);
		try {
			return Blocking.await(received,
					Deadline.after(wait.plus(this.resources.requestTimeout().multipliedBy(2)).plus(SLACK)),
					"Receiving messages of group " + group());
		}
		catch (RocketException ex) {
			// what comes now has nobody to take it
			received.cancel(false);
			throw ex;
		}
	}

	@Override
	public CompletableFuture<List<PoppedMessage>> receiveAsync(int maxMessages, Duration invisibleTime, Duration wait) {
		CompletableFuture<List<PoppedMessage>> received = receiving(maxMessages, invisibleTime, wait);
		CompletableFuture<List<PoppedMessage>> answer = new CompletableFuture<>();
		received.whenCompleteAsync((messages, failure) -> {
			if (failure != null) {
				answer.completeExceptionally(Blocking.unwrap(failure));
			}
			else if (!answer.complete(messages)) {
				messages.forEach((message) -> this.leases.giveBack((HeldMessage) message));
			}
		}, this.resources.callbacks());
		answer.whenComplete((messages, failure) -> received.cancel(false));
		return answer;
	}

	private CompletableFuture<List<PoppedMessage>> receiving(int maxMessages, Duration invisibleTime, Duration wait) {
		require(maxMessages >= 1 && maxMessages <= PopMessageRequest.MAX_MESSAGES,
				"maxMessages must be 1 to 32, but is " + maxMessages);
		require(invisibleTime.compareTo(SHORTEST) >= 0 && invisibleTime.compareTo(LONGEST) <= 0,
				"invisibleTime must be 1 second to 12 hours, but is " + invisibleTime);
		require(!wait.isNegative(), "wait must not be negative, but is " + wait);
		requireOpen();
		int places = this.leases.reserve(maxMessages);
		if (places == 0) {
			throw new BackPressureException("Group " + group() + " holds or is receiving "
					+ this.options.maxHeldMessages() + " messages, as many as its options allow: acknowledge some");
		}
		PopReceive receive = new PopReceive(this.targets, this.calls, this.source, this.leases, places, invisibleTime,
				wait);
		CompletableFuture<Boolean> end = new CompletableFuture<>();
		this.receives.put(receive, end);
		receive.start().thenAccept((ended) -> {
			this.leases.unreserve(places - receive.received());
			this.receives.remove(receive);
			end.complete(true);
		});
		if (this.closing.get()) {
			receive.result().completeExceptionally(closedError());
		}
		return receive.result();
	}

	@Override
	public void ack(PoppedMessage message) {
		awaitDone(acking(List.of(message)), "Acknowledging a message");
	}

	@Override
	public CompletableFuture<@Nullable Void> ackAsync(PoppedMessage message) {
		return Callbacks.end(acking(List.of(message)), this.resources.callbacks());
	}

	@Override
	public void ackAll(Collection<? extends PoppedMessage> messages) {
		awaitDone(acking(messages), "Acknowledging " + messages.size() + " messages");
	}

	@Override
	public CompletableFuture<@Nullable Void> ackAllAsync(Collection<? extends PoppedMessage> messages) {
		return Callbacks.end(acking(messages), this.resources.callbacks());
	}

	private CompletableFuture<@Nullable Void> acking(Collection<? extends PoppedMessage> messages) {
		requireOpen();
		List<HeldMessage> own = new ArrayList<>(messages.size());
		messages.forEach((message) -> own.add(own(message)));
		return this.leases.ack(own);
	}

	@Override
	public void changeInvisibleTime(PoppedMessage message, Duration invisibleTime) {
		awaitDone(changing(message, invisibleTime), "Changing the invisible time of a message");
	}

	@Override
	public CompletableFuture<@Nullable Void> changeInvisibleTimeAsync(PoppedMessage message, Duration invisibleTime) {
		return Callbacks.end(changing(message, invisibleTime), this.resources.callbacks());
	}

	private CompletableFuture<@Nullable Void> changing(PoppedMessage message, Duration invisibleTime) {
		require(!invisibleTime.isNegative() && invisibleTime.compareTo(LONGEST) <= 0,
				"invisibleTime must be zero to 12 hours, but is " + invisibleTime);
		requireOpen();
		return this.leases.change(own(message), invisibleTime);
	}

	@Override
	public void deadLetter(PoppedMessage message) {
		requireOpen();
		awaitDone(this.leases.deadLetter(own(message)), "Sending a message to the dead-letter topic");
	}

	@Override
	public CompletableFuture<@Nullable Void> deadLetterAsync(PoppedMessage message) {
		requireOpen();
		return Callbacks.end(this.leases.deadLetter(own(message)), this.resources.callbacks());
	}

	private HeldMessage own(PoppedMessage message) {
		if (message instanceof HeldMessage held && held.owner() == this.leases) {
			return held;
		}
		throw new IllegalArgumentException("This consumer of group " + group() + " did not receive " + message);
	}

	/** What is repeated takes two request timeouts, behind a renewal one more. */
	private void awaitDone(CompletableFuture<@Nullable Void> done, String what) {
		Blocking.await(done, patience(3), what + " of group " + group());
	}

	private Deadline patience(int requests) {
		return Deadline.after(this.resources.requestTimeout().multipliedBy(requests).plus(SLACK));
	}

	@Override
	public int heldMessages() {
		return this.leases.heldMessages();
	}

	@Override
	public void close() {
		if (this.closing.compareAndSet(false, true)) {
			end().whenComplete((ignored, failure) -> {
				logger.info("Pop consumer {} of group {} closed", this.resources.session().clientId(), group());
				this.resources.onClose().accept(this);
				this.closed.complete(null);
			});
		}
		try {
			Blocking.await(this.closed, patience(5), "Closing the pop consumer of group " + group());
		}
		catch (RocketInterruptedException ex) {
			logger.warn("{}; it goes on", ex.getMessage());
		}
		catch (RocketException ex) {
			logger.warn("{}", ex.getMessage());
		}
	}

	/** End receives, let go of what is held, leave. */
	private CompletableFuture<?> end() {
		this.receives.keySet().forEach((receive) -> receive.result().completeExceptionally(closedError()));
		this.source.end();
		return CompletableFuture.allOf(this.receives.values().toArray(CompletableFuture[]::new))
			.thenCompose((ended) -> letGo())
			.handle((ended, failure) -> true)
			.thenCompose((ended) -> this.resources.session().leave(this.member, this.calls.requestDeadline()));
	}

	private CompletableFuture<?> letGo() {
		if (this.lite == null) {
			return this.leases.close();
		}
		// who got a lite topic now would handle it beside what is still worked on here
		this.leases.endRenewals();
		return this.lite.leave();
	}

	private void requireOpen() {
		if (this.closing.get()) {
			throw closedError();
		}
	}

	private ClientClosedException closedError() {
		return new ClientClosedException("The pop consumer of group " + group() + " is closed", Outcome.NOT_SENT, null);
	}

	private static void require(boolean valid, String problem) {
		if (!valid) {
			throw new IllegalArgumentException(problem);
		}
	}

}
