package io.github.rocketmqlite.spring.fakes;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.producer.LocalTransaction;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.CompressionOptions;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.producer.TransactionalProducer;

/**
 * Keeps what is sent and does what local transactions decide.
 */
public final class FakeTransactionalProducer implements TransactionalProducer {

	public final ProducerOptions options;

	public final TransactionOptions transactions;

	public final List<Message> sent = new CopyOnWriteArrayList<>();

	public volatile boolean closed;

	FakeTransactionalProducer(ProducerOptions options, TransactionOptions transactions) {
		this.options = options;
		this.transactions = transactions;
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public TransactionResult send(Message message, LocalTransaction local) {
		this.sent.add(message);
		try {
			TransactionDecision decision = Objects.requireNonNull(local.execute("id"));
			return new TransactionResult(FakeProducer.resultOf(message), decision, true, null);
		}
		catch (Exception ex) {
			return new TransactionResult(FakeProducer.resultOf(message), TransactionDecision.UNKNOWN, false, ex);
		}
	}

	@Override
	public Transaction begin(Message message) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public CompletableFuture<Transaction> beginAsync(Message message) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public void changeCompression(CompressionOptions compression) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
