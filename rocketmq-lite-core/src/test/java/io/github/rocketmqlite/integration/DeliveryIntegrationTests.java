package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import io.github.rocketmqlite.test.ScriptedBroker;
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

	/** The answer to a send is lost, so that the message is sent again. */
	@Test
	void copiesOfAMessageHaveOneIdByWhichAnInterceptorTurnsThemAway() {
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		String topic = Names.topic();
		server.createTopic(topic, 2);
		String id = sendTwice(server, topic);
		Set<String> places = ConcurrentHashMap.newKeySet();
		Queue<String> handled = new ConcurrentLinkedQueue<>();
		Queue<String> turnedAway = new ConcurrentLinkedQueue<>();
		try (RocketClient client = RocketClient.builder()
			.nameServers(server.nameServers())
			.requestTimeout(PATIENCE)
			.build(); PushConsumer plain = client.newPushConsumer(from(topic).build(), (message) -> {
				if (message.messageId().equals(id)) {
					places.add(message.queue() + " " + message.queueOffset());
				}
				return ConsumeOutcome.SUCCESS;
			});
				PushConsumer guarded = client.newPushConsumer(from(topic).interceptor(onlyOnce(turnedAway)).build(),
						(message) -> {
							handled.add(message.messageId());
							return ConsumeOutcome.SUCCESS;
						})) {
			await().atMost(PATIENCE).until(() -> places.size() >= 2);
			await().atMost(PATIENCE).until(() -> handled.contains(id) && turnedAway.contains(id));
			await().atMost(PATIENCE)
				.until(() -> guarded.lag().size() >= 2 && guarded.lag().values().stream().allMatch((lag) -> lag == 0));
			assertThat(handled).doesNotHaveDuplicates();
			assertThat(plain.isPaused()).isFalse();
		}
	}

	/** Returns the id of a message that the broker has at least twice. */
	private static String sendTwice(EmbeddedRocketMQServer server, String topic) {
		try (FaultProxy proxy = FaultProxy.to(server.brokerAddress());
				ScriptedBroker nameServer = ScriptedBroker.start()
					.routeTo(topic, server.brokerName(), proxy.address(), 2);
				RocketClient client = RocketClient.builder()
					.nameServers(nameServer.address())
					.connectTimeout(PATIENCE)
					.requestTimeout(PATIENCE)
					.build();
				Producer producer = client.newProducer(ProducerOptions.builder(Names.group())
					.sendTimeout(PATIENCE)
					.retries(1000)
					.retryBudget(-1)
					.build())) {
			producer.send(message(topic, 0));
			proxy.mode(FaultMode.cutResponsesAfter(0));
			CompletableFuture<SendResult> sending = producer.sendAsync(message(topic, 1));
			await().atMost(PATIENCE).until(() -> client.stats().sendRetries() > 0);
			proxy.mode(FaultMode.PASS);
			return sending.join().messageId();
		}
	}

	/** Remembers what it has seen, as a table of an application would. */
	private static ConsumeInterceptor onlyOnce(Queue<String> turnedAway) {
		Set<String> seen = ConcurrentHashMap.newKeySet();
		return new ConsumeInterceptor() {

			@Override
			public boolean accepts(ReceivedMessage message) {
				boolean first = seen.add(message.messageId());
				if (!first) {
					turnedAway.add(message.messageId());
				}
				return first;
			}

		};
	}

	private static PushConsumerOptions.Builder from(String topic) {
		return PushConsumerOptions.builder(Names.group())
			.subscribe(topic, Filter.all())
			.startPosition(StartPosition.FIRST);
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
