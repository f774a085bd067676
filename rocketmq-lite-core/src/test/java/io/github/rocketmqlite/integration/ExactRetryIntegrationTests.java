package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Retries of pulled messages after times that are no delay levels, kept by the timer
 * wheel of a real broker.
 */
@Timeout(120)
class ExactRetryIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(ExactRetryIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** The precision of the timer wheel. */
	private static final long PRECISION_MILLIS = 1000;

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String group = Names.group();

	@Test
	void aFailedMessageComesAgainAfterATimeThatIsNoLevel() {
		this.server.createTopic(this.topic, 1);
		Queue<Long> times = new ConcurrentLinkedQueue<>();
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		MessageListener failing = (message) -> {
			times.add(System.nanoTime() / 1_000_000);
			seen.add(message.topic() + " " + message.property("color") + " " + message.tag() + " " + message.messageId()
					+ " " + message.reconsumeTimes());
			return switch (message.reconsumeTimes()) {
				case 0 -> ConsumeOutcome.retryAfter(Duration.ofMillis(2500));
				// the message was kept by the timer wheel once and must not be again
				case 1 -> ConsumeOutcome.retryAtLevel(1);
				default -> ConsumeOutcome.retryAfter(Duration.ofMillis(6500));
			};
		};
		PushConsumerOptions options = PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.tags("red-tag"))
			.startPosition(StartPosition.FIRST)
			.maxReconsumeTimes(3)
			.build();
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build();
				PushConsumer consumer = client.newPushConsumer(options, failing);
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			String id = producer
				.send(Message.builder(this.topic).tag("red-tag").property("color", "red").body("hello").build())
				.messageId();
			await().atMost(PATIENCE).until(() -> this.server.messages("%DLQ%" + this.group).size() == 1);
			String same = this.topic + " red red-tag " + id + " ";
			assertThat(seen).containsExactly(same + 0, same + 1, same + 2, same + 3);
			assertThat(consumer.isPaused()).isFalse();
		}
		List<Long> at = new ArrayList<>(times);
		List<Long> pauses = List.of(at.get(1) - at.get(0), at.get(2) - at.get(1), at.get(3) - at.get(2));
		logger.info("exact_retry wanted=[2500, level 1, 6500] pauses={}", pauses);
		assertThat(pauses.get(0)).isGreaterThan(2500 - PRECISION_MILLIS);
		// all levels of this broker last one second
		assertThat(pauses.get(2)).isGreaterThan(6500 - PRECISION_MILLIS);
	}

}
