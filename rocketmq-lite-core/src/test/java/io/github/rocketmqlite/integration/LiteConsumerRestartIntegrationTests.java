package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.admin.MessageType;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.LiteConsumer;
import io.github.rocketmqlite.consumer.LiteConsumerOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Lite topics and a broker that is killed: it has forgotten who wants what.
 */
@Timeout(240)
class LiteConsumerRestartIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final String TOPIC = "lite-restarts";

	private static final String GROUP = "lite-restarts-group";

	@Test
	void aBrokerThatComesBackIsToldWhatIsWanted() {
		List<String> handled = new CopyOnWriteArrayList<>();
		try (BrokerProcess server = BrokerProcess.builder()
			.brokerProperty("enableLmq", "true")
			.brokerProperty("enableMultiDispatch", "true")
			.start(); RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build()) {
			client.admin().createTopic(TopicSettings.builder(TOPIC).queues(1).messageType(MessageType.LITE).build());
			client.admin().createGroup(GroupSettings.builder(GROUP).liteBindTopic(TOPIC).build());
			Producer producer = client.newProducer(ProducerOptions.builder("lite-restarts-producer").build());
			try (LiteConsumer consumer = client
				.newLiteConsumer(LiteConsumerOptions.builder(GROUP, TOPIC).liteTopics("a").build(), (message) -> {
					handled.add(new String(message.body()));
					return ConsumeOutcome.SUCCESS;
				})) {
				send(producer, "a", "before");
				await().atMost(PATIENCE).until(() -> handled.contains("before"));
				server.restart();
				send(producer, "a", "after");
				await().atMost(PATIENCE).until(() -> handled.contains("after"));
				assertThat(consumer.liteTopics()).containsExactly("a");
				consumer.subscribeLite("b");
				send(producer, "b", "later");
				await().atMost(PATIENCE).until(() -> handled.contains("later"));
			}
		}
	}

	private static void send(Producer producer, String liteTopic, String body) {
		await().atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> producer.send(Message.builder(TOPIC).liteTopic(liteTopic).body(body).build()) != null);
	}

}
