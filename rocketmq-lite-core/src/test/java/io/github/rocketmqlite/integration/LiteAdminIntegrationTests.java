package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.admin.AdminException;
import io.github.rocketmqlite.admin.ByBroker;
import io.github.rocketmqlite.admin.GroupSettings;
import io.github.rocketmqlite.admin.LiteAdmin;
import io.github.rocketmqlite.admin.LiteBrokerInfo;
import io.github.rocketmqlite.admin.LiteClientInfo;
import io.github.rocketmqlite.admin.LiteGroupInfo;
import io.github.rocketmqlite.admin.LiteParentInfo;
import io.github.rocketmqlite.admin.LiteTopicInfo;
import io.github.rocketmqlite.admin.LiteTopicLag;
import io.github.rocketmqlite.admin.MessageType;
import io.github.rocketmqlite.admin.TopicSettings;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.LitePopConsumer;
import io.github.rocketmqlite.consumer.LitePopConsumerOptions;
import io.github.rocketmqlite.consumer.LitePosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The administration of lite topics at a real broker.
 */
@Timeout(180)
class LiteAdminIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("enableLmq", "true")
		.brokerProperty("enableMultiDispatch", "true")
		.brokerProperty("liteEventCheckInterval", "1000")
		.start();

	private static final RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build();

	private final String topic = Names.topic();

	private final String group = Names.group();

	@AfterAll
	static void stopServer() {
		client.close();
		server.close();
	}

	@Test
	void tellsOfBrokersTopicsAndMembers() {
		create(client);
		send(client, "a", 3);
		send(client, "b", 1);
		LiteAdmin admin = client.admin().lite();
		LitePopConsumer consumer = client
			.newLitePopConsumer(LitePopConsumerOptions.builder(this.group, this.topic).liteTopics("a", "b").build());
		String member = client.options().clientId() + "@" + this.group;

		LiteBrokerInfo broker = only(admin.brokers());
		assertThat(broker.storeType()).isEqualTo("default");
		assertThat(broker.topics()).contains(this.topic);
		assertThat(broker.expirations()).containsEntry(this.topic, Duration.ofMinutes(60));
		assertThat(broker.groups()).containsEntry(this.topic, List.of(this.group));
		assertThat(broker.subscriptions()).isGreaterThanOrEqualTo(2);
		assertThat(broker.maxLiteTopics()).isGreaterThanOrEqualTo(broker.liteTopics());

		await().atMost(PATIENCE).untilAsserted(() -> {
			LiteParentInfo parent = only(admin.topic(this.topic));
			assertThat(parent.expiration()).isEqualTo(Duration.ofMinutes(60));
			assertThat(parent.groups()).containsExactly(this.group);
			assertThat(parent.liteTopics()).isEqualTo(2);
			assertThat(parent.brokerLiteTopics()).isGreaterThanOrEqualTo(2);
		});

		LiteTopicInfo liteTopic = only(admin.liteTopic(this.topic, "a"));
		assertThat(liteTopic.subscribers()).containsExactly(new LiteTopicInfo.Subscriber(this.group, member));
		assertThat(liteTopic.messages()).isEqualTo(3);
		assertThat(liteTopic.maxOffset()).isEqualTo(3);
		assertThat(liteTopic.lastStored()).isNotNull();
		assertThat(liteTopic.belongsHere()).isTrue();
		LiteTopicInfo nobodys = only(admin.liteTopic(this.topic, "never-used"));
		assertThat(nobodys.subscribers()).isEmpty();
		assertThat(nobodys.messages()).isZero();
		assertThat(nobodys.lastStored()).isNull();

		LiteClientInfo known = only(admin.client(this.topic, this.group, member, 10));
		assertThat(known.liteTopics()).containsExactly("a", "b");
		LiteClientInfo listed = only(admin.client(this.topic, this.group, member, 1));
		assertThat(listed.liteTopics()).hasSize(1);
		assertThat(listed.liteTopicCount()).isEqualTo(2);

		consumer.close();
		assertThat(admin.client(this.topic, this.group, member, 10).answers()).isEmpty();
		assertThat(only(admin.liteTopic(this.topic, "a")).subscribers()).isEmpty();
	}

	@Test
	void tellsHowFarAGroupIsBehindAndHandsOutWhatWaits() {
		create(client);
		send(client, "a", 3);
		send(client, "b", 1);
		LiteAdmin admin = client.admin().lite();
		assertThat(admin.lag(this.group, "a").answers()).isEmpty();
		try (LitePopConsumer consumer = client
			.newLitePopConsumer(LitePopConsumerOptions.builder(this.group, this.topic).build())) {
			consumer.subscribeLite("a", LitePosition.first());
			consumer.receive(1, Duration.ofMinutes(2), PATIENCE).forEach(consumer::ack);
			await().atMost(PATIENCE).untilAsserted(() -> {
				LiteTopicLag lag = only(admin.lag(this.group, "a"));
				assertThat(lag.topic()).isEqualTo(this.topic);
				assertThat(lag.maxOffset()).isEqualTo(3);
				assertThat(lag.committedOffset()).isEqualTo(1);
				assertThat(lag.lag()).isEqualTo(2);
				assertThat(lag.oldest()).isNotNull();
				assertThat(lag.lastConsumed()).isNotNull();
			});
			LiteGroupInfo all = only(admin.group(this.group, 10));
			assertThat(all.topic()).isEqualTo(this.topic);
			assertThat(all.lag()).isEqualTo(2);
			assertThat(all.largest()).singleElement().satisfies((lag) -> {
				assertThat(lag.liteTopic()).isEqualTo("a");
				assertThat(lag.messages()).isEqualTo(2);
				assertThat(lag.oldest()).isNotNull();
			});
			assertThat(admin.lag(this.group, "never-used").answers()).isEmpty();
			admin.dispatch(this.group);
			admin.dispatch(this.group, client.options().clientId() + "@" + this.group);
			assertThat(consumer.receive(32, Duration.ofMinutes(2), PATIENCE)).isNotEmpty();
		}
	}

	@Test
	void refusalsAreNamed() {
		create(client);
		LiteAdmin admin = client.admin().lite();
		String plain = Names.topic();
		server.createTopic(plain, 1);
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> admin.topic(plain))
			.withMessageContaining("type not match")
			.withMessageContaining(plain);
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> admin.liteTopic(plain, "a"))
			.withMessageContaining("type not match");
		assertThatExceptionOfType(RouteNotFoundException.class).isThrownBy(() -> admin.topic(Names.topic()));
		String unbound = Names.group();
		client.admin().createGroup(GroupSettings.builder(unbound).build());
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> admin.group(unbound, 1))
			.withMessageContaining("is not a LITE group")
			.withMessageContaining(unbound);
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> admin.client(this.topic, unbound, "c", 1))
			.withMessageContaining("not match");
		assertThatExceptionOfType(AdminException.class).isThrownBy(() -> admin.dispatch(unbound))
			.withMessageContaining("is not a LITE group");
		assertThatIllegalArgumentException().isThrownBy(() -> admin.client(this.topic, this.group, "c", 10_001))
			.withMessageContaining("10001");
		assertThatIllegalArgumentException().isThrownBy(() -> admin.group(this.group, 0)).withMessageContaining("top");
	}

	@Test
	void namesAreBareInANamespace() {
		try (RocketClient scoped = RocketClient.builder()
			.nameServers(server.nameServers())
			.naming(NamingOptions.builder().namespace("ns1").build())
			.build()) {
			create(scoped);
			send(scoped, "a", 1);
			LiteAdmin admin = scoped.admin().lite();
			assertThat(only(admin.brokers()).groups()).containsEntry(this.topic, List.of(this.group));
			assertThat(only(admin.topic(this.topic)).groups()).containsExactly(this.group);
			try (LitePopConsumer consumer = scoped
				.newLitePopConsumer(LitePopConsumerOptions.builder(this.group, this.topic).liteTopics("a").build())) {
				assertThat(only(admin.liteTopic(this.topic, "a")).subscribers())
					.extracting(LiteTopicInfo.Subscriber::group)
					.containsExactly(this.group);
				assertThat(
						only(admin.client(this.topic, this.group, scoped.options().clientId() + "@" + this.group, 10))
							.liteTopics())
					.isEqualTo(Set.copyOf(consumer.liteTopics()));
				assertThat(only(admin.group(this.group, 1)).topic()).isEqualTo(this.topic);
			}
		}
	}

	private static <T> T only(ByBroker<T> told) {
		assertThat(told.failures()).isEmpty();
		assertThat(told.answers()).hasSize(1);
		return told.answers().get(told.answers().firstKey());
	}

	private void create(RocketClient creator) {
		creator.admin()
			.createTopic(TopicSettings.builder(this.topic)
				.queues(4)
				.messageType(MessageType.LITE)
				.attribute("lite.topic.expiration", "60")
				.build());
		creator.admin().createGroup(GroupSettings.builder(this.group).liteBindTopic(this.topic).build());
	}

	private void send(RocketClient sender, String liteTopic, int messages) {
		try (Producer producer = sender
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
			for (int i = 0; i < messages; i++) {
				producer.send(Message.builder(this.topic).liteTopic(liteTopic).body(liteTopic + i).build());
			}
		}
	}

}
