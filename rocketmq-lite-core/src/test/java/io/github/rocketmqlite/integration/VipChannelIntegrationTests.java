package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that take the second port of a real broker, while everything else takes the
 * first.
 */
class VipChannelIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void sendsAndConsumesOverBothPorts() {
		String topic = Names.topic();
		List<String> received = new CopyOnWriteArrayList<>();
		try (RocketClient client = RocketClient.builder()
			.nameServers(EmbeddedRocketMQServer.shared().nameServers())
			.vipChannel(true)
			.build();
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			for (int i = 0; i < 10; i++) {
				producer.send(Message.builder(topic).body("message " + i).build());
			}
			assertThat(client.stats().sendRetries()).isZero();
			try (PushConsumer consumer = client.newPushConsumer(PushConsumerOptions.builder(Names.group())
				.subscribe(topic, Filter.all())
				.startPosition(StartPosition.FIRST)
				.build(), (message) -> {
					received.add(new String(message.body(), StandardCharsets.UTF_8));
					return ConsumeOutcome.SUCCESS;
				})) {
				assertThat(consumer).isNotNull();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(received).hasSize(10).doesNotHaveDuplicates());
			}
			// the name server, the broker, and the broker's second port
			assertThat(client.stats().connections("ready")).isEqualTo(3);
		}
	}

}
