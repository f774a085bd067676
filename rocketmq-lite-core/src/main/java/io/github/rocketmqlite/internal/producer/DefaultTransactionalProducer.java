package io.github.rocketmqlite.internal.producer;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.command.CheckTransactionState;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.CompressionOptions;
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

	private final Consumer<TransactionalProducer> onClose;

	private final DefaultProducer halves;

	private final TransactionTable table;

	private final TransactionEnds ends;

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
		this.onClose = onClose;
		this.halves = new DefaultProducer(options, resources);
		this.table = new TransactionTable(transactions.maxOpenTransactions(), System::nanoTime);
		this.ends = new TransactionEnds(options, this.table, resources, this.halves.context(),
				new TransactionHooks(observer, transactions.interceptors(), resources.callbacks()));
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
			this.halves.observe(send);
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
					(decision) -> this.ends.end(send.hooks(), half, sent, decision)
						.whenComplete((result, unexpected) -> this.open.exit()));
		}
		this.open.exit();
		throw (sent != null) ? notDurable(send, half, sent) : notStored(half, Failures.of(failure));
	}

	private RocketException notDurable(Send send, OutgoingMessage half, SendResult sent) {
		this.ends.end(send.hooks(), half, sent, TransactionDecision.ROLLBACK);
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

	@Override
	public void onCheck(CheckTransactionState check, String peer) {
		String id = check.message().messageId();
		TransactionTable.Answer known = this.table.answer(id, check.brokerName());
		if (known != null) {
			this.ends.answer(check, peer, known);
		}
		else if (this.open.enter()) {
			this.checkThreads.run(id,
					() -> this.ends.answer(check, peer, new TransactionTable.Answer(decide(check), false)),
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

	@Override
	public void changeCompression(CompressionOptions compression) {
		this.halves.changeCompression(compression);
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
