package io.github.rocketmqlite.spring.fakes;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.client.ClientOptions;
import io.github.rocketmqlite.client.ClientStatus;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientStats;
import io.github.rocketmqlite.consumer.AsyncMessageListener;
import io.github.rocketmqlite.consumer.BatchMessageListener;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionalProducer;
import org.jspecify.annotations.Nullable;

/**
 * Makes fake producers and consumers and keeps them.
 */
public final class FakeRocketClient implements RocketClient {

	private static final ClientOptions OPTIONS = options("fake");

	public final List<FakeProducer> producers = new CopyOnWriteArrayList<>();

	public final List<FakeTransactionalProducer> transactionalProducers = new CopyOnWriteArrayList<>();

	public final List<FakePushConsumer> consumers = new CopyOnWriteArrayList<>();

	public volatile boolean closed;

	public volatile @Nullable RuntimeException consumerFailure;

	public volatile @Nullable Admin admin;

	public CompletableFuture<ClientStatus> status = CompletableFuture
		.completedFuture(new ClientStatus("fake", List.of(), List.of()));

	public volatile RocketClientStats stats = new RocketClientStats(Map.of(), 0, List.of(), 0, 0, 0, 0,
			new RocketClientStats.PendingSends(0, 1, 0, 1, 0), 0, Map.of(), Map.of(), 0, 0,
			RocketClientStats.Servers.NONE, List.of());

	public FakePushConsumer consumerOf(String group) {
		return this.consumers.stream()
			.filter((consumer) -> consumer.group().equals(group) && !consumer.closed)
			.reduce((first, second) -> {
				throw new AssertionError("Two running consumers of group " + group);
			})
			.orElseThrow(() -> new AssertionError("No running consumer of group " + group));
	}

	public List<String> runningGroups() {
		return this.consumers.stream()
			.filter((consumer) -> !consumer.closed)
			.map((consumer) -> consumer.options.group())
			.toList();
	}

	private static ClientOptions options(String clientId) {
		try (RocketClient client = RocketClient.builder().nameServers("127.0.0.1:9876").clientId(clientId).build()) {
			return client.options();
		}
	}

	@Override
	public ClientOptions options() {
		return OPTIONS;
	}

	@Override
	public Producer newProducer(ProducerOptions options) {
		FakeProducer producer = new FakeProducer(options);
		this.producers.add(producer);
		return producer;
	}

	@Override
	public TransactionalProducer newTransactionalProducer(ProducerOptions options, TransactionOptions transactions) {
		FakeTransactionalProducer producer = new FakeTransactionalProducer(options, transactions);
		this.transactionalProducers.add(producer);
		return producer;
	}

	@Override
	public PushConsumer newPushConsumer(PushConsumerOptions options, MessageListener listener) {
		RuntimeException failure = this.consumerFailure;
		if (failure != null) {
			throw failure;
		}
		FakePushConsumer consumer = new FakePushConsumer(options, listener);
		this.consumers.add(consumer);
		return consumer;
	}

	@Override
	public PushConsumer newBatchPushConsumer(PushConsumerOptions options, BatchMessageListener listener) {
		FakePushConsumer consumer = new FakePushConsumer(options,
				(message) -> listener.onMessages(List.of(message)).get(0));
		consumer.batchListener = listener;
		this.consumers.add(consumer);
		return consumer;
	}

	@Override
	public PushConsumer newAsyncPushConsumer(PushConsumerOptions options, AsyncMessageListener listener) {
		FakePushConsumer consumer = new FakePushConsumer(options,
				(message) -> listener.onMessage(message).toCompletableFuture().join());
		consumer.asyncListener = listener;
		this.consumers.add(consumer);
		return consumer;
	}

	@Override
	public Admin admin() {
		Admin present = this.admin;
		if (present == null) {
			throw new UnsupportedOperationException("No test needs it");
		}
		return present;
	}

	@Override
	public CompletableFuture<ClientStatus> status(Duration timeout) {
		return this.status;
	}

	@Override
	public RocketClientStats stats() {
		return this.stats;
	}

	@Override
	public void updateNameServers(Collection<String> addresses) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
