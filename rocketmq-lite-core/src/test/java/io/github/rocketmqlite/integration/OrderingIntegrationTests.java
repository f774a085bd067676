package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import io.github.rocketmqlite.test.ScriptedBroker;
import io.github.rocketmqlite.test.StoredBody;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages with ordering keys are stored in the order in which they were sent, although
 * connections are cut all the time and sends are repeated.
 */
class OrderingIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(OrderingIntegrationTests.class);

	private static final int KEYS = 100;

	/** How many messages of each key; {@code -Dordered=1000} for better figures. */
	private static final int MESSAGES = Integer.getInteger("ordered", 30);

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final AtomicInteger cuts = new AtomicInteger();

	@Test
	void theStoredOrderOfEachKeyIsTheOrderOfItsSends() {
		this.server.createTopic(this.topic, 8);
		ScheduledExecutorService chaos = Executors.newSingleThreadScheduledExecutor();
		try (FaultProxy proxy = FaultProxy.to(this.server.brokerAddress());
				ScriptedBroker nameServer = ScriptedBroker.start()
					.routeTo(this.topic, this.server.brokerName(), proxy.address(), 8);
				RocketClient client = RocketClient.builder()
					.nameServers(nameServer.address())
					.connectTimeout(PATIENCE)
					.requestTimeout(PATIENCE)
					.build()) {
			Producer producer = client.newProducer(ProducerOptions.builder(Names.group())
				.sendTimeout(PATIENCE)
				.attemptTimeout(Duration.ofSeconds(10))
				.retries(10_000)
				.retryBudget(-1)
				.build());
			producer.ping(this.topic);
			Random random = new Random(42);
			chaos.scheduleWithFixedDelay(() -> disturb(proxy, random), 0, 40, TimeUnit.MILLISECONDS);
			long started = System.nanoTime();
			sendAll(producer);
			chaos.shutdownNow();
			long millis = (System.nanoTime() - started) / 1_000_000;
			int stored = verify();
			logger.info("ordering keys={} messages={} cuts={} retries={} duplicates={} millis={}", KEYS,
					KEYS * MESSAGES, this.cuts, client.stats().sendRetries(), stored - KEYS * MESSAGES, millis);
			assertThat(client.stats().sendRetries()).isPositive();
		}
		finally {
			chaos.shutdownNow();
		}
	}

	/** Answers get lost on the way, or whatever is on its way either way. */
	private void disturb(FaultProxy proxy, Random random) {
		this.cuts.incrementAndGet();
		if (random.nextBoolean()) {
			proxy.mode(FaultMode.cutResponsesAfter(random.nextInt(2_000)));
		}
		else {
			proxy.mode(FaultMode.PASS);
			proxy.cutAll();
		}
	}

	private void sendAll(Producer producer) {
		List<CompletableFuture<SendResult>> sending = new ArrayList<>();
		for (int i = 0; i < MESSAGES; i++) {
			for (int key = 0; key < KEYS; key++) {
				sending.add(producer
					.sendAsync(Message.builder(this.topic).orderingKey("key-" + key).body(String.valueOf(i)).build()));
			}
		}
		assertThat(CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new)))
			.succeedsWithin(PATIENCE.multipliedBy(3));
	}

	/** Returns how many messages are stored, copies included. */
	private int verify() {
		await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(500))
			.until(() -> storedAll(this.server.messages(this.topic)));
		List<StoredBody> stored = this.server.messages(this.topic);
		Map<String, List<StoredBody>> byKey = new HashMap<>();
		stored.forEach((message) -> byKey
			.computeIfAbsent(message.properties().get("__SHARDINGKEY"), (key) -> new ArrayList<>())
			.add(message));
		List<String> sent = IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList();
		assertThat(byKey).hasSize(KEYS).allSatisfy((key, messages) -> {
			assertThat(messages.stream().map(StoredBody::queueId).distinct()).hasSize(1);
			assertThat(messages.stream().map(StoredBody::text).distinct()).containsExactlyElementsOf(sent);
		});
		return stored.size();
	}

	private static boolean storedAll(List<StoredBody> stored) {
		return stored.stream().map((message) -> message.properties().get("UNIQ_KEY")).distinct().count() == (long) KEYS
				* MESSAGES;
	}

}
