package io.github.rocketmqlite.spring.config;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionalProducer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The transactional producer of the application. It is there from the start if there are
 * checkers, so that brokers can ask about transactions of processes that died; otherwise
 * from the first transaction on. It lives through a pause of the application context.
 * <p>
 * Threading: thread-safe.
 */
public final class RocketTransactions implements Supplier<TransactionalProducer>, SmartLifecycle, DisposableBean {

	private final ReentrantLock lock = new ReentrantLock();

	private final RocketClient client;

	private final ProducerOptions options;

	private final TransactionCheckers checkers;

	private final Consumer<TransactionOptions.Builder> settings;

	private volatile @Nullable TransactionalProducer producer;

	private volatile boolean running;

	public RocketTransactions(RocketClient client, ProducerOptions options, TransactionCheckers checkers,
			Consumer<TransactionOptions.Builder> settings) {
		this.client = client;
		this.options = options;
		this.checkers = checkers;
		this.settings = settings;
	}

	@Override
	public TransactionalProducer get() {
		TransactionalProducer existing = this.producer;
		return (existing != null) ? existing : create();
	}

	private TransactionalProducer create() {
		this.lock.lock();
		try {
			TransactionalProducer created = this.producer;
			if (created == null) {
				TransactionOptions.Builder transactions = TransactionOptions.builder(this.checkers)
					.topics(this.checkers.topics())
					.topics(this.options.topics());
				this.settings.accept(transactions);
				created = this.client.newTransactionalProducer(this.options, transactions.build());
				this.producer = created;
			}
			return created;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void start() {
		this.checkers.verify();
		this.running = true;
		if (!this.checkers.isEmpty()) {
			get();
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Before the listeners, which may send in transactions.
	 */
	@Override
	public int getPhase() {
		return 0;
	}

	@Override
	public void destroy() {
		TransactionalProducer existing = this.producer;
		if (existing != null) {
			existing.close();
		}
	}

}
