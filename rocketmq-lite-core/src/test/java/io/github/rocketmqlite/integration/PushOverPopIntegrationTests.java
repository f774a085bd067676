package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.AssignmentListener;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.ReceiveMode;
import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageRequestMode;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyRemotingClient;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.body.SetMessageRequestModeRequestBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Push consumers whose messages are popped, against a real broker that looks for messages
 * to deliver again more often than usual.
 */
@Timeout(180)
class PushOverPopIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(PushOverPopIntegrationTests.class);

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
		.brokerProperty("reviveInterval", "100")
		.brokerProperty("registerNameServerPeriod", "10000")
		.start();

	private final RocketClient client = client();

	private final String topic = Names.topic();

	private final String group = Names.group();

	/** How often each message was handled with success. */
	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createTopic() {
		server.createTopic(this.topic, 4);
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void allMessagesAreDeliveredOnce() {
		List<String> sent = send(300);
		try (PushConsumer consumer = this.client.newPushConsumer(popping().build(), this::handle)) {
			awaitHandled(sent);
			assertThat(consumer.assignment()).contains(new MessageQueue(this.topic, server.brokerName(), -1));
			sent.addAll(send(100));
			awaitHandled(sent);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 0 && consumer.cachedBytes() == 0);
			logger.info("push_over_pop sent={} handled={} duplicates={}", sent.size(), this.handled.size(),
					duplicates());
			assertThat(duplicates()).isZero();
		}
	}

	@Test
	void batchListenersGetSeveralAtOnce() {
		List<String> sent = send(100);
		AtomicInteger largest = new AtomicInteger();
		try (PushConsumer consumer = this.client.newBatchPushConsumer(popping().batchSize(8).build(), (messages) -> {
			largest.accumulateAndGet(messages.size(), Math::max);
			messages.forEach(this::handle);
			return List.of(ConsumeOutcome.SUCCESS);
		})) {
			awaitHandled(sent);
			assertThat(largest.get()).isBetween(2, 8);
			assertThat(consumer.concurrency()).isEqualTo(20);
		}
	}

	@Test
	void aFailedMessageComesAgainAfterItsExactDelayAndIsGivenUpAfterTheLastAttempt() {
		Duration delay = Duration.ofSeconds(2);
		ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
		ConcurrentLinkedQueue<Integer> attempts = new ConcurrentLinkedQueue<>();
		List<Instant> stored = new CopyOnWriteArrayList<>();
		List<Instant> delivered = new CopyOnWriteArrayList<>();
		MessageListener failing = (message) -> {
			nanos.add(System.nanoTime());
			delivered.add(Instant.now());
			stored.add(message.storeTime());
			attempts.add(message.reconsumeTimes());
			assertThat(message.topic()).isEqualTo(this.topic);
			return ConsumeOutcome.retryAfter(delay);
		};
		send(1);
		try (PushConsumer consumer = this.client.newPushConsumer(popping().maxReconsumeTimes(1).build(), failing)) {
			await().atMost(PATIENCE).until(() -> server.messages("%DLQ%" + this.group).size() == 1);
			assertThat(attempts).containsExactly(0, 1);
			List<Long> times = new ArrayList<>(nanos);
			long pause = TimeUnit.NANOSECONDS.toMillis(times.get(1) - times.get(0));
			// the broker stores it anew for the next attempt
			logger.info("push_over_pop wanted={} pause={} of_these_here={}", delay.toMillis(), pause,
					Duration.between(stored.get(1), delivered.get(1)).toMillis());
			assertThat(pause).isGreaterThan(delay.toMillis() - 50);
			assertThat(consumer.isPaused()).isFalse();
		}
	}

	@Test
	void aListenerThatOutlastsTheInvisibleTimeKeepsItsMessage() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch over = new CountDownLatch(1);
		MessageListener slow = (message) -> {
			calls.incrementAndGet();
			over.await(30, TimeUnit.SECONDS);
			return handle(message);
		};
		List<String> sent = send(1);
		PushConsumerOptions options = popping().invisibleTime(Duration.ofSeconds(2)).build();
		try (RocketClient other = client();
				PushConsumer consumer = this.client.newPushConsumer(options, slow);
				PushConsumer rival = other.newPushConsumer(options, slow)) {
			await().atMost(PATIENCE).until(() -> calls.get() == 1);
			// another message, sent and delivered three times later, shows that time
			// passed
			this.client.newProducer(ProducerOptions.builder(Names.group()).build());
			await().during(Duration.ofSeconds(8)).atMost(PATIENCE).until(() -> calls.get() == 1);
			over.countDown();
			awaitHandled(sent);
			await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> calls.get() == 1);
			assertThat(consumer.cachedMessages() + rival.cachedMessages()).isZero();
		}
	}

	@Test
	void whoLeavesGivesBackWhatItHasNotBegun() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch goOn = new CountDownLatch(1);
		MessageListener slow = (message) -> {
			begun.countDown();
			goOn.await(30, TimeUnit.SECONDS);
			return handle(message);
		};
		List<String> sent = send(40);
		PushConsumer leaving = this.client
			.newPushConsumer(popping().concurrency(2).maxReconsumeTimes(0).invisibleTime(LONG).build(), slow);
		try (RocketClient other = client()) {
			assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
			await().atMost(PATIENCE).until(() -> leaving.cachedMessages() > 10);
			Thread closing = new Thread(leaving::close);
			closing.start();
			try (PushConsumer staying = other.newPushConsumer(popping().maxReconsumeTimes(0).build(), this::handle)) {
				// long before the invisible time is over, while two listeners still run
				await().atMost(PATIENCE).until(() -> this.handled.size() >= sent.size() - 2);
				goOn.countDown();
				closing.join();
				awaitHandled(sent);
				assertThat(duplicates()).isZero();
				assertThat(staying.group()).isEqualTo(this.group);
				assertThat(server.messages("%DLQ%" + this.group)).isEmpty();
			}
		}
	}

	@Test
	void membersComeAndGoUnderLoadWithoutLoss() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		MessageListener listener = (message) -> {
			if (calls.incrementAndGet() % 20 == 0) {
				throw new IllegalStateException("thrown by a test");
			}
			return handle(message);
		};
		PushConsumerOptions options = popping().retryPolicy(RetryPolicy.fixed(Duration.ofSeconds(1))).build();
		List<String> sent = new ArrayList<>();
		try (RocketClient other = client(); PushConsumer staying = this.client.newPushConsumer(options, listener)) {
			for (int round = 0; round < 4; round++) {
				try (PushConsumer passing = other.newPushConsumer(options, listener)) {
					sent.addAll(send(250));
					int soFar = sent.size() / 2;
					await().atMost(PATIENCE).until(() -> this.handled.size() >= soFar);
					assertThat(passing.group()).isEqualTo(this.group);
				}
			}
			awaitHandled(sent);
			await().atMost(PATIENCE).until(() -> staying.cachedMessages() == 0);
		}
		logger.info("push_over_pop members come and go: sent={} calls={} duplicates={}", sent.size(), calls.get(),
				duplicates());
		// a broker that is too busy to answer in time may have done what it is asked
		// again
		assertThat(duplicates()).isLessThanOrEqualTo(5);
		assertThat(server.messages("%DLQ%" + this.group)).isEmpty();
	}

	@Test
	void pausesAndLimitsHoldAndSeekingIsRefused() {
		try (PushConsumer consumer = this.client.newPushConsumer(popping().build(), this::handle)) {
			consumer.pause(this.topic);
			List<String> sent = send(20);
			await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(this.handled::isEmpty);
			consumer.resume(this.topic);
			awaitHandled(sent);
			consumer.pause();
			sent.addAll(send(20));
			await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> this.handled.size() == 20);
			consumer.concurrency(2);
			consumer.maxMessagesPerSecond(1000);
			consumer.resume();
			awaitHandled(sent);
			MessageQueue queue = new MessageQueue(this.topic, server.brokerName(), 0);
			assertThatIllegalStateException().isThrownBy(() -> consumer.seek(queue, 0))
				.withMessageContaining("pops topic " + this.topic);
			assertThatIllegalStateException().isThrownBy(() -> consumer.seek(this.topic, Instant.now()));
			assertThatIllegalStateException().isThrownBy(() -> consumer.pause(queue));
			assertThat(duplicates()).isZero();
		}
	}

	@Test
	void tellsItsLagAndThePlacesThatComeAndGo() throws Exception {
		MessageQueue all = new MessageQueue(this.topic, server.brokerName(), -1);
		Queue<String> events = new ConcurrentLinkedQueue<>();
		CountDownLatch goOn = new CountDownLatch(1);
		PushConsumerOptions options = popping().maxPoppedPerQueue(4).assignmentListener(told(events)).build();
		try (PushConsumer consumer = this.client.newPushConsumer(options, (message) -> {
			goOn.await(60, TimeUnit.SECONDS);
			return handle(message);
		})) {
			await().atMost(PATIENCE).until(() -> events.contains("+" + all));
			awaitLag(consumer, all, 0);
			List<String> sent = send(20);
			await().atMost(PATIENCE).until(() -> consumer.cachedMessages() == 4);
			// what is popped and what is not
			awaitLag(consumer, all, 20);
			goOn.countDown();
			awaitHandled(sent);
			awaitLag(consumer, all, 0);
			consumer.unsubscribe(this.topic);
			await().atMost(PATIENCE).until(() -> events.contains("-" + all));
			consumer.subscribe(this.topic, Filter.all());
			await().atMost(PATIENCE).until(() -> consumer.assignment().contains(all));
		}
		await().atMost(PATIENCE)
			.until(() -> events.stream()
				.filter((event) -> event.endsWith(all.toString()))
				.toList()
				.equals(List.of("+" + all, "-" + all, "+" + all, "-" + all)));
	}

	private static void awaitLag(PushConsumer consumer, MessageQueue queue, long lag) {
		await().atMost(PATIENCE)
			.ignoreExceptionsInstanceOf(RocketException.class)
			.until(() -> Long.valueOf(lag).equals(consumer.lag().get(queue)));
	}

	private static AssignmentListener told(Queue<String> events) {
		return new AssignmentListener() {

			@Override
			public void onAssigned(Set<MessageQueue> queues) {
				queues.forEach((queue) -> events.add("+" + queue));
			}

			@Override
			public void onRevoked(Set<MessageQueue> queues) {
				queues.forEach((queue) -> events.add("-" + queue));
			}

		};
	}

	@Test
	void operatorsSwitchTheGroupToPopAndBack() {
		// names differ on the wire, those of retry topics in two places
		NamingOptions naming = NamingOptions.builder().namespace("tenant").build();
		server.createTopic("tenant%" + this.topic, 4);
		AtomicInteger failures = new AtomicInteger();
		MessageListener listener = (message) -> {
			boolean fails = "fails".equals(message.tag()) && failures.getAndIncrement() == 0;
			assertThat(message.topic()).isEqualTo(this.topic);
			return fails ? ConsumeOutcome.retryAfter(Duration.ofSeconds(4)) : handle(message);
		};
		MessageQueue all = new MessageQueue(this.topic, server.brokerName(), -1);
		MessageQueue one = new MessageQueue(this.topic, server.brokerName(), 0);
		PushConsumerOptions options = options().assignedByBroker(true).build();
		try (RocketClient tenant = RocketClient.builder()
			.nameServers(server.nameServers())
			.rebalanceInterval(Duration.ofSeconds(1))
			.naming(naming)
			.build();
				Producer producer = tenant.newProducer(ProducerOptions.builder(Names.group()).build());
				PushConsumer consumer = tenant.newPushConsumer(options, listener)) {
			List<String> sent = send(producer, 20);
			awaitHandled(sent);
			assertThat(consumer.assignment()).contains(one).doesNotContain(all);
			switchTo("tenant%", MessageRequestMode.POP);
			await().atMost(PATIENCE).until(() -> consumer.assignment().contains(all));
			assertThat(consumer.assignment()).doesNotContain(one);
			sent.addAll(send(producer, 20));
			awaitHandled(sent);
			// fails while it is popped, and comes again when the topic is pulled
			sent.add(producer.send(Message.builder(this.topic).tag("fails").body("m").build()).messageId());
			await().atMost(PATIENCE).until(() -> failures.get() == 1);
			switchTo("tenant%", MessageRequestMode.PULL);
			await().atMost(PATIENCE).until(() -> consumer.assignment().contains(one));
			assertThat(consumer.assignment()).doesNotContain(all);
			sent.addAll(send(producer, 20));
			awaitHandled(sent);
			logger.info("push_over_pop switches=2 sent={} duplicates={}", sent.size(), duplicates());
		}
	}

	@Test
	void theOfficialClientSharesTheWork() throws Exception {
		Set<String> theirs = ConcurrentHashMap.newKeySet();
		switchTo("", MessageRequestMode.POP);
		DefaultMQPushConsumer official = official(theirs);
		try (PushConsumer consumer = this.client.newPushConsumer(popping().concurrency(1).build(), this::handle)) {
			List<String> sent = new ArrayList<>();
			await().atMost(PATIENCE).until(() -> {
				sent.addAll(send(20));
				return !theirs.isEmpty() && !this.handled.isEmpty();
			});
			await().atMost(PATIENCE).until(() -> {
				Set<String> all = new HashSet<>(theirs);
				all.addAll(this.handled.keySet());
				return all.containsAll(sent);
			});
			logger.info("push_over_pop with the official client: theirs={} ours={} of {}", theirs.size(),
					this.handled.size(), sent.size());
			assertThat(consumer.isPaused()).isFalse();
		}
		finally {
			official.shutdown();
		}
	}

	private DefaultMQPushConsumer official(Set<String> received) throws Exception {
		DefaultMQPushConsumer official = new DefaultMQPushConsumer(this.group);
		official.setNamesrvAddr(server.nameServers());
		official.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		official.setClientRebalance(false);
		official.subscribe(this.topic, "*");
		official.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
			messages.forEach((message) -> received.add(message.getMsgId()));
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		official.start();
		return official;
	}

	private void switchTo(String namespace, MessageRequestMode mode) {
		SetMessageRequestModeRequestBody body = new SetMessageRequestModeRequestBody();
		body.setTopic(namespace + this.topic);
		body.setConsumerGroup(namespace + this.group);
		body.setMode(mode);
		body.setPopShareQueueNum(0);
		RemotingCommand request = RemotingCommand.createRequestCommand(RequestCode.SET_MESSAGE_REQUEST_MODE, null);
		request.setBody(body.encode());
		NettyRemotingClient remoting = new NettyRemotingClient(new NettyClientConfig());
		remoting.start();
		try {
			await().atMost(PATIENCE)
				.until(() -> remoting.invokeSync(server.brokerAddress(), request, 5000).getCode() == 0);
		}
		finally {
			remoting.shutdown();
		}
	}

	private PushConsumerOptions.Builder popping() {
		return options().receiveMode(ReceiveMode.POP);
	}

	private PushConsumerOptions.Builder options() {
		return PushConsumerOptions.builder(this.group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST);
	}

	private static RocketClient client() {
		return RocketClient.builder()
			.nameServers(server.nameServers())
			.rebalanceInterval(Duration.ofSeconds(1))
			.build();
	}

	private ConsumeOutcome handle(ReceivedMessage message) {
		this.handled.computeIfAbsent(message.messageId(), (first) -> new AtomicInteger()).incrementAndGet();
		return ConsumeOutcome.SUCCESS;
	}

	private void awaitHandled(List<String> sent) {
		await().atMost(PATIENCE).until(() -> this.handled.keySet().containsAll(sent));
	}

	private int duplicates() {
		return this.handled.values().stream().mapToInt(AtomicInteger::get).sum() - this.handled.size();
	}

	private List<String> send(int count) {
		try (Producer producer = this.client.newProducer(ProducerOptions.builder(Names.group()).build())) {
			return send(producer, count);
		}
	}

	private List<String> send(Producer producer, int count) {
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			sent.add(producer.send(Message.builder(this.topic).body("m" + i).build()).messageId());
		}
		return sent;
	}

}
