package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.admin.Admin;
import io.github.rocketmqlite.admin.MessageQuery;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.TraceOptions;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.trace.TraceBean;
import org.apache.rocketmq.client.trace.TraceContext;
import org.apache.rocketmq.client.trace.TraceDataEncoder;
import org.apache.rocketmq.client.trace.TraceType;
import org.apache.rocketmq.client.trace.TraceView;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Traces that a real broker stored, read with the classes of the official client.
 */
class TraceIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final String traceTopic = Names.topic();

	private final String group = Names.group();

	private final String producerGroup = Names.group();

	@Test
	void theOfficialClientReadsTheTraceOfASendAndItsDeliveries() {
		SendResult sent;
		try (RocketClient client = client(Duration.ofMillis(200))) {
			try (PushConsumer consumer = consumer(client)) {
				sent = send(client);
				await().atMost(PATIENCE).until(() -> contexts(TraceType.SubAfter).size() == 2);
				assertThat(consumer.group()).isEqualTo(this.group);
			}
		}
		TraceContext pub = contexts(TraceType.Pub).get(0);
		TraceBean bean = pub.getTraceBeans().get(0);
		assertThat(pub.isSuccess()).isTrue();
		assertThat(pub.getGroupName()).isEqualTo(this.producerGroup);
		assertThat(pub.getTimeStamp()).isCloseTo(System.currentTimeMillis(),
				org.assertj.core.data.Offset.offset(PATIENCE.toMillis() * 2));
		assertThat(bean.getTopic()).isEqualTo(this.topic);
		assertThat(bean.getMsgId()).isEqualTo(sent.messageId());
		assertThat(bean.getOffsetMsgId()).isEqualTo(sent.offsetMessageId());
		assertThat(bean.getTags()).isEqualTo("created");
		assertThat(bean.getKeys()).isEqualTo("k1 k2");
		assertThat(bean.getStoreHost()).isEqualTo(this.server.brokerAddress());
		assertThat(bean.getBodyLength()).isEqualTo(5);
		List<TraceContext> before = contexts(TraceType.SubBefore);
		assertThat(before).hasSize(2)
			.allSatisfy((context) -> assertThat(context.getGroupName()).isEqualTo(this.group))
			.extracting((context) -> context.getTraceBeans().get(0).getRetryTimes())
			.containsExactlyInAnyOrder(0, 1);
		List<TraceContext> after = contexts(TraceType.SubAfter);
		assertThat(after).extracting(TraceContext::isSuccess).containsExactlyInAnyOrder(true, false);
		assertThat(after).extracting(TraceContext::getContextCode).containsExactlyInAnyOrder(0, 4);
		assertThat(after)
			.allSatisfy((context) -> assertThat(context.getTraceBeans().get(0).getMsgId()).isEqualTo(sent.messageId()));
		assertThat(after.stream().map(TraceContext::getRequestId).toList())
			.containsExactlyInAnyOrderElementsOf(before.stream().map(TraceContext::getRequestId).toList());
	}

	@Test
	void theOfficialClientReadsTheTraceOfACommittedAndARolledBackTransaction() {
		List<TransactionResult> results = new ArrayList<>();
		try (RocketClient client = client(Duration.ofMinutes(10))) {
			try (TransactionalProducer producer = client.newTransactionalProducer(
					ProducerOptions.builder(this.producerGroup).sendTimeout(PATIENCE).build(),
					(half) -> TransactionDecision.UNKNOWN)) {
				Message message = Message.builder(this.topic).tag("created").key("k1").key("k2").body("hello").build();
				results.add(producer.send(message, (id) -> TransactionDecision.COMMIT));
				results.add(producer.send(message, (id) -> TransactionDecision.ROLLBACK));
			}
		}
		assertThat(results).allSatisfy((result) -> assertThat(result.confirmed()).isTrue());
		// a broker shows what it stored a moment later
		await().atMost(PATIENCE).until(() -> contexts(TraceType.EndTransaction).size() == 2);
		List<TraceContext> ends = contexts(TraceType.EndTransaction);
		assertThat(ends).extracting((end) -> end.getTraceBeans().get(0).getTransactionState())
			.containsExactly(LocalTransactionState.COMMIT_MESSAGE, LocalTransactionState.ROLLBACK_MESSAGE);
		for (int i = 0; i < 2; i++) {
			String id = results.get(i).transactionId();
			assertThat(ends.get(i).getGroupName()).isEqualTo(this.producerGroup);
			assertThat(ends.get(i).getRegionId()).isEqualTo("DefaultRegion");
			TraceBean end = ends.get(i).getTraceBeans().get(0);
			assertThat(end.getMsgId()).isEqualTo(id);
			assertThat(end.getTransactionId()).isEqualTo(id);
			assertThat(end.getTopic()).isEqualTo(this.topic);
			assertThat(end.getTags()).isEqualTo("created");
			assertThat(end.getKeys()).isEqualTo("k1 k2");
			assertThat(end.getStoreHost()).isEqualTo(this.server.brokerAddress());
			assertThat(end.getMsgType()).isEqualTo(MessageType.Trans_msg_Commit);
			assertThat(end.isFromTransactionCheck()).isFalse();
		}
		assertThat(contexts(TraceType.Pub)).hasSize(2)
			.extracting((pub) -> pub.getTraceBeans().get(0))
			.allSatisfy((bean) -> assertThat(bean.getMsgType()).isEqualTo(MessageType.Trans_Msg_Half))
			.extracting(TraceBean::getMsgId)
			.containsExactlyInAnyOrder(results.get(0).transactionId(), results.get(1).transactionId());
	}

	@Test
	void theOfficialClientReadsTheTraceOfABatchAndOfARecallThatIsRefused() {
		List<SendResult> sent = new ArrayList<>();
		try (RocketClient client = client(Duration.ofMinutes(10));
				Producer producer = client
					.newProducer(ProducerOptions.builder(this.producerGroup).sendTimeout(PATIENCE).build())) {
			Message message = Message.builder(this.topic).tag("created").key("k1").body("hello").build();
			sent.addAll(producer.sendBatch(List.of(message, message)));
			SendResult delayed = producer.send(message.toBuilder().delay(Duration.ofHours(1)).build());
			sent.add(delayed);
			// brokers allow recalls only if they are told to
			assertThatExceptionOfType(BrokerException.class)
				.isThrownBy(() -> producer.recall(this.topic, delayed.recallHandle()));
		}
		await().atMost(PATIENCE).until(() -> contexts(TraceType.Recall).size() == 1);
		assertThat(contexts(TraceType.Pub)).hasSize(3)
			.extracting((pub) -> pub.getTraceBeans().get(0))
			.satisfies((beans) -> {
				assertThat(beans).extracting(TraceBean::getMsgId)
					.containsExactlyInAnyOrderElementsOf(sent.stream().map(SendResult::messageId).toList());
				assertThat(beans).extracting(TraceBean::getStoreHost).containsOnly(this.server.brokerAddress());
				assertThat(beans).extracting(TraceBean::getMsgType)
					.containsExactlyInAnyOrder(MessageType.Normal_Msg, MessageType.Normal_Msg, MessageType.Delay_Msg);
			});
		TraceContext recall = contexts(TraceType.Recall).get(0);
		assertThat(recall.isSuccess()).isFalse();
		assertThat(recall.getGroupName()).isEqualTo(this.producerGroup);
		assertThat(recall.getTraceBeans().get(0).getMsgId()).isEqualTo(sent.get(2).messageId());
	}

	@Test
	void theTraceIsFoundByIdAndKeyAlthoughTheClientClosedRightAfterTheSend() {
		SendResult sent;
		try (RocketClient client = client(Duration.ofMinutes(10))) {
			sent = send(client);
		}
		await().atMost(PATIENCE).until(() -> contexts(TraceType.Pub).size() == 1);
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build()) {
			Admin admin = client.admin().withTimeout(PATIENCE);
			for (String key : List.of(sent.messageId(), "k1", "k2")) {
				MessageQuery query = MessageQuery.byKey(this.traceTopic, key);
				await().atMost(PATIENCE).until(() -> admin.queryMessages(query).messages().size() == 1);
				ReceivedMessage trace = admin.queryMessages(query).messages().get(0);
				List<TraceView> views = TraceView.decodeFromTraceTransData(sent.messageId(), official(trace));
				assertThat(views).singleElement().satisfies((view) -> {
					assertThat(view.getTopic()).isEqualTo(this.topic);
					assertThat(view.getGroupName()).isEqualTo(this.producerGroup);
					assertThat(view.getStatus()).isEqualTo("success");
				});
			}
		}
	}

	@Test
	void tracesHaveNoTraceAndClientsWithoutTheOptionLeaveNone() {
		try (RocketClient client = client(Duration.ofMillis(100))) {
			send(client);
			await().atMost(PATIENCE).until(() -> contexts(TraceType.Pub).size() == 1);
			try (Producer producer = client
				.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).build())) {
				producer.send(Message.builder(this.traceTopic).body("none of ours").build());
			}
			send(client);
		}
		try (RocketClient client = RocketClient.builder().nameServers(this.server.nameServers()).build()) {
			send(client);
		}
		assertThat(contexts(TraceType.Pub)).hasSize(2)
			.allSatisfy((pub) -> assertThat(pub.getTraceBeans().get(0).getTopic()).isEqualTo(this.topic));
	}

	private static MessageExt official(ReceivedMessage trace) {
		MessageExt message = new MessageExt();
		message.setBody(trace.body());
		message.putUserProperty("x", "x");
		message.getProperties().put(MessageConst.PROPERTY_KEYS, String.join(" ", trace.keys()));
		message.setStoreHost(trace.storeHost());
		message.setBornHost(trace.bornHost());
		return message;
	}

	private List<TraceContext> contexts(TraceType type) {
		List<TraceContext> found = new ArrayList<>();
		for (StoredBody stored : this.server.messages(this.traceTopic)) {
			String text = new String(stored.body(), StandardCharsets.UTF_8);
			if (text.indexOf('\u0001') >= 0) {
				found.addAll(TraceDataEncoder.decoderFromTraceDataString(text));
			}
		}
		return found.stream().filter((context) -> context.getTraceType() == type).toList();
	}

	private RocketClient client(Duration flushInterval) {
		for (String name : Arrays.asList(this.topic, this.traceTopic)) {
			this.server.createTopic(name, 1);
		}
		return RocketClient.builder()
			.nameServers(this.server.nameServers())
			.requestTimeout(Duration.ofSeconds(20))
			.trace(TraceOptions.builder().topic(this.traceTopic).flushInterval(flushInterval).build())
			.build();
	}

	private SendResult send(RocketClient client) {
		try (Producer producer = client
			.newProducer(ProducerOptions.builder(this.producerGroup).sendTimeout(PATIENCE).build())) {
			return producer.send(Message.builder(this.topic).tag("created").key("k1").key("k2").body("hello").build());
		}
	}

	private PushConsumer consumer(RocketClient client) {
		return client.newPushConsumer(
				PushConsumerOptions.builder(this.group)
					.subscribe(this.topic, Filter.all())
					.startPosition(StartPosition.FIRST)
					.build(),
				(message) -> (message.reconsumeTimes() == 0) ? ConsumeOutcome.retryAtLevel(1) : ConsumeOutcome.SUCCESS);
	}

}
