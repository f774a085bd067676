package io.github.rocketmqlite.migration;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.listener.FailureHandling;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.spring.annotation.ConsumeMode;
import org.apache.rocketmq.spring.annotation.ExtRocketMQConsumerConfiguration;
import org.apache.rocketmq.spring.annotation.ExtRocketMQTemplateConfiguration;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListenerBeanPostProcessor.AnnotationEnhancer;
import org.apache.rocketmq.spring.annotation.RocketMQTransactionListener;
import org.apache.rocketmq.spring.annotation.SelectorType;
import org.apache.rocketmq.spring.core.RocketMQListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionState;
import org.apache.rocketmq.spring.core.RocketMQPushConsumerLifecycleListener;
import org.apache.rocketmq.spring.core.RocketMQReplyListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an annotated listener of rocketmq-spring becomes, attribute by attribute. Nothing
 * is started.
 */
@ExtendWith(OutputCaptureExtension.class)
class LegacyListenersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class, RocketMigrationAutoConfiguration.class))
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addLast(new LegacyPropertySource(context.getEnvironment())))
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME))
		.withPropertyValues("rocketmq.name-server=a:9876;b:9876", "rocketmq-lite.listener.auto-startup=false",
				"topics.orders=orders");

	@Test
	void anAnnotationWithDefaultsBecomesAListenerWithDefaults() {
		this.runner.withBean("plain", Plain.class).run((context) -> {
			RocketMessageListenerContainer container = container(context, "plain");
			PushConsumerOptions options = container.getProperties().consumerOptions();
			assertThat(container.getListenerIds()).containsExactly("plain");
			assertThat(options.group()).isEqualTo("billing");
			assertThat(options.subscriptions()).containsOnlyKeys("orders").containsValue(Filter.all());
			assertThat(options.concurrency()).isEqualTo(20);
			assertThat(options.maxReconsumeTimes()).isEqualTo(16);
			assertThat(options.handling().ordered()).isFalse();
			assertThat(options.handling().consumeTimeout()).isEqualTo(Duration.ofMinutes(15));
			assertThat(options.assignment().model()).isEqualTo(MessageModel.CLUSTERING);
		});
	}

	@Test
	void everyAttributeIsHeeded() {
		this.runner.withBean("full", Full.class).run((context) -> {
			PushConsumerOptions options = container(context, "full").getProperties().consumerOptions();
			assertThat(options.group()).isEqualTo("full");
			assertThat(options.subscriptions()).containsEntry("orders", Filter.tags("a", "b"));
			assertThat(options.concurrency()).isEqualTo(7);
			assertThat(options.maxReconsumeTimes()).isEqualTo(3);
			assertThat(options.handling().consumeTimeout()).isEqualTo(Duration.ofMinutes(2));
			assertThat(options.drainTimeout()).isEqualTo(Duration.ofSeconds(40));
			assertThat(options.assignment().model()).isEqualTo(MessageModel.BROADCASTING);
			assertThat(afterFailure(context, "full")).isEqualTo(ConsumeOutcome.retryAtLevel(2));
		});
	}

	@Test
	void anOrderedListenerWaitsAndNeverGivesUp() {
		this.runner.withBean("ordered", Ordered.class).run((context) -> {
			PushConsumerOptions options = container(context, "ordered").getProperties().consumerOptions();
			assertThat(options.handling().ordered()).isTrue();
			assertThat(options.maxReconsumeTimes()).isEqualTo(PushConsumerOptions.UNLIMITED);
			FailureHandling failures = failures(context, "ordered");
			assertThat(failures.retryPolicy().afterFailure(message(), new IllegalStateException()))
				.isEqualTo(ConsumeOutcome.retryAfter(Duration.ofMillis(250)));
		});
	}

	@Test
	void conditionsAndDeadLettersAtOnceAreHeeded() {
		this.runner.withBean("conditional", Conditional.class).run((context) -> {
			assertThat(container(context, "conditional").getProperties().consumerOptions().subscriptions())
				.containsEntry("orders", Filter.sql("amount > 10"));
			assertThat(afterFailure(context, "conditional")).isEqualTo(ConsumeOutcome.DEAD_LETTER);
		});
	}

	@Test
	void propertiesOfTheListenerWin() {
		this.runner.withBean("full", Full.class)
			.withPropertyValues("rocketmq-lite.listeners.full.concurrency=2",
					"rocketmq-lite.listeners.full.back-off=4s")
			.run((context) -> {
				assertThat(container(context, "full").getProperties().consumerOptions().concurrency()).isEqualTo(2);
				assertThat(afterFailure(context, "full")).isEqualTo(ConsumeOutcome.RETRY);
				assertThat(failures(context, "full").retryPolicy().afterFailure(message(), null))
					.isEqualTo(ConsumeOutcome.retryAfter(Duration.ofSeconds(4)));
			});
	}

	@Test
	void listenersAreFoundBehindBaseClassesInterfacesAndProxies() {
		this.runner.withBean("derived", Derived.class)
			.withBean("replying", Replying.class)
			.withBean("behindInterface", RocketMQListener.class, () -> {
				ProxyFactory proxy = new ProxyFactory(new Plain());
				assertThat(proxy.getProxiedInterfaces()).contains(RocketMQListener.class);
				return (RocketMQListener<?>) proxy.getProxy();
			})
			.withBean("unannotated", Unannotated.class)
			.run((context) -> assertThat(context.getBean(RocketListenerEndpointRegistry.class).getContainers())
				.flatExtracting(RocketMessageListenerContainer::getListenerIds)
				.containsExactlyInAnyOrder("derived", "replying", "behindInterface"));
	}

	@Test
	void theSwitchByGroupAndTopicIsHeeded(CapturedOutput output) {
		this.runner.withBean("plain", Plain.class)
			.withPropertyValues("rocketmq.consumer.listeners.billing.orders=false",
					"rocketmq.consumer.listeners.other.orders=true")
			.run((context) -> assertThat(context.getBean(RocketListenerEndpointRegistry.class).getContainers())
				.isEmpty());
		assertThat(output).contains("'plain' is switched off by 'rocketmq.consumer.listeners.billing.orders'")
			.contains("[rocketmq.consumer.listeners.other.orders]");
	}

	@Test
	void aListenerOfAnotherNameServerIsOfTheClusterThatHasIt() {
		this.runner.withBean("elsewhere", Elsewhere.class)
			.withPropertyValues("rocketmq-lite.clusters.eu.name-servers=d:9876,c:9876")
			.run((context) -> assertThat(container(context, "elsewhere").getClient())
				.isSameAs(context.getBean("euRocketClient")));
	}

	@Test
	void aListenerThatFitsNoClusterFailsTheStart() {
		assertFailure(Elsewhere.class, "Elsewhere", "name-servers is to be 'c:9876;d:9876', and is 'a:9876;b:9876'",
				"rocketmq-lite.clusters.<name>");
		assertFailure(Encrypted.class, "ssl.enabled is to be 'true', and is 'false'");
		this.runner.withBean("elsewhere", Elsewhere.class)
			.withPropertyValues("rocketmq-lite.clusters.x.name-servers=c:9876,d:9876",
					"rocketmq-lite.clusters.y.name-servers=c:9876,d:9876")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("several clusters, [x, y]"));
	}

	@Test
	void aListenerThatWouldChangeItsNamespaceFailsTheStart() {
		this.runner.withBean("plain", Plain.class)
			.withPropertyValues("rocketmq.producer.namespace=one")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ListenerConfigurationException.class)
				.hasMessageContaining("rocketmq.producer.namespace")
				.hasMessageContaining("Set 'rocketmq-lite.namespace'"));
		this.runner.withBean("plain", Plain.class)
			.withPropertyValues("rocketmq.producer.namespace=one", "rocketmq.consumer.namespace=one")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withBean("plain", Plain.class)
			.withPropertyValues("rocketmq.producer.namespace=one", "rocketmq-lite.namespace=one")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whatTakesTheOfficialClientFailsTheStart() {
		assertFailure(Raw.class, "Raw", "org.apache.rocketmq.common.message.MessageExt",
				"io.github.rocketmqlite.ReceivedMessage");
		assertFailure(Prepared.class, "Prepared", "prepareStart", "PushConsumerOptionsCustomizer");
	}

	@Test
	void listenersThatMakeNoSenseFailTheStart() {
		assertFailure(NoListener.class, "NoListener", "must be a RocketMQListener or a RocketMQReplyListener");
		assertFailure(Untyped.class, "Untyped", "does not say what it takes");
		assertFailure(Unresolved.class, "topic '${nowhere}'", "cannot be resolved");
		assertFailure(BadSelector.class, "selectorExpression 'a || || b'");
		assertFailure(Prototype.class, "bean 'listener'", "no singleton");
	}

	@Test
	void attributesWithoutEffectAreNamed(CapturedOutput output) {
		this.runner.withBean("traced", Traced.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Without effect on the listener " + Traced.class.getName())
			.contains("replyTimeout (")
			.contains("enableMsgTrace (")
			.contains("accessChannel (")
			.contains("customizedTraceTopic (");
	}

	@Test
	void aTransactionListenerOfAnotherTemplateFailsTheStart() {
		assertFailure(OtherTransactions.class, "OtherTransactions", "'extTemplate'", "@RocketTransactionChecker");
	}

	@Test
	void beansWithoutEffectFailTheStart() {
		assertFailure(OtherTemplate.class, "bean 'listener'", "@ExtRocketMQTemplateConfiguration",
				"'rocketmq-lite.clusters.<name>'");
		assertFailure(OtherConsumer.class, "@ExtRocketMQConsumerConfiguration", "newPullConsumer");
		assertFailure(Enhancer.class, "AnnotationEnhancer", "'rocketmq-lite.listeners.<name of the bean>.*'");
	}

	private void assertFailure(Class<?> listener, String... parts) {
		this.runner.withBean("listener", listener)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ListenerConfigurationException.class)
				.message()
				.contains(parts));
	}

	private static RocketMessageListenerContainer container(ApplicationContext context, String id) {
		RocketMessageListenerContainer container = context.getBean(RocketListenerEndpointRegistry.class)
			.getContainer(id);
		assertThat(container).as(id).isNotNull();
		return container;
	}

	private static FailureHandling failures(ApplicationContext context, String id) {
		return container(context, id).getProperties().listeners().all().get(0).failures();
	}

	private static ConsumeOutcome afterFailure(ApplicationContext context, String id) {
		return failures(context, id).errorHandler().handle(id, message(), new IllegalStateException("failed"));
	}

	private static ReceivedMessage message() {
		return (ReceivedMessage) Proxy.newProxyInstance(LegacyListenersTests.class.getClassLoader(),
				new Class<?>[] { ReceivedMessage.class },
				(proxy, method, arguments) -> (method.getReturnType() == int.class) ? 0 : null);
	}

	@RocketMQMessageListener(topic = "${topics.orders}", consumerGroup = "billing")
	static class Plain implements RocketMQListener<String> {

		@Override
		public void onMessage(String text) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "full", selectorExpression = "a || b",
			messageModel = org.apache.rocketmq.spring.annotation.MessageModel.BROADCASTING, consumeThreadNumber = 7,
			maxReconsumeTimes = 3, consumeTimeout = 2, awaitTerminationMillisWhenShutdown = 40_000,
			delayLevelWhenNextConsume = 2)
	static class Full implements RocketMQListener<String> {

		@Override
		public void onMessage(String text) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "ordered", consumeMode = ConsumeMode.ORDERLY,
			suspendCurrentQueueTimeMillis = 250)
	static class Ordered implements RocketMQListener<Message<String>> {

		@Override
		public void onMessage(Message<String> message) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "conditional", selectorType = SelectorType.SQL92,
			selectorExpression = "amount > 10", delayLevelWhenNextConsume = -1)
	static class Conditional implements RocketMQListener<byte[]> {

		@Override
		public void onMessage(byte[] body) {
		}

	}

	interface Step<T> extends RocketMQListener<T> {

	}

	abstract static class Base<A, T> implements Step<List<T>> {

		@Override
		public void onMessage(List<T> payload) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "derived")
	static class Derived extends Base<Integer, String> {

	}

	@RocketMQMessageListener(topic = "questions", consumerGroup = "replying")
	static class Replying implements RocketMQReplyListener<String, Integer> {

		@Override
		public Integer onMessage(String text) {
			return text.length();
		}

	}

	static class Unannotated implements RocketMQListener<String> {

		@Override
		public void onMessage(String text) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "elsewhere", nameServer = "c:9876;d:9876")
	static class Elsewhere implements RocketMQListener<String> {

		@Override
		public void onMessage(String text) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "encrypted", tlsEnable = "true")
	static class Encrypted implements RocketMQListener<String> {

		@Override
		public void onMessage(String text) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "raw")
	static class Raw implements RocketMQListener<MessageExt> {

		@Override
		public void onMessage(MessageExt message) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "prepared")
	static class Prepared implements RocketMQListener<String>, RocketMQPushConsumerLifecycleListener {

		@Override
		public void onMessage(String text) {
		}

		@Override
		public void prepareStart(DefaultMQPushConsumer consumer) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "none")
	static class NoListener {

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "untyped")
	static class Untyped implements RocketMQListener<Object> {

		@Override
		public void onMessage(Object payload) {
		}

	}

	@RocketMQMessageListener(topic = "${nowhere}", consumerGroup = "unresolved")
	static class Unresolved extends Plain {

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "bad", selectorExpression = "a || || b")
	static class BadSelector extends Plain {

	}

	@Scope("prototype")
	@RocketMQMessageListener(topic = "orders", consumerGroup = "prototype")
	static class Prototype extends Plain {

	}

	@RocketMQMessageListener(topic = "questions", consumerGroup = "traced", replyTimeout = 100, enableMsgTrace = true,
			accessChannel = "CLOUD", customizedTraceTopic = "traces")
	static class Traced extends Replying {

	}

	@ExtRocketMQTemplateConfiguration
	static class OtherTemplate {

	}

	@ExtRocketMQConsumerConfiguration(topic = "orders", group = "pulling")
	static class OtherConsumer {

	}

	static class Enhancer implements AnnotationEnhancer {

		@Override
		public Map<String, Object> apply(Map<String, Object> attributes, AnnotatedElement element) {
			return attributes;
		}

	}

	@RocketMQTransactionListener(rocketMQTemplateBeanName = "extTemplate")
	static class OtherTransactions implements RocketMQLocalTransactionListener {

		@Override
		public RocketMQLocalTransactionState executeLocalTransaction(@SuppressWarnings("rawtypes") Message message,
				Object argument) {
			return RocketMQLocalTransactionState.UNKNOWN;
		}

		@Override
		public RocketMQLocalTransactionState checkLocalTransaction(@SuppressWarnings("rawtypes") Message message) {
			return RocketMQLocalTransactionState.UNKNOWN;
		}

	}

}
