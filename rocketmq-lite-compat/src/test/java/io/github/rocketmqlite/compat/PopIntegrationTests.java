package io.github.rocketmqlite.compat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.ReceiveMode;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.ReleasedServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Push consumers that pop, and delays that are no levels, with brokers that know them and
 * with brokers that do not.
 */
@ParameterizedClass
@MethodSource("releases")
@Timeout(180)
class PopIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static ReleasedServers servers;

	private final String topic = "popped-" + NAMES.incrementAndGet();

	private final String group = "popping-" + NAMES.incrementAndGet();

	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	@Parameter
	private Release release;

	static List<Release> releases() {
		return Release.all().toList();
	}

	@BeforeParameterizedClassInvocation
	static void startServers(Release release) {
		servers = ReleasedServers.builder(release.classPath()).start();
	}

	@AfterParameterizedClassInvocation
	static void stopServers() {
		if (servers != null) {
			servers.close();
		}
	}

	@Test
	void messagesArePoppedOrTheStartSaysThatTheyCannotBe() {
		servers.createTopic(this.topic, 4);
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		MessageListener listener = (message) -> {
			if (!"fails".equals(message.tag())) {
				return handle(message);
			}
			attempts.add(message.reconsumeTimes());
			return ConsumeOutcome.retryAfter(Duration.ofSeconds(2));
		};
		PushConsumerOptions options = options(this.group).receiveMode(ReceiveMode.POP).maxReconsumeTimes(1).build();
		try (RocketClient client = client()) {
			if (isBeforeFive()) {
				assertThatExceptionOfType(RocketException.class)
					.isThrownBy(() -> client.newPushConsumer(options, listener))
					.withMessageContaining("does not know how, as those before 5.0");
				return;
			}
			List<String> sent = send(client, 40);
			Queue<String> dead = new ConcurrentLinkedQueue<>();
			try (PushConsumer consumer = client.newPushConsumer(options, listener);
					Producer producer = client.newProducer(ProducerOptions.builder("sender").build());
					PushConsumer undertaker = client
						.newPushConsumer(PushConsumerOptions.builder("undertaker-" + this.group)
							.subscribe("%DLQ%" + this.group, Filter.all())
							.startPosition(StartPosition.FIRST)
							.build(), (message) -> {
								dead.add(message.messageId());
								return ConsumeOutcome.SUCCESS;
							})) {
				String fails = producer.send(Message.builder(this.topic).tag("fails").body("m").build()).messageId();
				await().atMost(PATIENCE).until(() -> this.handled.keySet().containsAll(sent));
				await().atMost(PATIENCE).until(() -> dead.contains(fails));
				assertThat(attempts).containsExactly(0, 1);
				assertThat(this.handled.values()).allMatch((times) -> times.get() == 1);
				assertThat(consumer.isPaused()).isEqualTo(undertaker.isPaused()).isFalse();
			}
		}
	}

	@Test
	void aDelayThatIsNoLevelIsKeptExactlyOrByTheNextLongerLevel() {
		servers.createTopic(this.topic, 1);
		Queue<Long> times = new ConcurrentLinkedQueue<>();
		MessageListener listener = (message) -> {
			times.add(System.nanoTime() / 1_000_000);
			return (message.reconsumeTimes() == 0) ? ConsumeOutcome.retryAfter(Duration.ofMillis(4500))
					: handle(message);
		};
		try (RocketClient client = client();
				PushConsumer consumer = client.newPushConsumer(options(this.group).build(), listener)) {
			List<String> sent = send(client, 1);
			await().atMost(PATIENCE).until(() -> this.handled.keySet().containsAll(sent));
			assertThat(consumer.isPaused()).isFalse();
			List<Long> at = new ArrayList<>(times);
			assertThat(at).hasSize(2);
			// levels of these brokers last a second, timer wheels are precise to one
			assertThat(at.get(1) - at.get(0)).isGreaterThan(isBeforeFive() ? 900 : 3400);
		}
	}

	private boolean isBeforeFive() {
		return this.release.version().startsWith("4.");
	}

	private ConsumeOutcome handle(ReceivedMessage message) {
		this.handled.computeIfAbsent(message.messageId(), (first) -> new AtomicInteger()).incrementAndGet();
		return ConsumeOutcome.SUCCESS;
	}

	private PushConsumerOptions.Builder options(String name) {
		return PushConsumerOptions.builder(name).subscribe(this.topic, Filter.all()).startPosition(StartPosition.FIRST);
	}

	private static RocketClient client() {
		return RocketClient.builder()
			.nameServers(servers.nameServers())
			.routeRefreshInterval(Duration.ofSeconds(1))
			.rebalanceInterval(Duration.ofSeconds(1))
			.build();
	}

	private List<String> send(RocketClient client, int messages) {
		List<String> sent = new ArrayList<>();
		try (Producer producer = client.newProducer(ProducerOptions.builder("producer-" + this.group).build())) {
			for (int i = 0; i < messages; i++) {
				sent.add(producer.send(Message.builder(this.topic).body("m" + i).build()).messageId());
			}
		}
		return sent;
	}

}
