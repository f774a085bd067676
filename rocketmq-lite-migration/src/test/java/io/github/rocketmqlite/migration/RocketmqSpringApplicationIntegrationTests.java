package io.github.rocketmqlite.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.apache.rocketmq.spring.annotation.ConsumeMode;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.annotation.RocketMQTransactionListener;
import org.apache.rocketmq.spring.autoconfigure.RocketMQAutoConfiguration;
import org.apache.rocketmq.spring.core.RocketMQListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionState;
import org.apache.rocketmq.spring.core.RocketMQReplyListener;
import org.apache.rocketmq.spring.support.RocketMQHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose listeners and configuration were written for rocketmq-spring, on a
 * real broker. Only its sends are new, and the properties that tests need.
 */
@SpringBootTest(properties = { "spring.config.location=classpath:/written-for-rocketmq-spring.yaml",
		"rocketmq-lite.consumer.start-position=first", "rocketmq-lite.producer.send-timeout=20s",
		"rocketmq-lite.request-timeout=20s" })
@EmbeddedRocketMQ(topics = { "shop-orders", "shop-steps", "shop-questions", "shop-proxied", "shop-transactions" },
		nameServersProperty = "rocketmq.name-server")
class RocketmqSpringApplicationIntegrationTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@Autowired
	private RocketTemplate template;

	@Autowired
	private ApplicationContext context;

	@Test
	void aListenerWithAGenericBaseClassGetsItsType() {
		this.template.send("shop-orders:created", new Order("o-1", 3));
		this.template.send("shop-orders:ignored", new Order("o-2", 4));
		this.template.message(new Order("o-3", 5)).topic("shop-orders:paid").key("k").send();
		Orders orders = this.context.getBean(Orders.class);
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(orders.received).contains(new Order("o-1", 3), new Order("o-3", 5)));
		assertThat(orders.received).doesNotContain(new Order("o-2", 4));
	}

	@Test
	void whatFailsComesAgain() {
		this.template.send("shop-orders:fail-once", new Order("o-4", 6));
		Failing failing = this.context.getBean(Failing.class);
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(failing.attempts).contains("0", "1"));
	}

	@Test
	void anOrderedListenerGetsMessagesInTheirOrder() {
		List<String> steps = IntStream.range(0, 30).mapToObj(Integer::toString).toList();
		steps.forEach((step) -> this.template.message(step).topic("shop-steps").orderingKey("42").send());
		Steps listener = this.context.getBean(Steps.class);
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(new ArrayList<>(listener.received)).containsExactlyElementsOf(steps));
	}

	@Test
	void aReplyListenerAnswersRequests() {
		assertThat(this.template.message(new Question(20))
			.topic("shop-questions")
			.timeout(Duration.ofSeconds(20))
			.request(Answer.class)).isEqualTo(new Answer(40));
	}

	@Test
	void aListenerBehindAProxyIsCalledThroughIt() {
		this.template.send("shop-proxied", "text");
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(this.context.getBean(Calls.class).all).contains("before onMessage",
					"received text on shop-proxied"));
	}

	@Test
	void aTransactionListenerAnswersTheBroker() {
		this.template.sendInTransaction("shop-transactions", "decided later", (id) -> TransactionDecision.UNKNOWN);
		Transactions transactions = this.context.getBean(Transactions.class);
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(transactions.received).contains("decided later"));
		assertThat(transactions.checked).contains("decided later");
	}

	@Test
	void propertiesAreReadAndExplicitOnesWin() {
		RocketProperties properties = this.context.getBean(RocketProperties.class);
		assertThat(properties.getProducer().getGroup()).isEqualTo("shop");
		assertThat(properties.getProducer().getRetries()).isEqualTo(3);
		assertThat(properties.getProducer().getSendTimeout()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void theOfficialAutoConfigurationStaysOff() {
		assertThat(ClassUtils.isPresent("org.apache.rocketmq.client.MQAdmin", getClass().getClassLoader())).isTrue();
		assertThat(this.context.getBeansOfType(RocketMQAutoConfiguration.class)).isEmpty();
		assertThat(this.context.getBean(RocketListenerEndpointRegistry.class).getContainers())
			.flatExtracting(RocketMessageListenerContainer::getGroup)
			.doesNotContain("shop-switched-off")
			.contains("shop-orders", "shop-steps");
	}

	record Order(String id, int amount) {
	}

	record Question(int number) {
	}

	record Answer(int number) {
	}

	static class Calls {

		final List<String> all = new CopyOnWriteArrayList<>();

	}

	abstract static class Recording<T> implements RocketMQListener<T> {

		final List<T> received = new CopyOnWriteArrayList<>();

		@Override
		public void onMessage(T payload) {
			this.received.add(payload);
		}

	}

	@Component
	@RocketMQMessageListener(topic = "${shop.topics.orders}", consumerGroup = "shop-orders",
			selectorExpression = "created || paid", consumeThreadNumber = 4)
	static class Orders extends Recording<Order> {

	}

	/** The one change: it took a MessageExt. */
	@Component
	@RocketMQMessageListener(topic = "${shop.topics.orders}", consumerGroup = "shop-failing",
			selectorExpression = "fail-once", delayLevelWhenNextConsume = 1)
	static class Failing implements RocketMQListener<ReceivedMessage> {

		final List<String> attempts = new CopyOnWriteArrayList<>();

		@Override
		public void onMessage(ReceivedMessage message) {
			String attempt = String.valueOf(message.reconsumeTimes());
			this.attempts.add(attempt);
			if (attempt.equals("0")) {
				throw new IllegalStateException("fails once");
			}
		}

	}

	@Component
	@RocketMQMessageListener(topic = "shop-orders", consumerGroup = "shop-switched-off")
	static class SwitchedOff extends Recording<Order> {

	}

	@Component
	@RocketMQMessageListener(topic = "shop-steps", consumerGroup = "shop-steps", consumeMode = ConsumeMode.ORDERLY)
	static class Steps extends Recording<String> {

	}

	@Component
	@RocketMQMessageListener(topic = "shop-questions", consumerGroup = "shop-questions")
	static class Questions implements RocketMQReplyListener<Question, Answer> {

		@Override
		public Answer onMessage(Question question) {
			return new Answer(2 * question.number());
		}

	}

	@RocketMQMessageListener(topic = "shop-proxied", consumerGroup = "shop-proxied")
	static class Proxied implements RocketMQListener<Message<String>> {

		private final Calls calls;

		Proxied(Calls calls) {
			this.calls = calls;
		}

		@Override
		public void onMessage(Message<String> message) {
			this.calls.all.add("received " + message.getPayload() + " on "
					+ message.getHeaders().get(RocketMQHeaders.PREFIX + RocketMQHeaders.TOPIC));
		}

	}

	@Component
	@RocketMQTransactionListener
	@RocketMQMessageListener(topic = "shop-transactions", consumerGroup = "shop-transactions")
	static class Transactions extends Recording<String> implements RocketMQLocalTransactionListener {

		final List<String> checked = new CopyOnWriteArrayList<>();

		@Override
		@SuppressWarnings("rawtypes")
		public RocketMQLocalTransactionState executeLocalTransaction(Message message, Object argument) {
			return RocketMQLocalTransactionState.UNKNOWN;
		}

		@Override
		@SuppressWarnings("rawtypes")
		public RocketMQLocalTransactionState checkLocalTransaction(Message message) {
			assertThat(message.getHeaders().get(RocketMQHeaders.PREFIX + RocketMQHeaders.TRANSACTION_ID)).isNotNull();
			this.checked.add(new String((byte[]) message.getPayload()));
			return RocketMQLocalTransactionState.COMMIT;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Orders.class, Failing.class, SwitchedOff.class, Steps.class, Questions.class, Transactions.class })
	static class Application {

		@Bean
		Calls calls() {
			return new Calls();
		}

		@Bean
		RocketMQListener<?> proxied(Calls calls) {
			ProxyFactory proxy = new ProxyFactory(new Proxied(calls));
			proxy.addAdvice((org.springframework.aop.MethodBeforeAdvice) (method, arguments, target) -> calls.all
				.add("before " + method.getName()));
			return (RocketMQListener<?>) proxy.getProxy();
		}

	}

}
