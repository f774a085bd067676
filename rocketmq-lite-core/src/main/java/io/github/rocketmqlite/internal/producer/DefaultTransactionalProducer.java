package io.github.rocketmqlite.internal.producer;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.OffsetMessageId;
import io.github.rocketmqlite.internal.codec.command.CheckTransactionState;
import io.github.rocketmqlite.internal.codec.command.EndTransactionRequest;
import io.github.rocketmqlite.internal.producer.DefaultProducer.Send;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.LocalTransaction;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import io.github.rocketmqlite.producer.SendInvocation.Mode;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.producer.TransactionalProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journey of a transaction: half message, local part, decision; and the answers to
 * brokers that never got one (protocol 15). Half messages go the way of all messages,
 * through a {@link DefaultProducer} that also makes this a member of the group.
 * <p>
 * Threading: thread-safe. Local parts run on the caller's thread, checks on threads of
 * their own, all else never blocks.
 */
public final class DefaultTransactionalProducer implements TransactionalProducer, TransactionChecks.Participant {

	private static final Logger logger = LoggerFactory.getLogger(DefaultTransactionalProducer.class);

	private final ProducerOptions options;

	private final TransactionOptions transactions;

	private final ProducerResources resources;

	private final TransactionChecks checks;

	private final TransactionObserver observer;

	private final Consumer<TransactionalProducer> onClose;

	private final DefaultProducer halves;

	private final TransactionTable table;

	private final TransactionTopics topics;

	private final CheckThreads checkThreads;

	/** Transactions and checks that have not ended. */
	private final InFlightSends open = new InFlightSends();

	public DefaultTransactionalProducer(ProducerOptions options, TransactionOptions transactions,
			ProducerResources resources, TransactionChecks checks, TransactionObserver observer,
			Consumer<TransactionalProducer> onClose) {
		this.options = options;
		this.transactions = transactions;
		this.resources = resources;
		this.checks = checks;
		this.observer = observer;
		this.onClose = onClose;
		this.halves = new DefaultProducer(options, resources);
		this.table = new TransactionTable(transactions.maxOpenTransactions(), System::nanoTime);
		this.topics = new TransactionTopics(resources, transactions.topics());
		this.checkThreads = new CheckThreads(options.group(), transactions);
	}

	/**
	 * Joins the group.
	 * @throws IllegalStateException when the client has a producer of that group
	 */
	public void start() {
		this.halves.start();
		this.checks.add(group(), this);
		this.topics.start();
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public TransactionResult send(Message message, LocalTransaction local) {
		Objects.requireNonNull(local, "local");
		DefaultTransaction transaction = open(message);
		TransactionDecision decision;
		try {
			decision = Objects.requireNonNullElse(local.execute(transaction.id()), TransactionDecision.UNKNOWN);
		}
		catch (Exception ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			logger.warn("The local part of transaction {} failed, the decision is left to the checker",
					transaction.id(), ex);
			transaction.close();
			return new TransactionResult(transaction.half(), TransactionDecision.UNKNOWN, false, ex);
		}
		catch (Error ex) {
			transaction.close();
			throw ex;
		}
		return transaction.end(decision);
	}

	@Override
	public Transaction begin(Message message) {
		return open(message);
	}

	private DefaultTransaction open(Message message) {
		Deadline deadline = Deadline.after(this.options.sendTimeout());
		CompletableFuture<DefaultTransaction> opening = open(message, deadline, Mode.SYNC, BackPressure.WAIT);
		try {
			return Blocking.await(opening, deadline, "the half message to topic '" + message.topic() + "'");
		}
		catch (RocketException ex) {
			// nobody waits for it any more, so its local part will not run
			opening.thenAccept(DefaultTransaction::rollbackAsync);
			throw ex;
		}
	}

	@Override
	public CompletableFuture<Transaction> beginAsync(Message message) {
		try {
			return open(message, Deadline.after(this.options.sendTimeout()), Mode.ASYNC,
					this.options.asyncBackPressure())
				.<Transaction>thenApply((transaction) -> transaction)
				.whenCompleteAsync((transaction, failure) -> {
				}, this.resources.callbacks());
		}
		catch (RocketException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<DefaultTransaction> open(Message message, Deadline deadline, Mode mode,
			BackPressure backPressure) {
		Send send = this.halves.begin(message, SendTarget.any(), deadline, mode);
		send.hooks().half();
		try {
			requirePlain(send.message());
			OutgoingMessage half = this.halves.prepare(send).half(group(), this.transactions.checkImmunity());
			CompletableFuture<@Nullable SendResult> sending = start(send, half, backPressure);
			this.halves.observe(send, sending);
			return sending.handle((sent, failure) -> opened(send, half, sent, failure));
		}
		catch (RuntimeException ex) {
			send.hooks().ended(null, ex);
			throw ex;
		}
	}

	private CompletableFuture<@Nullable SendResult> start(Send send, OutgoingMessage half, BackPressure backPressure) {
		if (!this.open.enter()) {
			throw new ClientClosedException("The transactional producer of group '" + group() + "' is closed",
					Outcome.NOT_SENT, null);
		}
		try {
			this.table.open(half.id());
			this.topics.add(half.message().topic());
			return this.halves.start(send, half, backPressure);
		}
		catch (RuntimeException | Error ex) {
			this.table.forget(half.id());
			this.open.exit();
			throw ex;
		}
	}

	private static void requirePlain(Message message) {
		String kind = null;
		if (message.delayLevel() > 0 || message.delay() != null || message.deliverAt() != null) {
			kind = "a delay";
		}
		else if (message.priority() != null) {
			kind = "a priority";
		}
		else if (message.liteTopic() != null) {
			kind = "a lite topic";
		}
		else if (message.correlation() != null) {
			kind = "a correlation";
		}
		if (kind != null) {
			throw new InvalidMessageException("The message to topic '" + message.topic() + "' has " + kind
					+ ", which a message of a transaction cannot have");
		}
	}

	private DefaultTransaction opened(Send send, OutgoingMessage half, @Nullable SendResult sent,
			@Nullable Throwable failure) {
		if (sent != null && sent.isDurable()) {
			return new DefaultTransaction(sent, this.options.sendTimeout(), this.resources.callbacks(),
					(decision) -> end(send, half, sent, decision)
						.whenComplete((result, unexpected) -> this.open.exit()));
		}
		this.open.exit();
		throw (sent != null) ? notDurable(send, half, sent) : notStored(half, Failures.of(failure));
	}

	private RocketException notDurable(Send send, OutgoingMessage half, SendResult sent) {
		end(send, half, sent, TransactionDecision.ROLLBACK);
		return new RocketException("The half message " + half.id() + " to topic '" + half.message().topic()
				+ "' was stored with status " + sent.status() + " only, so it is rolled back", Outcome.NOT_SENT, null);
	}

	private RocketException notStored(OutgoingMessage half, RocketException failure) {
		if (failure.outcome() == Outcome.UNKNOWN) {
			// the broker may have it and ask: the local part did not run
			this.table.decided(half.id(), TransactionDecision.ROLLBACK, null);
		}
		else {
			this.table.forget(half.id());
		}
		return failure;
	}

	private CompletableFuture<TransactionResult> end(Send send, OutgoingMessage half, SendResult sent,
			TransactionDecision decision) {
		String brokerName = sent.queue().brokerName();
		if (send.hooks().isTraced()) {
			Message message = half.message();
			this.observer
				.ending(new TransactionObserver.End(group(), message.topic(), half.id(), message.tag(), message.keys(),
						send.hooks().region(), this.resources.routes().masterAddress(brokerName), decision, false));
		}
		EndTransactionRequest request;
		try {
			request = new EndTransactionRequest(group(), half.message().topic(), half.id(), sent.queueOffset(),
					OffsetMessageId.commitLogOffset(sent.offsetMessageId()), code(decision), false, brokerName);
		}
		catch (RocketException ex) {
			// without its place the broker does not find the message, but it will ask
			this.table.decided(half.id(), decision, brokerName);
			return CompletableFuture.completedFuture(new TransactionResult(sent, decision, false, ex));
		}
		return tell(request, decision, () -> this.resources.routes().masterAddress(brokerName))
			.handle((confirmed, failure) -> {
				Throwable cause = (failure != null) ? Failures.of(failure) : null;
				if (cause != null) {
					logger.warn("The decision {} of transaction {} is not confirmed; the broker will ask for it: {}",
							decision, half.id(), cause.getMessage());
				}
				return new TransactionResult(sent, decision, Boolean.TRUE.equals(confirmed), cause);
			});
	}

	/**
	 * Tells a broker a decision and remembers how far that came.
	 * @return whether the broker acknowledged
	 */
	private CompletableFuture<Boolean> tell(EndTransactionRequest request, TransactionDecision decision,
			Supplier<@Nullable String> address) {
		String id = request.messageId();
		String brokerName = request.brokerName().isEmpty() ? null : request.brokerName();
		if (decision == TransactionDecision.UNKNOWN) {
			this.table.forget(id);
			return CompletableFuture.completedFuture(false);
		}
		this.table.ending(id, decision, brokerName);
		return way(request, address).start().whenComplete((done, failure) -> {
			if (failure == null) {
				this.table.confirmed(id, decision, brokerName);
			}
			else {
				this.table.decided(id, decision, brokerName);
			}
		});
	}

	@Override
	public void onCheck(CheckTransactionState check, String peer) {
		String id = check.message().messageId();
		TransactionTable.Answer known = this.table.answer(id, check.brokerName());
		if (known != null) {
			answer(check, peer, known);
		}
		else if (this.open.enter()) {
			this.checkThreads.run(id, () -> answer(check, peer, new TransactionTable.Answer(decide(check), false)),
					this.open::exit);
		}
	}

	private TransactionDecision decide(CheckTransactionState check) {
		try {
			return Objects.requireNonNullElse(this.transactions.checker().check(check.message()),
					TransactionDecision.UNKNOWN);
		}
		catch (Exception ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			logger.warn("The check of transaction {} failed, the broker will ask again", check.message().messageId(),
					ex);
			return TransactionDecision.UNKNOWN;
		}
	}

	private void answer(CheckTransactionState check, String peer, TransactionTable.Answer answer) {
		TransactionDecision decision = answer.decision();
		String brokerName = check.brokerName();
		EndTransactionRequest request = new EndTransactionRequest(group(), check.message().topic(),
				check.message().messageId(), check.queueOffset(), check.commitLogOffset(), code(decision), true,
				brokerName);
		if (!answer.copy()) {
			observe(check.message(), address(brokerName, peer), decision);
		}
		if (decision == TransactionDecision.UNKNOWN) {
			// brokers do not answer it, so it is sent one-way
			this.halves.context()
				.brokers()
				.sendOneway(address(brokerName, peer), request, Deadline.after(this.options.sendTimeout()));
			return;
		}
		Supplier<@Nullable String> address = () -> address(brokerName, peer);
		CompletableFuture<Boolean> told = answer.copy() ? way(request, address).start()
				: tell(request, decision, address);
		told.whenComplete((done, failure) -> {
			if (failure != null) {
				logger.debug("The answer {} about transaction {} is not confirmed", decision, request.messageId(),
						failure);
			}
		});
	}

	private void observe(ReceivedMessage half, String address, TransactionDecision decision) {
		if (!"false".equals(half.property("TRACE_ON"))) {
			this.observer.ending(new TransactionObserver.End(group(), half.topic(), half.messageId(), half.tag(),
					half.keys(), half.property("MSG_REGION"), address, decision, true));
		}
	}

	private TransactionEnd way(EndTransactionRequest request, Supplier<@Nullable String> address) {
		return new TransactionEnd(request, address, Deadline.after(this.options.sendTimeout()), this.halves.context());
	}

	private String address(String brokerName, String peer) {
		return Objects.requireNonNullElse(this.resources.routes().masterAddress(brokerName), peer);
	}

	private static int code(TransactionDecision decision) {
		return switch (decision) {
			case COMMIT -> EndTransactionRequest.COMMIT;
			case ROLLBACK -> EndTransactionRequest.ROLLBACK;
			case UNKNOWN -> EndTransactionRequest.UNKNOWN;
		};
	}

	@Override
	public void close() {
		CompletableFuture<@Nullable Void> drained = this.open.close();
		if (drained == null) {
			return;
		}
		try {
			Blocking.await(drained, Deadline.after(this.transactions.drainTimeout()),
					"the open transactions of group '" + group() + "'");
		}
		catch (RocketTimeoutException ex) {
			logger.warn("The transactional producer of group {} is closed although {} transactions and checks have not"
					+ " ended", group(), this.open.count());
		}
		finally {
			this.topics.close();
			this.checkThreads.close();
			this.checks.remove(group(), this);
			this.halves.close();
			this.onClose.accept(this);
		}
	}

}
