package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.InputLimits;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Limits of what is taken in, against a real broker.
 */
@Timeout(300)
class InputLimitsIntegrationTests {

	private static final int MESSAGES = 100;

	@Test
	void answersWithMoreMessagesThanTheLimitLoseAndRepeatNone() {
		InputLimits limits = InputLimits.builder().maxMessages(3).build();
		List<Long> offsets = new CopyOnWriteArrayList<>();
		try (EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder().start();
				RocketClient client = RocketClient.builder()
					.nameServers(server.nameServers())
					.inputLimits(limits)
					.build()) {
			server.createTopic("orders", 1);
			try (Producer producer = client.newProducer(ProducerOptions.builder("order-service").build())) {
				IntStream.range(0, MESSAGES)
					.forEach((i) -> producer.send(Message.builder("orders").body("order " + i).build()));
			}
			PushConsumerOptions options = PushConsumerOptions.builder("billing")
				.subscribe("orders", Filter.all())
				.startPosition(StartPosition.FIRST)
				.build();
			try (PushConsumer consumer = client.newPushConsumer(options, (message) -> {
				offsets.add(message.queueOffset());
				return ConsumeOutcome.SUCCESS;
			})) {
				await().atMost(Duration.ofSeconds(180)).until(() -> offsets.size() >= MESSAGES);
				assertThat(consumer.isPaused()).isFalse();
			}
			assertThat(offsets)
				.containsExactlyInAnyOrderElementsOf(IntStream.range(0, MESSAGES).mapToObj((i) -> (long) i).toList());
		}
	}

}
