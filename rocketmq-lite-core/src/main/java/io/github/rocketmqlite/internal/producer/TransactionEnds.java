package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.OffsetMessageId;
import io.github.rocketmqlite.internal.codec.command.CheckTransactionState;
import io.github.rocketmqlite.internal.codec.command.EndTransactionRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionReport;
import io.github.rocketmqlite.producer.TransactionResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of one producer's transactions: tells brokers what was decided, of their own
 * accord or because they asked, and notes in the {@link TransactionTable} how far that
 * came.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class TransactionEnds {

	private static final Logger logger = LoggerFactory.getLogger(TransactionEnds.class);

	private final String group;

	private final Duration timeout;

	private final TransactionTable table;

	private final ProducerResources resources;

	private final SendContext context;

	private final TransactionHooks hooks;

	TransactionEnds(ProducerOptions options, TransactionTable table, ProducerResources resources, SendContext context,
			TransactionHooks hooks) {
		this.group = options.group();
		this.timeout = options.sendTimeout();
		this.table = table;
		this.resources = resources;
		this.context = context;
		this.hooks = hooks;
	}

	/**
	 * Ends a transaction whose half message this producer sent.
	 * @param traced what its send knows
	 * @return never fails
	 */
	CompletableFuture<TransactionResult> end(TracedSend traced, OutgoingMessage half, SendResult sent,
			TransactionDecision decision) {
		String brokerName = sent.queue().brokerName();
		return tell(half, sent, decision).handle((confirmed, failure) -> {
			Throwable cause = (failure != null) ? Failures.of(failure) : null;
			if (cause != null) {
				logger.warn("The decision {} of transaction {} is not confirmed; the broker will ask for it: {}",
						decision, half.id(), cause.getMessage());
			}
			boolean done = Boolean.TRUE.equals(confirmed);
			Message message = half.message();
			this.hooks.ended(new TransactionObserver.End(
					new TransactionReport(this.group, message.topic(), half.id(), message.tag(), message.keys(),
							this.resources.routes().masterAddress(brokerName), decision, false, done, cause),
					traced.region(), traced.isTraced()));
			return new TransactionResult(sent, decision, done, cause);
		});
	}

	private CompletableFuture<Boolean> tell(OutgoingMessage half, SendResult sent, TransactionDecision decision) {
		String brokerName = sent.queue().brokerName();
		long commitLogOffset;
		try {
			commitLogOffset = OffsetMessageId.commitLogOffset(sent.offsetMessageId());
		}
		catch (RocketException ex) {
			// without its place the broker does not find the message, but it will ask
			this.table.decided(half.id(), decision, brokerName);
			return CompletableFuture.failedFuture(ex);
		}
		EndTransactionRequest request = new EndTransactionRequest(this.group, half.message().topic(), half.id(),
				sent.queueOffset(), commitLogOffset, code(decision), false, brokerName);
		return tell(request, decision, () -> this.resources.routes().masterAddress(brokerName));
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

	/**
	 * Answers a broker that asked.
	 * @param peer the address it asked from
	 */
	void answer(CheckTransactionState check, String peer, TransactionTable.Answer answer) {
		TransactionDecision decision = answer.decision();
		String brokerName = check.brokerName();
		EndTransactionRequest request = new EndTransactionRequest(this.group, check.message().topic(),
				check.message().messageId(), check.queueOffset(), check.commitLogOffset(), code(decision), true,
				brokerName);
		answer(request, answer, peer).whenComplete((done, failure) -> {
			RocketException cause = (failure != null) ? Failures.of(failure) : null;
			if (cause != null) {
				logger.debug("The answer {} about transaction {} is not confirmed", decision, request.messageId(),
						cause);
			}
			if (!answer.copy()) {
				ended(check.message(), address(brokerName, peer), decision, Boolean.TRUE.equals(done), cause);
			}
		});
	}

	private CompletableFuture<Boolean> answer(EndTransactionRequest request, TransactionTable.Answer answer,
			String peer) {
		if (answer.decision() == TransactionDecision.UNKNOWN) {
			// brokers do not answer it, so it is sent one-way
			return this.context.brokers()
				.sendOneway(address(request.brokerName(), peer), request, Deadline.after(this.timeout))
				.thenApply((written) -> false);
		}
		Supplier<@Nullable String> address = () -> address(request.brokerName(), peer);
		return answer.copy() ? way(request, address).start() : tell(request, answer.decision(), address);
	}

	private void ended(ReceivedMessage half, String address, TransactionDecision decision, boolean confirmed,
			@Nullable Throwable failure) {
		this.hooks.ended(new TransactionObserver.End(
				new TransactionReport(this.group, half.topic(), half.messageId(), half.tag(), half.keys(), address,
						decision, true, confirmed, failure),
				half.property("MSG_REGION"), !"false".equals(half.property("TRACE_ON"))));
	}

	private TransactionEnd way(EndTransactionRequest request, Supplier<@Nullable String> address) {
		return new TransactionEnd(request, address, Deadline.after(this.timeout), this.context);
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

}
