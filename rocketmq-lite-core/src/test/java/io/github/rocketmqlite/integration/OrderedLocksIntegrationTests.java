package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Queues of an ordered group change hands while listeners run for long, and their broker
 * forgets the locks, as all brokers do when they restart. With the system property
 * {@code orderedListenerSeconds} of 45 or more the broker keeps its locks as long as by
 * default.
 */
@Timeout(300)
class OrderedLocksIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(OrderedLocksIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final int LISTENER_SECONDS = Integer.getInteger("orderedListenerSeconds", 6);

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final OrderedBook book = new OrderedBook();

	@Test
	void noRivalGetsAQueueBeforeItsListenerHasEnded() {
		Duration lockLife = (LISTENER_SECONDS >= 45) ? Duration.ofSeconds(60) : Duration.ofSeconds(3);
		try (BrokerProcess broker = BrokerProcess.builder()
			.jvmArgument("-Drocketmq.broker.rebalance.lockMaxLiveTime=" + lockLife.toMillis())
			.start();
				RocketClient first = client(broker.nameServers());
				RocketClient second = client(broker.nameServers())) {
			broker.createTopic(this.topic, 2);
			send(first, 8);
			Duration renewal = (LISTENER_SECONDS >= 45) ? Duration.ofSeconds(10) : Duration.ofSeconds(1);
			PushConsumerOptions options = options().lockRenewInterval(renewal)
				.drainTimeout(Duration.ofSeconds(1))
				.build();
			Queue<String> begun = new ConcurrentLinkedQueue<>();
			MessageListener listener = this.book.exclusively((message) -> {
				begun.add("first");
				if (message.queueOffset() == 0) {
					LockSupport.parkNanos(Duration.ofSeconds(LISTENER_SECONDS).toNanos());
				}
				return ConsumeOutcome.SUCCESS;
			});
			PushConsumer owner = first.newPushConsumer(options, listener);
			await().atMost(PATIENCE).until(() -> begun.size() == 2);
			MessageListener rivalListener = this.book.exclusively((message) -> {
				begun.add("rival");
				return ConsumeOutcome.SUCCESS;
			});
			try (PushConsumer rival = second.newPushConsumer(options, rivalListener)) {
				await().atMost(PATIENCE).until(() -> owned(rival) == 1 && owned(owner) == 1);
				await().atMost(PATIENCE).until(() -> this.book.count() == 8);
				assertThat(begun).contains("rival");
				await().during(Duration.ofSeconds(1)).until(() -> this.book.count() == 8);
			}
			owner.close();
			logger.info("ordered_listener_s={} lock_life_s={} overlaps={} duplicates={}", LISTENER_SECONDS,
					lockLife.toSeconds(), this.book.overlaps(), this.book.count() - 8);
		}
		assertThat(this.book.overlaps()).isZero();
		this.book.assertEachInOrder(2);
	}

	@Test
	void aBrokerThatRestartsAndForgetsItsLocksLetsNoRivalInAndTheQueuesGoOn() {
		Queue<String> begun = new ConcurrentLinkedQueue<>();
		AtomicLong released = new AtomicLong();
		try (BrokerProcess broker = BrokerProcess.builder().start();
				RocketClient first = client(broker.nameServers());
				RocketClient second = client(broker.nameServers())) {
			broker.createTopic(this.topic, 2);
			send(first, 20);
			PushConsumerOptions options = options().build();
			MessageListener listener = this.book.exclusively((message) -> {
				begun.add("first");
				while (message.queueOffset() == 0 && released.get() == 0) {
					LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
				}
				return ConsumeOutcome.SUCCESS;
			});
			MessageListener rivalListener = this.book.exclusively((message) -> {
				begun.add("rival");
				return ConsumeOutcome.SUCCESS;
			});
			try (PushConsumer owner = first.newPushConsumer(options, listener)) {
				await().atMost(PATIENCE).until(() -> begun.size() == 2);
				try (PushConsumer rival = second.newPushConsumer(options, rivalListener)) {
					// one queue is handed over, but not before its listener has ended
					await().atMost(PATIENCE).until(() -> owned(rival) == 1 && owned(owner) == 1);
					broker.kill();
					broker.restart();
					long up = System.nanoTime();
					await().during(Duration.ofSeconds(5)).atMost(PATIENCE).until(() -> begun.size() == 2);
					released.set(System.nanoTime());
					await().atMost(PATIENCE).until(() -> this.book.count() == 20);
					logger.info(
							"ordered_broker_restarts=1 held_after_restart_ms={} messages=20 handled={} overlaps={}"
									+ " all_handled_after_release_ms={} rival_calls={}",
							TimeUnit.NANOSECONDS.toMillis(released.get() - up), this.book.count(), this.book.overlaps(),
							TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - released.get()),
							begun.stream().filter("rival"::equals).count());
					send(first, 20);
					await().atMost(PATIENCE).until(() -> this.book.count() == 40);
				}
			}
		}
		assertThat(begun).contains("rival");
		assertThat(this.book.overlaps()).isZero();
		this.book.assertEachInOrder(2);
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.ordered(true);
	}

	private void send(RocketClient sender, int count) {
		try (Producer producer = sender
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			for (int i = 0; i < count; i++) {
				producer.send(Message.builder(this.topic).body("message " + i).build());
			}
		}
	}

	private long owned(PushConsumer consumer) {
		return consumer.assignment().stream().filter((queue) -> queue.topic().equals(this.topic)).count();
	}

	private static RocketClient client(String nameServers) {
		return RocketClient.builder().nameServers(nameServers).build();
	}

}
