package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every message that was acknowledged is delivered, whatever joins, leaves or dies.
 */
class DeliveryIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(DeliveryIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** What a listener takes, so that messages are in flight when queues move. */
	private static final Duration LISTENER_TIME = Duration.ofMillis(5);

	private final Ledger ledger = new Ledger();

	private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(3);

	@AfterEach
	void stopSenders() {
		this.senders.shutdownNow();
	}

	@Test
	void nothingIsLostWhileConsumersJoinAndLeave() {
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		String topic = Names.topic();
		String group = Names.group();
		server.createTopic(topic, 8);
		try (RocketClient client = client(server.nameServers());
				RocketClient second = client(server.nameServers());
				PushConsumer permanent = consumer(client, topic, group)) {
			CompletableFuture<Void> sending = sendFromThreeThreads(client, topic, 10_000);
			int joins = 0;
			while (!sending.isDone() || joins < 3) {
				AtomicInteger taken = new AtomicInteger();
				try (PushConsumer guest = consumer(second, topic, group, taken)) {
					await().atMost(PATIENCE).until(() -> owned(guest, topic) == 4 && owned(permanent, topic) == 4);
					await().atMost(PATIENCE).until(() -> taken.get() > 100 || sending.isDone());
					joins++;
				}
				await().atMost(PATIENCE).until(() -> owned(permanent, topic) == 8);
			}
			sending.join();
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.ledger.missing()).isEmpty());
			logger.info("joins_and_leaves={} {}", joins, this.ledger.summary());
			assertThat(this.ledger.acknowledgedCount()).isEqualTo(10_000);
			assertThat(this.ledger.duplicates()).isLessThanOrEqualTo(5 * joins);
		}
	}

	@Test
	void whatWasAcknowledgedArrivesAlthoughTheBrokerIsKilled() {
		try (BrokerProcess server = BrokerProcess.builder().start()) {
			String topic = Names.topic();
			server.createTopic(topic, 8);
			try (RocketClient client = client(server.nameServers());
					PushConsumer consumer = consumer(client, topic, Names.group());
					Producer producer = client.newProducer(ProducerOptions.builder(Names.group()).build())) {
				AtomicBoolean enough = new AtomicBoolean();
				CompletableFuture<Void> sending = sendUntil(enough, producer, topic);
				await().atMost(PATIENCE).until(() -> this.ledger.acknowledgedCount() > 2000);
				server.kill();
				server.restart();
				int before = this.ledger.acknowledgedCount();
				await().atMost(PATIENCE).until(() -> this.ledger.acknowledgedCount() > before + 2000);
				enough.set(true);
				sending.join();
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.ledger.missing()).isEmpty());
				logger.info("broker_kills=1 {}", this.ledger.summary());
				assertThat(owned(consumer, topic)).isEqualTo(8);
			}
		}
	}

	/** Sends at a steady pace, so that members join and leave while messages flow. */
	private CompletableFuture<Void> sendFromThreeThreads(RocketClient client, String topic, int messages) {
		Producer producer = client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build());
		AtomicInteger next = new AtomicInteger();
		CompletableFuture<Void> done = new CompletableFuture<>();
		Runnable send = () -> {
			int number = next.getAndIncrement();
			if (number < messages) {
				this.ledger.acknowledged(producer.send(message(topic, number)).messageId());
				if (this.ledger.acknowledgedCount() == messages) {
					done.complete(null);
				}
			}
		};
		for (int thread = 0; thread < 3; thread++) {
			this.senders.scheduleAtFixedRate(send, 0, 2, TimeUnit.MILLISECONDS);
		}
		return done;
	}

	private CompletableFuture<Void> sendUntil(AtomicBoolean enough, Producer producer, String topic) {
		return CompletableFuture.runAsync(() -> {
			for (int i = 0; !enough.get(); i++) {
				try {
					this.ledger.acknowledged(producer.send(message(topic, i)).messageId());
				}
				catch (RocketException ex) {
					logger.debug("Not acknowledged", ex);
				}
			}
		}, this.senders);
	}

	private static Message message(String topic, int number) {
		return Message.builder(topic).tag((number % 2 == 0) ? "even" : "odd").body("message " + number).build();
	}

	private PushConsumer consumer(RocketClient client, String topic, String group) {
		return consumer(client, topic, group, new AtomicInteger());
	}

	private PushConsumer consumer(RocketClient client, String topic, String group, AtomicInteger taken) {
		return client.newPushConsumer(PushConsumerOptions.builder(group)
			.subscribe(topic, Filter.tags("even", "odd"))
			.startPosition(StartPosition.FIRST)
			.build(), (message) -> {
				LockSupport.parkNanos(LISTENER_TIME.toNanos());
				this.ledger.delivered(message.messageId());
				taken.incrementAndGet();
				return ConsumeOutcome.SUCCESS;
			});
	}

	private static long owned(PushConsumer consumer, String topic) {
		return consumer.assignment().stream().filter((queue) -> queue.topic().equals(topic)).count();
	}

	private static RocketClient client(String nameServers) {
		return RocketClient.builder().nameServers(nameServers).build();
	}

}
