package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.command.FingerprintHeartbeat;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Heartbeats without subscriptions to a real broker, which must keep the ones it has.
 */
class CompactHeartbeatIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	@Test
	void theBrokerConfirmsWhatItKnowsAlready() {
		HeartbeatRequest.Subscription subscription = new HeartbeatRequest.Subscription(Names.topic(), "*",
				java.util.Set.of(), 1);
		HeartbeatRequest heartbeat = new HeartbeatRequest("client@1", List.of(), List
			.of(new HeartbeatRequest.ConsumerGroup(Names.group(), "CONSUME_FROM_LAST_OFFSET", List.of(subscription))));
		int fingerprint = FingerprintHeartbeat.fingerprint(heartbeat);
		try (IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 1); RemotingClient client = remoting(io)) {
			assertThat(tell(client, new FingerprintHeartbeat(heartbeat, fingerprint, false)))
				.isEqualTo(new FingerprintHeartbeat.Answer(513, true, false));
			assertThat(tell(client, new FingerprintHeartbeat(heartbeat, fingerprint, true)))
				.isEqualTo(new FingerprintHeartbeat.Answer(513, true, false));
			// what another member with another subscription does
			assertThat(tell(client, new FingerprintHeartbeat(heartbeat, fingerprint + 1, false)).changed()).isTrue();
		}
	}

	@Test
	void filtersGoOnAfterManyHeartbeatsWithoutSubscriptions() {
		String topic = Names.topic();
		List<String> received = new CopyOnWriteArrayList<>();
		try (RocketClient client = RocketClient.builder()
			.nameServers(server.nameServers())
			.heartbeatInterval(Duration.ofMillis(50))
			.compactHeartbeats(true)
			.build();
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build());
				PushConsumer consumer = client.newPushConsumer(PushConsumerOptions.builder(Names.group())
					.subscribe(topic, Filter.tags("paid"))
					.startPosition(StartPosition.FIRST)
					.build(), (message) -> {
						received.add(new String(message.body(), StandardCharsets.UTF_8));
						return ConsumeOutcome.SUCCESS;
					})) {
			assertThat(consumer).isNotNull();
			List<String> sent = new ArrayList<>();
			for (int round = 0; round < 5; round++) {
				producer.send(Message.builder(topic).tag("other").body("not this").build());
				sent.add("round " + round);
				producer.send(Message.builder(topic).tag("paid").body("round " + round).build());
				long heartbeats = client.stats().requests("Heartbeat", "success") + 3;
				Awaitility.await()
					.atMost(PATIENCE)
					.until(() -> client.stats().requests("Heartbeat", "success") >= heartbeats);
			}
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(received).containsExactlyInAnyOrderElementsOf(sent));
			assertThat(client.stats().servers().brokerVersions()).containsEntry(server.brokerAddress(), "5.5.0");
		}
	}

	private static FingerprintHeartbeat.Answer tell(RemotingClient client, FingerprintHeartbeat heartbeat) {
		return client.call(server.brokerAddress(), heartbeat, Deadline.after(PATIENCE)).join();
	}

	private static RemotingClient remoting(IoThreads io) {
		return new RemotingClient("test",
				new RemotingOptions(PATIENCE, 1_024 * 1_024, HeaderFormat.BINARY, Duration.ofSeconds(1)), io,
				ServerRequestHandler.NONE, new ConnectionListener() {
				});
	}

}
