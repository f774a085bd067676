package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
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
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front of the sending journey: validates, fixes the deadline and hands the message
 * to a {@link SendAttempt}.
 * <p>
 * Threading: thread-safe. Blocking sends wait on the caller's thread, asynchronous ones
 * for room in the budget only; futures complete on the callback threads.
 */
public final class DefaultProducer implements Producer, GroupMember {

	private static final Logger logger = LoggerFactory.getLogger(DefaultProducer.class);

	/** Brokers also notice by themselves, so this need not take long. */
	private static final Duration FAREWELL = Duration.ofSeconds(1);

	private final ProducerOptions options;

	private final ProducerResources resources;

	private final SendContext context;

	private final Lingering lingering;

	private final BatchSender batches;

	private final Recalls recalls;

	private final MessageValidator validator;

	private final InFlightSends inFlight = new InFlightSends();

	public DefaultProducer(ProducerOptions options, ProducerResources resources) {
		Names.checkGroup(options.group());
		this.options = options;
		this.resources = resources;
		this.context = new SendContext(options, new PublishRoutes(resources.routes(), options.autoCreateQueues()),
				new RoundRobinSelector(), resources.brokers(), resources.retries(), new Pauses(resources.timer()));
		this.lingering = new Lingering(this.context, resources.ids()::next, resources.timer());
		this.recalls = new Recalls(options.group(), resources.routes(), resources.brokers());
		this.batches = new BatchSender(this, options.maxMessageBytes());
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
		return Blocking.await(start(message, deadline, BackPressure.WAIT), deadline,
				"the send to topic '" + message.topic() + "'");
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
			sending = start(message, Deadline.after(timeout), this.options.asyncBackPressure());
		}
		catch (RocketException ex) {
			result.completeExceptionally(ex);
			return result;
		}
		completeOnCallbackThread(sending, result);
		return result;
	}

	private <T> void completeOnCallbackThread(CompletableFuture<T> ending, CompletableFuture<T> result) {
		ending.whenCompleteAsync((value, failure) -> {
			if (failure != null) {
				result.completeExceptionally(Blocking.unwrap(failure));
			}
			else {
				result.complete(value);
			}
		}, this.resources.callbacks());
	}

	@Override
	public List<SendResult> sendBatch(List<Message> messages) {
		return sendBatch(messages, this.options.sendTimeout());
	}

	@Override
	public List<SendResult> sendBatch(List<Message> messages, Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		return Blocking.await(this.batches.send(messages, deadline, BackPressure.WAIT), deadline,
				"the send of a batch of " + messages.size() + " messages");
	}

	@Override
	public CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages) {
		return sendBatchAsync(messages, this.options.sendTimeout());
	}

	@Override
	public CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages, Duration timeout) {
		CompletableFuture<List<SendResult>> result = new CompletableFuture<>();
		try {
			completeOnCallbackThread(
					this.batches.send(messages, Deadline.after(timeout), this.options.asyncBackPressure()), result);
		}
		catch (RocketException ex) {
			result.completeExceptionally(ex);
		}
		return result;
	}

	@Override
	public String recall(String topic, String recallHandle) {
		Deadline deadline = Deadline.after(this.options.sendTimeout());
		return Blocking.await(this.recalls.recall(topic, recallHandle, deadline), deadline,
				"the recall of a message to topic '" + topic + "'");
	}

	@Override
	public CompletableFuture<String> recallAsync(String topic, String recallHandle) {
		CompletableFuture<String> result = new CompletableFuture<>();
		try {
			completeOnCallbackThread(
					this.recalls.recall(topic, recallHandle, Deadline.after(this.options.sendTimeout())), result);
		}
		catch (RocketException ex) {
			result.completeExceptionally(ex);
		}
		return result;
	}

	@Override
	public void sendOneway(Message message) {
		OutgoingMessage outgoing = outgoing(message);
		Deadline deadline = Deadline.after(this.options.sendTimeout());
		admit(outgoing, deadline, BackPressure.WAIT);
		CompletableFuture<@Nullable Void> written;
		String address;
		boolean ready;
		try {
			TopicRoute route = route(message.topic(), deadline);
			MessageQueue queue = this.context.selector().select(route.publishQueues(), null);
			address = masterAddress(route, queue.brokerName());
			ready = this.context.brokers().isReady(address);
			written = this.context.brokers().sendOneway(address, this.context.request(outgoing, queue), deadline);
		}
		catch (RuntimeException | Error ex) {
			ended(outgoing);
			throw ex;
		}
		written.whenComplete((done, failure) -> ended(outgoing));
		if (!ready) {
			Blocking.await(written, deadline, "the connection to " + address);
		}
	}

	private TopicRoute route(String topic, Deadline deadline) {
		return Blocking.await(this.context.routes().find(topic, deadline), deadline,
				"the route of topic '" + topic + "'");
	}

	private static String masterAddress(TopicRoute route, String brokerName) {
		String address = route.masterAddress(brokerName);
		if (address == null) {
			throw new RouteNotFoundException("Broker '" + brokerName + "' has no master at the moment");
		}
		return address;
	}

	private CompletableFuture<SendResult> start(Message message, Deadline deadline, BackPressure backPressure) {
		return start(outgoing(message), deadline, backPressure);
	}

	/**
	 * Starts a send.
	 * @return completes on an event loop or the timer
	 */
	CompletableFuture<SendResult> start(OutgoingMessage outgoing, Deadline deadline, BackPressure backPressure) {
		admit(outgoing, deadline, backPressure);
		CompletableFuture<SendResult> result;
		try {
			result = this.lingering.send(outgoing, deadline);
		}
		catch (RuntimeException | Error ex) {
			ended(outgoing);
			throw ex;
		}
		return result.whenComplete((sent, failure) -> ended(outgoing));
	}

	/**
	 * Lets a send begin; {@link #ended} undoes it, once.
	 */
	private void admit(OutgoingMessage outgoing, Deadline deadline, BackPressure backPressure) {
		if (!this.inFlight.enter()) {
			throw new ClientClosedException("The producer of group '" + group() + "' is closed", Outcome.NOT_SENT,
					null);
		}
		try {
			if (backPressure == BackPressure.WAIT) {
				this.resources.budget().acquire(outgoing.bodyBytes(), deadline);
			}
			else {
				this.resources.budget().acquireNow(outgoing.bodyBytes());
			}
		}
		catch (RuntimeException ex) {
			this.inFlight.exit();
			throw ex;
		}
	}

	private void ended(OutgoingMessage outgoing) {
		this.resources.budget().release(outgoing.bodyBytes());
		this.inFlight.exit();
	}

	/** What all sends of this producer share. */
	SendContext context() {
		return this.context;
	}

	String newId() {
		return this.resources.ids().next();
	}

	/**
	 * Refuses what must not leave, and gives the rest its id.
	 */
	OutgoingMessage outgoing(Message message) {
		Objects.requireNonNull(message, "message");
		this.validator.validate(message);
		return OutgoingMessage.of(message, this.resources.ids().next());
	}

	@Override
	public void close() {
		CompletableFuture<@Nullable Void> drained = this.inFlight.close();
		if (drained == null) {
			return;
		}
		this.lingering.flush();
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
