package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Correlation;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReplyTimeoutException;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Requests and their replies through a real broker, among our clients and with the
 * official one in both roles.
 */
class RequestReplyIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String group = Names.group();

	@Test
	void requestsAreAnsweredByAnotherClient() {
		this.server.createTopic(this.topic, 4);
		try (RocketClient requester = client(null);
				RocketClient responder = client(null);
				Producer replies = producer(responder);
				PushConsumer consumer = responder(responder, replies);
				Producer producer = producer(requester)) {
			ReceivedMessage reply = producer.request(message("ping"), PATIENCE);
			assertThat(text(reply)).isEqualTo("ping?");
			assertThat(reply.isRequest()).isFalse();
			assertThat(reply.property("MSG_TYPE")).isEqualTo("reply");
			assertThat(reply.property("answered-by")).isEqualTo(consumer.group());
			List<CompletableFuture<ReceivedMessage>> many = IntStream.range(0, 50)
				.mapToObj((i) -> producer.requestAsync(message("m" + i), PATIENCE))
				.toList();
			for (int i = 0; i < many.size(); i++) {
				assertThat(many.get(i)).succeedsWithin(PATIENCE)
					.extracting(RequestReplyIntegrationTests::text)
					.isEqualTo("m" + i + "?");
			}
		}
	}

	@Test
	void requestsGoToTheQueueTheyName() {
		this.server.createTopic(this.topic, 4);
		try (RocketClient client = client(null);
				Producer producer = producer(client);
				PushConsumer consumer = responder(client, producer)) {
			SendTarget third = SendTarget.queue(new MessageQueue(this.topic, this.server.brokerName(), 3));
			assertThat(text(producer.request(message("hello"), third, PATIENCE))).isEqualTo("hello?");
			SendTarget last = SendTarget
				.selectedBy((queues, message, argument) -> queues.get(queues.size() - (Integer) argument), 1);
			assertThat(producer.requestAsync(message("again"), last, PATIENCE)).succeedsWithin(PATIENCE)
				.extracting(RequestReplyIntegrationTests::text)
				.isEqualTo("again?");
			assertThat(this.server.messages(this.topic)).hasSize(2).extracting(StoredBody::queueId).containsOnly(3);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void aClientAnswersItselfThoughItsConnectionIsOlderThanItsProducer() {
		this.server.createTopic(this.topic, 2);
		try (RocketClient client = client(null);
				Producer replies = producer(client);
				PushConsumer consumer = responder(client, replies)) {
			replies.send(message("warm"));
			// brokers hear of this producer only because it has a request
			try (Producer late = producer(client)) {
				assertThat(text(late.request(message("hello"), PATIENCE))).isEqualTo("hello?");
			}
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void namespacesKeepTheirNames() {
		this.server.createTopic("red%" + this.topic, 2);
		try (RocketClient client = client("red");
				Producer producer = producer(client);
				PushConsumer consumer = responder(client, producer)) {
			assertThat(text(producer.request(message("hello"), PATIENCE))).isEqualTo("hello?");
			assertThat(consumer.group()).isEqualTo(this.group);
		}
	}

	@Test
	void theOfficialClientAnswers() throws Exception {
		this.server.createTopic(this.topic, 2);
		DefaultMQProducer replies = new DefaultMQProducer(Names.group());
		replies.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(replies);
		replies.start();
		DefaultMQPushConsumer official = new DefaultMQPushConsumer(this.group);
		official.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(official);
		official.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		official.subscribe(this.topic, "*");
		official.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
			try {
				byte[] body = (new String(messages.get(0).getBody(), StandardCharsets.UTF_8) + "!")
					.getBytes(StandardCharsets.UTF_8);
				replies.send(MessageUtil.createReplyMessage(messages.get(0), body));
				return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
			}
			catch (Exception ex) {
				return ConsumeConcurrentlyStatus.RECONSUME_LATER;
			}
		});
		official.start();
		try (RocketClient client = client(null); Producer producer = producer(client)) {
			assertThat(text(producer.request(message("hello"), PATIENCE))).isEqualTo("hello!");
		}
		finally {
			OfficialClients.stop(official::shutdown);
			OfficialClients.stop(replies::shutdown);
		}
	}

	@Test
	void theOfficialClientIsAnswered() throws Exception {
		this.server.createTopic(this.topic, 2);
		DefaultMQProducer official = new DefaultMQProducer(Names.group());
		official.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(official);
		official.start();
		try (RocketClient client = client(null);
				Producer replies = producer(client);
				PushConsumer consumer = responder(client, replies)) {
			org.apache.rocketmq.common.message.Message reply = official
				.request(new org.apache.rocketmq.common.message.Message(this.topic,
						"hello".getBytes(StandardCharsets.UTF_8)), PATIENCE.toMillis());
			assertThat(reply.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("hello?");
			assertThat(reply.getProperty("answered-by")).isEqualTo(consumer.group());
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void aRequestThatNobodyAnswersEndsWithAnErrorThatSaysSo() {
		this.server.createTopic(this.topic, 1);
		List<ReceivedMessage> unanswered = new CopyOnWriteArrayList<>();
		try (RocketClient client = client(null); Producer producer = producer(client)) {
			assertThatExceptionOfType(ReplyTimeoutException.class)
				.isThrownBy(() -> producer.request(message("anyone?"), Duration.ofSeconds(8)))
				.withMessageContaining(this.topic)
				.withMessageContaining("8000 ms");
			try (PushConsumer consumer = consumer(client, unanswered)) {
				await().atMost(PATIENCE).until(() -> !unanswered.isEmpty());
				Correlation correlation = unanswered.get(0).correlation();
				assertThat(correlation.client()).isEqualTo(client.options().clientId());
				assertThat(correlation.timeToLive()).isEqualTo(Duration.ofSeconds(8));
				assertThat(consumer.group()).isEqualTo(this.group);
			}
			Message reply = Message.replyTo(unanswered.get(0)).body("late").build();
			// the client is still there; it counts and drops what it no longer waits for
			assertThat(producer.send(reply).isDurable()).isTrue();
			assertThatExceptionOfType(InvalidMessageException.class)
				.isThrownBy(() -> producer.request(reply, PATIENCE));
		}
		try (RocketClient other = client(null); Producer producer = producer(other)) {
			Message reply = Message.replyTo(unanswered.get(0)).body("too late").build();
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> producer.send(reply))
				.withMessageContaining("push reply message fail");
		}
	}

	private RocketClient client(String namespace) {
		return RocketClient.builder()
			.nameServers(this.server.nameServers())
			.naming(NamingOptions.builder().namespace(namespace).build())
			.requestTimeout(Duration.ofSeconds(20))
			.build();
	}

	private Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(Duration.ofSeconds(10)).build());
	}

	private PushConsumer responder(RocketClient client, Producer producer) {
		return client.newPushConsumer(options(), (request) -> {
			if (request.isRequest()) {
				producer.send(
						Message.replyTo(request).property("answered-by", this.group).body(text(request) + "?").build());
			}
			return ConsumeOutcome.SUCCESS;
		});
	}

	private PushConsumer consumer(RocketClient client, List<ReceivedMessage> received) {
		return client.newPushConsumer(options(), (message) -> {
			received.add(message);
			return ConsumeOutcome.SUCCESS;
		});
	}

	private PushConsumerOptions options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.build();
	}

	private Message message(String body) {
		return Message.builder(this.topic).body(body).build();
	}

	private static String text(ReceivedMessage message) {
		return new String(message.body(), StandardCharsets.UTF_8);
	}

}
