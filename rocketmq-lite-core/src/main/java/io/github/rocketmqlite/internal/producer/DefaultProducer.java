package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Callbacks;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.session.GroupMember;
import io.github.rocketmqlite.producer.CompressionOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation.Mode;
import io.github.rocketmqlite.producer.SendTarget;
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

	private static final Duration REQUEST_GRACE = Duration.ofSeconds(2);

	private final ProducerOptions options;

	private final ProducerResources resources;

	private final SendContext context;

	private final MessageValidator validator;

	private final List<SendInterceptor> interceptors;

	private final OrderedLines lines;

	private volatile BodyCompressor compressor;

	private final Lingering lingering;

	private final BatchSender batches;

	private final Recalls recalls;

	private final SendRate rate;

	private final Admission admission;

	private final Requests requests;

	/**
	 * Makes a producer that does nothing yet.
	 * @throws IllegalStateException when the library for its compression is absent
	 */
	public DefaultProducer(ProducerOptions options, ProducerResources resources) {
		Names.checkGroup(options.group());
		options.topics().forEach(Names::checkSendTopic);
		this.options = options;
		this.resources = resources;
		this.context = new SendContext(options,
				new PublishRoutes(resources.routes(), options.autoCreateQueues(), options.templateTopic()),
				new QueueChoice(options.selector(), resources.health()), new RetryPolicy(options.retry()),
				resources.health(), resources.brokers(), resources.signer(), resources.retries(),
				new Pauses(resources.timer()),
				new SendMessageRequest.Sender(options.group(), options.templateTopic(), options.autoCreateQueues()),
				new OnewayLosses(options.group(), System::nanoTime));
		this.admission = new Admission(options.group(), resources.budget(), resources.callbacks());
		this.lines = new OrderedLines(options.ordering(), resources.timer());
		this.compressor = new BodyCompressor(options.compression());
		this.lingering = new Lingering(this.context, resources.ids()::next, resources.timer());
		this.batches = new BatchSender(this, options.maxMessageBytes());
		this.rate = new SendRate(options.maxSendsPerSecond(), System::nanoTime);
		this.validator = new MessageValidator(options.maxMessageBytes());
		this.interceptors = Stream.of(resources.interceptors(), options.interceptors()).flatMap(List::stream).toList();
		this.recalls = new Recalls(options.group(), resources.routes(), resources.brokers(),
				this.interceptors.stream()
					.filter(RecallObserver.class::isInstance)
					.map(RecallObserver.class::cast)
					.toList());
		this.requests = new Requests(this, this.context.routes(), resources);
	}

	/**
	 * Joins the group.
	 * @throws IllegalStateException when the client has a producer of that group
	 */
	public void start() {
		this.resources.session().join(this);
		for (String topic : this.options.topics()) {
			this.context.routes()
				.find(topic, Deadline.after(this.options.sendTimeout()))
				.whenComplete((route, failure) -> {
					if (failure != null) {
						logger.warn("Topic {} has no route yet: {}", topic, Failures.of(failure).getMessage());
					}
				});
		}
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public SendResult send(Message message) {
		return send(message, SendTarget.any(), this.options.sendTimeout());
	}

	@Override
	public SendResult send(Message message, SendTarget target) {
		return send(message, target, this.options.sendTimeout());
	}

	@Override
	public SendResult send(Message message, SendTarget target, Duration timeout) {
		Send send = begin(message, target, Deadline.after(timeout), Mode.SYNC);
		try {
			SendResult result = Objects.requireNonNull(Blocking.await(start(send, prepare(send), BackPressure.WAIT),
					send.deadline(), "the send to topic ", message.topic()));
			send.hooks().ended(result, null);
			return result;
		}
		catch (RuntimeException ex) {
			send.hooks().ended(null, ex);
			throw ex;
		}
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message) {
		return sendAsync(message, SendTarget.any(), this.options.sendTimeout());
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message, SendTarget target) {
		return sendAsync(message, target, this.options.sendTimeout());
	}

	@Override
	public CompletableFuture<SendResult> sendAsync(Message message, SendTarget target, Duration timeout) {
		return sendAsync(message, target, Deadline.after(timeout), null);
	}

	/**
	 * Sends a message that leaves when something else has ended, however it did. Its
	 * share of the budget is taken now, so that the caller's thread is the only one that
	 * waits for room.
	 */
	CompletableFuture<SendResult> sendAsync(Message message, SendTarget target, Deadline deadline,
			@Nullable CompletableFuture<?> before) {
		Send send;
		try {
			send = begin(message, target, deadline, Mode.ASYNC);
		}
		catch (RocketException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		send.endOnCallbacks();
		try {
			OutgoingMessage outgoing = prepare(send);
			this.admission.admit(send, outgoing.bodyBytes(), this.options.asyncBackPressure());
			if (before == null || before.isDone()) {
				run(send, outgoing);
			}
			else {
				before.whenComplete((done, failure) -> runLater(send, outgoing));
			}
			return send.result();
		}
		catch (RocketException ex) {
			send.hooks().ended(null, ex);
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public void sendOneway(Message message) {
		sendOneway(message, SendTarget.any());
	}

	@Override
	public void sendOneway(Message message, SendTarget target) {
		Send send = begin(message, target, Deadline.after(this.options.sendTimeout()), Mode.ONEWAY);
		try {
			start(send, prepare(send), BackPressure.WAIT);
		}
		catch (RuntimeException ex) {
			send.hooks().ended(null, ex);
			throw ex;
		}
		observe(send);
		if (!send.isHandedOver() || send.result().isCompletedExceptionally()) {
			Blocking.await(send.result(), send.deadline(), "the one-way send to topic ", message.topic());
		}
	}

	/**
	 * Gives a message its id and lets the interceptors see it.
	 */
	Send begin(Message message, SendTarget target, Deadline deadline, Mode mode) {
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(target, "target");
		String id = this.resources.ids().next();
		SendHooks hooks = SendHooks.of(this.interceptors, group(), id, mode);
		return new Send(hooks.before(message), target, id, mode == Mode.ONEWAY, hooks, deadline, this.admission);
	}

	/**
	 * Lets a message leave that was prepared.
	 * @return completes on an event loop or the timer
	 */
	CompletableFuture<@Nullable SendResult> start(Send send, OutgoingMessage outgoing, BackPressure backPressure) {
		this.admission.admit(send, outgoing.bodyBytes(), backPressure);
		run(send, outgoing);
		return send.result();
	}

	private void runLater(Send send, OutgoingMessage outgoing) {
		try {
			run(send, outgoing);
		}
		catch (RuntimeException ex) {
			send.end(null, Failures.of(ex));
		}
	}

	private void run(Send send, OutgoingMessage outgoing) {
		try {
			String key = send.message().orderingKey();
			if (key != null) {
				runInTurn(send, outgoing, new OrderedLines.Key(send.message().topic(), key));
			}
			else if (!this.lingering.takes(send, outgoing)) {
				start(new SendAttempt(send, outgoing, this.context, send), send.deadline());
			}
		}
		catch (RuntimeException | Error ex) {
			send.release();
			throw ex;
		}
	}

	private void runInTurn(Send send, OutgoingMessage outgoing, OrderedLines.Key key) {
		this.lines.inTurn(key, send.deadline(), () -> {
			CompletableFuture<@Nullable SendResult> turn = new CompletableFuture<>();
			start(new SendAttempt(send, outgoing, this.context, (sent, failure) -> {
				if (failure != null) {
					turn.completeExceptionally(failure);
				}
				else {
					turn.complete(sent);
				}
			}), send.deadline());
			return turn;
		}).whenComplete((sent, failure) -> send.end(sent, (failure != null) ? Failures.of(failure) : null));
	}

	private void start(SendAttempt attempt, Deadline deadline) {
		attempt.start(this.rate.takeNanos(deadline.nanos()));
	}

	/**
	 * Refuses what must not leave, and encodes the rest.
	 */
	OutgoingMessage prepare(Send send) {
		this.validator.validate(send.message());
		return OutgoingMessage.of(send.message(), send.id(), this.compressor);
	}

	/**
	 * Refuses what must not leave, and encodes the rest for a batch.
	 */
	OutgoingMessage prepareItem(Send send) {
		this.validator.validate(send.message());
		return OutgoingMessage.batchItem(send.message(), send.id());
	}

	/**
	 * Tells the interceptors, on a thread that may run them, how a send ends.
	 */
	void observe(Send send) {
		if (!send.hooks().isNone()) {
			this.admission.tellingBegins();
			send.result()
				.whenComplete((sent, failure) -> tellNow(send, sent, (failure != null) ? Failures.of(failure) : null));
		}
	}

	/**
	 * Tells the interceptors, on a thread that may run them, how a send ended.
	 */
	void tell(Send send, @Nullable SendResult sent, @Nullable RocketException failure) {
		if (!send.hooks().isNone()) {
			this.admission.tellingBegins();
			tellNow(send, sent, failure);
		}
	}

	private void tellNow(Send send, @Nullable SendResult sent, @Nullable RocketException failure) {
		this.resources.callbacks().execute(() -> {
			try {
				send.hooks().ended(sent, failure);
			}
			finally {
				this.admission.tellingEnds();
			}
		});
	}

	String newId() {
		return this.resources.ids().next();
	}

	/** What all sends of this producer share. */
	SendContext context() {
		return this.context;
	}

	@Override
	public ReceivedMessage request(Message message, SendTarget target, Duration timeout) {
		// the request ends itself in time, and says more than the wait for it could
		Deadline deadline = Deadline.after(timeout.plus(REQUEST_GRACE));
		return Blocking.await(this.requests.request(message, target, timeout), deadline,
				"the request to topic '" + message.topic() + "'");
	}

	@Override
	public CompletableFuture<ReceivedMessage> requestAsync(Message message, SendTarget target, Duration timeout) {
		return this.requests.request(message, target, timeout);
	}

	@Override
	public List<SendResult> sendBatch(List<Message> messages) {
		return sendBatch(messages, SendTarget.any(), this.options.sendTimeout());
	}

	@Override
	public List<SendResult> sendBatch(List<Message> messages, SendTarget target, Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		return Blocking.await(this.batches.send(messages, target, deadline, Mode.SYNC, BackPressure.WAIT), deadline,
				"the send of a batch of " + messages.size() + " messages");
	}

	@Override
	public CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages) {
		return sendBatchAsync(messages, SendTarget.any(), this.options.sendTimeout());
	}

	@Override
	public CompletableFuture<List<SendResult>> sendBatchAsync(List<Message> messages, SendTarget target,
			Duration timeout) {
		return onCallbackThread(() -> this.batches.send(messages, target, Deadline.after(timeout), Mode.ASYNC,
				this.options.asyncBackPressure()));
	}

	@Override
	public String recall(String topic, String recallHandle) {
		Deadline deadline = Deadline.after(this.options.sendTimeout());
		return Blocking.await(this.recalls.recall(topic, recallHandle, deadline), deadline,
				"the recall of a message to topic '" + topic + "'");
	}

	@Override
	public CompletableFuture<String> recallAsync(String topic, String recallHandle) {
		return onCallbackThread(
				() -> this.recalls.recall(topic, recallHandle, Deadline.after(this.options.sendTimeout())));
	}

	private <T> CompletableFuture<T> onCallbackThread(Supplier<CompletableFuture<T>> call) {
		try {
			return Callbacks.end(call.get(), this.resources.callbacks());
		}
		catch (RocketException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public void changeCompression(CompressionOptions compression) {
		this.compressor = new BodyCompressor(compression);
	}

	@Override
	public void ping(String topic) {
		Names.checkSendTopic(topic);
		Deadline deadline = Deadline.after(this.options.sendTimeout());
		SignOfLife signs = new SignOfLife(this.context.brokers());
		Blocking.await(
				this.context.routes().find(topic, deadline).thenCompose((route) -> signs.askAny(route, deadline)),
				deadline, "a sign of life of topic '" + topic + "'");
	}

	@Override
	public void close() {
		CompletableFuture<@Nullable Void> drained = this.admission.close();
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
					this.admission.count());
		}
		finally {
			this.context.pauses().close();
			this.requests.close();
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
