package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.CompressionOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.QueueSelector;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.selector.SelectMessageQueueByHash;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.protocol.body.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The producer's options and targets with a real broker.
 */
class ProducerIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final String topic = Names.topic();

	private final Message message = Message.builder(this.topic).body("hello").build();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.server.createTopic(this.topic, 4);
		this.client = RocketClient.builder()
			.nameServers(this.server.nameServers())
			.connectTimeout(PATIENCE)
			.requestTimeout(PATIENCE)
			.build();
	}

	@AfterEach
	void stop() {
		this.client.close();
	}

	@Test
	void eachModeReachesTheQueueItNames() {
		Producer producer = producer(options());
		SendTarget third = SendTarget.queue(new MessageQueue(this.topic, this.server.brokerName(), 3));
		assertThat(producer.send(this.message, third).queue().queueId()).isEqualTo(3);
		assertThat(producer.send(this.message, third, PATIENCE).queue().queueId()).isEqualTo(3);
		assertThat(producer.sendAsync(this.message, third).join().queue().queueId()).isEqualTo(3);
		assertThat(producer.sendAsync(this.message, third, PATIENCE).join().queue().queueId()).isEqualTo(3);
		producer.sendOneway(this.message, third);
		assertThat(stored(5)).extracting(StoredBody::queueId).containsOnly(3);
	}

	@Test
	void aQueueThatDoesNotExistIsRefusedByTheBroker() {
		SendTarget tenth = SendTarget.queue(new MessageQueue(this.topic, this.server.brokerName(), 10));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> producer(options()).send(this.message, tenth))
			.withMessageContaining("10");
	}

	@Test
	void selectorsSeeTheQueuesTheMessageAndTheArgument() {
		Producer producer = producer(options());
		QueueSelector byArgument = (queues, sent, argument) -> {
			assertThat(sent).isEqualTo(this.message);
			assertThat(queues).extracting(MessageQueue::queueId).containsExactly(0, 1, 2, 3);
			return queues.get((Integer) argument);
		};
		for (int i = 0; i < 4; i++) {
			SendTarget target = SendTarget.selectedBy(byArgument, i);
			assertThat(producer.send(this.message, target).queue().queueId()).isEqualTo(i);
			assertThat(producer.sendAsync(this.message, target).join().queue().queueId()).isEqualTo(i);
			producer.sendOneway(this.message, target);
		}
		assertThat(stored(12).stream().filter((body) -> body.queueId() == 2)).hasSize(3);
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> producer.send(this.message, SendTarget.selectedBy(byArgument, 4)));
	}

	@Test
	void roundRobinAndRandomUseAllQueues() {
		Producer producer = producer(options());
		assertThat(IntStream.range(0, 8).map((i) -> producer.send(this.message).queue().queueId()).sorted())
			.containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
		Producer random = producer(options().selector(QueueSelector.random()));
		assertThat(IntStream.range(0, 100).map((i) -> random.send(this.message).queue().queueId()).distinct())
			.hasSize(4);
		assertThat(IntStream.range(0, 8)
			.map((i) -> producer.send(this.message, SendTarget.broker(this.server.brokerName())).queue().queueId())
			.sorted()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
	}

	@Test
	void theHashSelectorAgreesWithTheOfficialProducer() throws Exception {
		Producer producer = producer(options());
		DefaultMQProducer official = new DefaultMQProducer(Names.group());
		official.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(official);
		official.setSendMsgTimeout((int) PATIENCE.toMillis());
		official.start();
		try {
			for (Object argument : Stream.of("customer-7", -42, 4711L).toList()) {
				int theirs = official
					.send(new org.apache.rocketmq.common.message.Message(this.topic, new byte[] { 1 }),
							new SelectMessageQueueByHash(), argument)
					.getMessageQueue()
					.getQueueId();
				SendTarget byHash = SendTarget.selectedBy(QueueSelector.hash(), argument);
				assertThat(producer.send(this.message, byHash).queue().queueId()).isEqualTo(theirs);
			}
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	@Test
	void theOfficialClientReadsTheOrderingKey() throws MQClientException {
		SendResult sent = producer(options()).send(this.message.toBuilder().orderingKey("customer-7").build());
		assertThat(
				readByOfficialClient(sent.queue().queueId(), sent.queueOffset(), 1).get(0).getProperty("__SHARDINGKEY"))
			.isEqualTo("customer-7");
	}

	@Test
	void theOfficialClientReadsBodiesHoweverTheyAreCompressed() throws MQClientException {
		byte[] text = "order 4711 of customer 7; ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
		byte[] random = new byte[20_000];
		new Random(42).nextBytes(random);
		SendTarget first = SendTarget.queue(new MessageQueue(this.topic, this.server.brokerName(), 0));
		for (Algorithm algorithm : Algorithm.values()) {
			Producer producer = producer(options().compression(algorithm));
			producer.send(Message.builder(this.topic).tag(algorithm.name()).body(text).build(), first);
			producer.sendAsync(Message.builder(this.topic).tag("random").body(random).build(), first).join();
		}
		List<MessageExt> read = readByOfficialClient(0, 0, 2 * Algorithm.values().length);
		for (MessageExt one : read) {
			if (one.getTags().equals("random")) {
				assertThat(one.getBody()).isEqualTo(random);
				assertThat(one.getStoreSize()).isBetween(random.length, random.length + 1_000);
			}
			else {
				assertThat(one.getBody()).isEqualTo(text);
				assertThat(one.getStoreSize() < 50_000).as(one.getTags()).isEqualTo(!one.getTags().equals("NONE"));
			}
		}
		assertThat(stored(read.size())).filteredOn((body) -> body.text().length() == text.length).hasSize(4);
	}

	@Test
	void compressionChangesWhileTheProducerRuns() throws MQClientException {
		byte[] text = "order 4711 of customer 7; ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
		SendTarget first = SendTarget.queue(new MessageQueue(this.topic, this.server.brokerName(), 0));
		Producer producer = producer(options().compression(Algorithm.NONE));
		Message large = Message.builder(this.topic).body(text).build();
		producer.send(large, first);
		producer.changeCompression(CompressionOptions.of(Algorithm.ZSTD));
		producer.send(large, first);
		producer.changeCompression(new CompressionOptions(Algorithm.ZLIB, text.length + 1, 9));
		producer.send(large, first);
		producer.changeCompression(new CompressionOptions(Algorithm.LZ4, text.length, 1));
		producer.sendAsync(large, first).join();
		List<MessageExt> read = readByOfficialClient(0, 0, 4);
		assertThat(read).allSatisfy((message) -> assertThat(message.getBody()).isEqualTo(text));
		assertThat(read).extracting((message) -> message.getStoreSize() < 50_000)
			.containsExactly(false, true, false, true);
		// the kind of compression stands in these bits
		assertThat(read).extracting((message) -> message.getSysFlag() & 0x700).containsExactly(0, 0x200, 0, 0x100);
	}

	@Test
	void bodiesAndPropertiesUpToTheirLimitsAreStored() {
		Producer producer = producer(options().compression(Algorithm.NONE));
		byte[] largest = new byte[4 * 1024 * 1024];
		new Random(42).nextBytes(largest);
		producer.send(Message.builder(this.topic).body(largest).build());
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> producer
			.send(Message.builder(this.topic).body(Arrays.copyOf(largest, largest.length + 1)).build()));
		String characters = "中".repeat(10_000);
		producer.send(Message.builder(this.topic).property("long", characters).body("x").build());
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> producer
			.send(Message.builder(this.topic).property("long", characters + characters).body("x").build()));
		assertThat(stored(2)).extracting((body) -> body.properties().get("long")).contains(characters);
		assertThat(stored(2)).anySatisfy((body) -> assertThat(body.body()).isEqualTo(largest));
	}

	@Test
	@SuppressWarnings("deprecation") // the only way to the official client's
										// administration
	void brokersKnowAProducerUntilItCloses() throws Exception {
		Producer producer = producer(options());
		// keeps the connection open
		Producer other = producer(options());
		producer.send(this.message);
		DefaultMQProducer official = new DefaultMQProducer(Names.group());
		official.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(official);
		official.start();
		try {
			MQClientAPIImpl api = official.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
			await().atMost(PATIENCE)
				.ignoreExceptions()
				.until(() -> clients(api, producer).equals(List.of(this.client.options().clientId())));
			producer.close();
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThatExceptionOfType(MQBrokerException.class)
					.isThrownBy(() -> clients(api, producer))
					.withMessageContaining("not exist"));
			assertThat(clients(api, other)).containsExactly(this.client.options().clientId());
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	private List<String> clients(MQClientAPIImpl api, Producer producer) throws Exception {
		return api.getProducerConnectionList(this.server.brokerAddress(), producer.group(), 5000)
			.getConnectionSet()
			.stream()
			.map(Connection::getClientId)
			.toList();
	}

	@Test
	void onewayMessagesArrive() {
		Producer producer = producer(options());
		for (int i = 0; i < 100; i++) {
			producer.sendOneway(Message.builder(this.topic).body("m" + i).build());
		}
		assertThat(stored(100)).extracting(StoredBody::text)
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).mapToObj((i) -> "m" + i).toList());
	}

	@Test
	void batchesGoToTheQueueTheyName() {
		Producer producer = producer(options());
		List<Message> batch = IntStream.range(0, 10)
			.mapToObj((i) -> Message.builder(this.topic).body("m" + i).build())
			.toList();
		SendTarget third = SendTarget.queue(new MessageQueue(this.topic, this.server.brokerName(), 3));
		assertThat(producer.sendBatch(batch, third, PATIENCE)).extracting((sent) -> sent.queue().queueId())
			.containsOnly(3);
		SendTarget second = SendTarget.selectedBy((queues, message, argument) -> queues.get((Integer) argument), 2);
		assertThat(producer.sendBatchAsync(batch, second, PATIENCE).join()).extracting((sent) -> sent.queue().queueId())
			.containsOnly(2);
		assertThat(stored(20)).extracting(StoredBody::queueId).containsOnly(2, 3);
	}

	@Test
	void noMoreMessagesLeaveInASecondThanAllowed() {
		Producer producer = producer(options().maxSendsPerSecond(20));
		long started = System.nanoTime();
		List<CompletableFuture<SendResult>> sending = IntStream.range(0, 22)
			.mapToObj((i) -> producer.sendAsync(this.message))
			.toList();
		sending.forEach(CompletableFuture::join);
		// the first leaves at once, and two more moments may have been kept
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				producer.sendAsync(this.message);
			}
			producer.send(this.message, Duration.ofMillis(100));
		}).withMessageContaining("maxSendsPerSecond");
	}

	@Test
	void topicsAreLookedUpAtTheStartIfNamed() {
		RocketClient fresh = RocketClient.builder()
			.nameServers(this.server.nameServers())
			.requestTimeout(PATIENCE)
			.build();
		try (fresh) {
			fresh.newProducer(options().topics(this.topic).build());
			await().atMost(PATIENCE).until(() -> fresh.stats().routeAges().containsKey(this.topic));
			fresh.newProducer(options().build());
			assertThat(fresh.stats().requests("SendMessage", "success")).isZero();
		}
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> this.client.newProducer(options().topics("not a topic").build()))
			.withMessageContaining("not a topic");
	}

	@Test
	void aPingConnectsAndTellsWhetherTheTopicCanBeSentTo() {
		Producer producer = producer(options());
		producer.ping(this.topic);
		assertThat(this.client.stats().connections("ready")).isGreaterThanOrEqualTo(2);
		assertThat(this.server.messages(this.topic)).isEmpty();
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> producer.ping("not a topic"));
		RocketClient astray = RocketClient.builder().nameServers("127.0.0.1:1").build();
		try (astray) {
			Producer lost = astray.newProducer(options().sendTimeout(Duration.ofMillis(500)).build());
			assertThatExceptionOfType(RocketException.class).isThrownBy(() -> lost.ping(this.topic))
				.isNotInstanceOf(RouteNotFoundException.class)
				.withMessageContaining("127.0.0.1:1");
		}
	}

	@Test
	void interceptorsSeeWhatTheBrokerDid() {
		List<SendReport> reports = new CopyOnWriteArrayList<>();
		Producer producer = producer(options().interceptor(new SendInterceptor() {

			@Override
			public Message beforeSend(Message original, SendInvocation send) {
				return original.toBuilder().property("sent-by", send.group()).build();
			}

			@Override
			public void afterSend(SendInvocation send, SendReport report) {
				reports.add(report);
			}

		}));
		SendResult sent = producer.send(this.message);
		CompletableFuture<SendResult> later = producer.sendAsync(this.message);
		assertThat(List.of(sent, later.join()))
			.containsExactlyElementsOf(reports.stream().map(SendReport::result).toList());
		assertThat(reports.get(0).attempts()).singleElement()
			.satisfies((attempt) -> assertThat(attempt.brokerAddress()).isEqualTo(this.server.brokerAddress()));
		assertThat(stored(2))
			.allSatisfy((body) -> assertThat(body.properties()).containsEntry("sent-by", producer.group()));
	}

	private static ProducerOptions.Builder options() {
		return ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE);
	}

	private Producer producer(ProducerOptions.Builder options) {
		return this.client.newProducer(options.build());
	}

	private List<StoredBody> stored(int count) {
		await().atMost(PATIENCE).until(() -> this.server.messages(this.topic).size() == count);
		return this.server.messages(this.topic);
	}

	private List<MessageExt> readByOfficialClient(int queueId, long offset, int count) throws MQClientException {
		org.apache.rocketmq.common.message.MessageQueue queue = new org.apache.rocketmq.common.message.MessageQueue(
				this.topic, this.server.brokerName(), queueId);
		DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(Names.group());
		consumer.setNamesrvAddr(this.server.nameServers());
		OfficialClients.patient(consumer);
		consumer.start();
		try {
			consumer.assign(List.of(queue));
			consumer.seek(queue, offset);
			List<MessageExt> received = new CopyOnWriteArrayList<>();
			await().atMost(PATIENCE).until(() -> {
				received.addAll(consumer.poll(100));
				return received.size() >= count;
			});
			return received;
		}
		finally {
			OfficialClients.stop(consumer::shutdown);
		}
	}

}
