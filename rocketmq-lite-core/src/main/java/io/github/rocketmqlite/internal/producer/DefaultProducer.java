package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.session.GroupMember;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front of the sending journey: validates, fixes the deadline and hands the message
 * to a {@link SendAttempt}.
 * <p>
 * Threading: thread-safe. Blocking sends wait on the caller's thread; futures of
 * asynchronous ones complete on the callback threads.
 */
public final class DefaultProducer implements Producer, GroupMember {

	private static final Logger logger = LoggerFactory.getLogger(DefaultProducer.class);

	/** Brokers also notice by themselves, so this need not take long. */
	private static final Duration FAREWELL = Duration.ofSeconds(1);

	private final ProducerOptions options;

	private final ProducerResources resources;

	private final SendContext context;

	private final MessageValidator validator;

	private final InFlightSends inFlight = new InFlightSends();

	public DefaultProducer(ProducerOptions options, ProducerResources resources) {
		Names.checkGroup(options.group());
		this.options = options;
		this.resources = resources;
		this.context = new SendContext(options, new PublishRoutes(resources.routes(), options.autoCreateQueues()),
				new RoundRobinSelector(), resources.brokers(), new Pauses(resources.timer()));
		this.validator = new MessageValidator(options.maxMessageBytes());
	}

	/**
	 * Joins the group.
	 * @throws IllegalStateException when the client has a producer of that group
	 */
	public void start() {
		this.resources.session().join(this);
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public SendResult send(Message message) {
		return send(message, this.options.sendTimeout());
	}

	@Override
	public SendResult send(Message message, Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		return Blocking.await(start(message, deadline), deadline, "the send to topic '" + message.topic() + "'");
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message) {
		return sendAsync(message, this.options.sendTimeout());
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message, Duration timeout) {
		CompletableFuture<SendResult> result = new CompletableFuture<>();
		CompletableFuture<SendResult> sending;
		try {
			sending = start(message, Deadline.after(timeout));
		}
		catch (RocketException ex) {
			result.completeExceptionally(ex);
			return result;
		}
		sending.whenCompleteAsync((sent, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(sent);
			}
		}, this.resources.callbacks());
		return result;
	}

	@Override
	public void sendOneway(Message message) {
		OutgoingMessage outgoing = outgoing(message);
		enter();
		try {
			Deadline deadline = Deadline.after(this.options.sendTimeout());
			String what = "the route of topic '" + message.topic() + "'";
			TopicRoute route = Blocking.await(this.context.routes().find(message.topic(), deadline), deadline, what);
			MessageQueue queue = this.context.selector().select(route.publishQueues(), null);
			String address = route.masterAddress(queue.brokerName());
			if (address == null) {
				throw new RouteNotFoundException("Broker '" + queue.brokerName() + "' has no master at the moment");
			}
			boolean ready = this.context.brokers().isReady(address);
			CompletableFuture<@Nullable Void> written = this.context.brokers()
				.sendOneway(address, this.context.request(outgoing, queue), deadline);
			if (!ready) {
				Blocking.await(written, deadline, "the connection to " + address);
			}
		}
		finally {
			this.inFlight.exit();
		}
	}

	private CompletableFuture<SendResult> start(Message message, Deadline deadline) {
		OutgoingMessage outgoing = outgoing(message);
		enter();
		CompletableFuture<SendResult> result;
		try {
			result = new SendAttempt(outgoing, deadline, this.context).start();
		}
		catch (RuntimeException | Error ex) {
			this.inFlight.exit();
			throw ex;
		}
		return result.whenComplete((sent, failure) -> this.inFlight.exit());
	}

	private OutgoingMessage outgoing(Message message) {
		Objects.requireNonNull(message, "message");
		this.validator.validate(message);
		return OutgoingMessage.of(message, this.resources.ids().next());
	}

	private void enter() {
		if (!this.inFlight.enter()) {
			throw new ClientClosedException("The producer of group '" + group() + "' is closed", Outcome.NOT_SENT,
					null);
		}
	}

	@Override
	public void close() {
		CompletableFuture<@Nullable Void> drained = this.inFlight.close();
		if (drained == null) {
			return;
		}
		Deadline deadline = Deadline.after(this.options.sendTimeout());
		try {
			Blocking.await(drained, deadline, "the sends in flight of group '" + group() + "'");
		}
		catch (RocketTimeoutException ex) {
			logger.warn("The producer of group {} is closed although {} sends have not ended", group(),
					this.inFlight.count());
		}
		finally {
			this.context.pauses().close();
			leave();
		}
	}

	private void leave() {
		Deadline deadline = Deadline.after(FAREWELL);
		try {
			Blocking.await(this.resources.session().leave(this, deadline), deadline, "the brokers to be told");
		}
		catch (RocketException ex) {
			logger.debug("Group {} was left without telling all brokers", group(), ex);
		}
		finally {
			this.resources.onClose().accept(this);
		}
	}

	@Override
	public Role role() {
		return Role.PRODUCER;
	}

	@Override
	public Set<String> topics() {
		return Set.of();
	}

	@Override
	public HeartbeatRequest.@Nullable ConsumerGroup consumerEntry() {
		return null;
	}

	@Override
	public void onMembersChanged() {
		// only consumer groups share their work
	}

}
