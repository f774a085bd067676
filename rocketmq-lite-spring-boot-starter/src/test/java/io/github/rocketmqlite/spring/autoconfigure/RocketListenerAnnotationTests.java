package io.github.rocketmqlite.spring.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.ConsumerSettings;
import io.github.rocketmqlite.spring.config.DefaultRocketListenerContainerFactory;
import io.github.rocketmqlite.spring.config.ListenerDefaults;
import io.github.rocketmqlite.spring.config.ListenerSettings;
import io.github.rocketmqlite.spring.config.MethodRocketListenerEndpointFactory;
import io.github.rocketmqlite.spring.config.RocketListenerConfigurer;
import io.github.rocketmqlite.spring.config.RocketListenerContainerFactory;
import io.github.rocketmqlite.spring.config.RocketListenerEndpoint;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.DefaultRocketErrorHandler;
import io.github.rocketmqlite.spring.listener.ListenerHandler;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.listener.StartupFailurePolicy;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AliasFor;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From the annotation to the options of the consumer, with a client that only remembers.
 */
@ExtendWith(OutputCaptureExtension.class)
class RocketListenerAnnotationTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RocketAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client);

	@Test
	void aMethodReceivesTheMessagesOfItsTopic() {
		this.runner.withBean("orderListener", SimpleListener.class).run((context) -> {
			PushConsumerOptions options = this.client.consumerOf("billing").options;
			assertThat(options.subscriptions())
				.containsExactlyEntriesOf(Map.of("orders", Filter.tags("created", "paid")));
			assertThat(this.client.consumerOf("billing").deliver(new FakeReceivedMessage("hello")))
				.isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(SimpleListener.class).received).containsExactly("hello");
			assertThat(container(context, "orderListener.on").isRunning()).isTrue();
		});
		assertThat(this.client.runningGroups()).isEmpty();
	}

	@Test
	void warnsOfASelectorThatMayBeMeantForSeveralTags(CapturedOutput output) {
		this.runner.withBean("orderListener", SimpleListener.class)
			.withPropertyValues("rocketmq-lite.listeners[orderListener.on].selector=created or paid")
			.run((context) -> {
				assertThat(this.client.consumerOf("billing").options.subscriptions()).containsEntry("orders",
						Filter.tags("created or paid"));
				assertThat(output).containsPattern("WARN.*SimpleListener.on takes 'created or paid' for one tag");
			});
	}

	@Test
	void warnsOfNoOrdinarySelector(CapturedOutput output) {
		this.runner.withBean("orderListener", SimpleListener.class)
			.run((context) -> assertThat(output).doesNotContain("for one tag"));
	}

	@Test
	void everyAttributeMayBeAPlaceholderOrAnExpression() {
		this.runner.withBean("names", List.class, () -> List.of("invoices", "refunds"))
			.withBean(PlaceholderListener.class)
			.withPropertyValues("l.id=mine", "l.topics=orders,payments", "l.group=billing", "l.selector=a||b",
					"l.concurrency=3", "l.max-reconsume-times=4", "l.start-position=first", "l.auto-startup=false")
			.run((context) -> {
				assertThat(this.client.consumers).isEmpty();
				RocketMessageListenerContainer container = container(context, "mine");
				container.start();
				PushConsumerOptions options = this.client.consumerOf("billing").options;
				assertThat(options.subscriptions()).containsOnlyKeys("orders", "payments", "invoices", "refunds");
				assertThat(options.subscriptions().values()).containsOnly(Filter.tags("a", "b"));
				assertThat(options.concurrency()).isEqualTo(6);
				assertThat(options.maxReconsumeTimes()).isEqualTo(4);
				assertThat(options.startPosition()).isEqualTo(StartPosition.FIRST);
			});
	}

	@Test
	void whatTheAnnotationLeavesOutComesFromTheProperties() {
		this.runner.withBean(BareListener.class)
			.withPropertyValues("rocketmq-lite.consumer.group=defaults", "rocketmq-lite.consumer.concurrency=7",
					"rocketmq-lite.consumer.start-position=first")
			.run((context) -> {
				PushConsumerOptions options = this.client.consumerOf("defaults").options;
				assertThat(options.concurrency()).isEqualTo(7);
				assertThat(options.startPosition()).isEqualTo(StartPosition.FIRST);
				assertThat(options.subscriptions()).containsExactlyEntriesOf(Map.of("orders", Filter.all()));
			});
	}

	@Test
	void listenersStayStoppedWhenThePropertySaysSo() {
		this.runner.withBean(SimpleListener.class)
			.withPropertyValues("rocketmq-lite.listener.auto-startup=false")
			.run((context) -> assertThat(this.client.consumers).isEmpty());
	}

	@Test
	void theAnnotationMayBeRepeated() {
		this.runner.withBean("repeated", RepeatedListener.class).run((context) -> {
			assertThat(this.client.runningGroups()).containsExactlyInAnyOrder("group-a", "group-b");
			assertThat(container(context, "repeated.on")).isNotNull();
			assertThat(container(context, "repeated.on#2")).isNotNull();
		});
	}

	@Test
	void theAnnotationMayBeComposed() {
		this.runner.withBean(ComposedListener.class)
			.run((context) -> assertThat(this.client.consumerOf("audit").options.subscriptions())
				.containsOnlyKeys("payments"));
	}

	@Test
	void aProxiedBeanIsCalledThroughItsProxy() {
		List<String> calls = new ArrayList<>();
		SimpleListener target = new SimpleListener();
		ProxyFactory proxies = new ProxyFactory(target);
		proxies.setProxyTargetClass(true);
		proxies.addAdvice((MethodInterceptor) (invocation) -> {
			calls.add(invocation.getMethod().getName());
			return invocation.proceed();
		});
		this.runner.withBean(SimpleListener.class, () -> (SimpleListener) proxies.getProxy()).run((context) -> {
			calls.clear();
			assertThat(this.client.consumerOf("billing").deliver(new FakeReceivedMessage("hello")))
				.isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(calls).containsExactly("on");
			assertThat(target.received).containsExactly("hello");
		});
	}

	@Test
	void listenersOfABeanThatIsMadeLaterStartAtOnce() {
		this.runner.withBean(SimpleListener.class, SimpleListener::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(this.client.consumers).isEmpty();
				context.getBean(SimpleListener.class);
				assertThat(this.client.runningGroups()).containsExactly("billing");
			});
	}

	@Test
	void aListenerMayBeRegisteredByHand() {
		RocketListenerConfigurer configurer = (registrar) -> registrar.register(endpointByHand());
		this.runner.withBean(RocketListenerConfigurer.class, () -> configurer)
			.run((context) -> assertThat(this.client.runningGroups()).containsExactly("by-hand"));
	}

	@Test
	void aMethodWithoutAnAnnotationMayBeRegisteredByHand() {
		this.runner.withBean(MethodByHand.class).run((context) -> {
			PushConsumerOptions options = this.client.consumerOf("method").options;
			assertThat(options.handling().consumeTimeout()).isEqualTo(Duration.ofMinutes(2));
			assertThat(options.drainTimeout()).isEqualTo(Duration.ofSeconds(3));
			assertThat(this.client.consumerOf("method").deliver(new FakeReceivedMessage("hello")))
				.isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(MethodByHand.class).received).containsExactly("hello");
		});
	}

	@Test
	void aListenerMayRunOnAnotherContainerFactory() {
		FakeRocketClient other = new FakeRocketClient();
		this.runner.withBean("otherFactory", RocketListenerContainerFactory.class, () -> factoryOf(other))
			.withBean(OtherFactoryListener.class)
			.run((context) -> {
				assertThat(other.runningGroups()).containsExactly("billing");
				assertThat(this.client.consumers).isEmpty();
			});
	}

	@Test
	void twoListenersOfAGroupThatWantTheSameFailTheStartAndAreBothNamed() {
		assertStartFails(TwoWhoCompete.class, "TwoWhoCompete.first", "TwoWhoCompete.second", "orders");
	}

	@Test
	void twoListenersOfAGroupThatContradictEachOtherFailTheStartAndAreBothNamed() {
		assertStartFails(TwoWhoDisagree.class, "TwoWhoDisagree.first says concurrency = 2",
				"TwoWhoDisagree.second says concurrency = 3");
	}

	@Test
	void aWrongAttributeFailsTheStartAndIsNamed() {
		assertStartFails(WrongNumber.class, "'concurrency'", "WrongNumber.on", "many");
		assertStartFails(WrongFlag.class, "'autoStartup'", "WrongFlag.on", "perhaps");
		assertStartFails(WrongPosition.class, "'startPosition'", "WrongPosition.on", "middle");
		assertStartFails(NoTopic.class, "'topics'", "NoTopic.on");
		assertStartFails(UnknownPlaceholder.class, "'group'", "UnknownPlaceholder.on", "${no.such}");
		assertStartFails(ZeroConcurrency.class, "'concurrency'", "ZeroConcurrency.on", "0");
		assertStartFails(NoSuchFactory.class, "'nowhere'", "NoSuchFactory.on");
		assertStartFails(BareListener.class, "rocketmq-lite.consumer.group", "BareListener.on");
	}

	@Test
	void aContextMayHaveAParentWhoseClientItUses() {
		this.runner.withBean(ListenerOfParent.class).run((parent) -> {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
				.withParent(parent)
				.withBean(ListenerOfChild.class)
				.run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(this.client.runningGroups()).containsExactlyInAnyOrder("of-parent", "of-child");
					assertThat(child.getBean(RocketClusters.class).nameOf(this.client)).isEqualTo("default");
					assertThat(child.getBean(RocketTemplate.class)).isSameAs(parent.getBean(RocketTemplate.class));
				});
			assertThat(this.client.runningGroups()).containsExactly("of-parent");
			assertThat(this.client.closed).isFalse();
		});
	}

	static class ListenerOfParent {

		@RocketListener(topics = "orders", group = "of-parent")
		void on(String text) {
		}

	}

	static class ListenerOfChild {

		@RocketListener(topics = "orders", group = "of-child")
		void on(String text) {
		}

	}

	@Test
	void listenersSurviveAPauseOfTheContextAndTheClientIsNotTouched() {
		this.runner.withBean(SimpleListener.class).run((context) -> {
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			for (int round = 0; round < 2; round++) {
				source.pause();
				assertThat(this.client.runningGroups()).isEmpty();
				assertThat(this.client.closed).isFalse();
				source.restart();
				assertThat(this.client.runningGroups()).containsExactly("billing");
			}
			source.stop();
			assertThat(this.client.runningGroups()).isEmpty();
			source.start();
			assertThat(this.client.runningGroups()).containsExactly("billing");
		});
	}

	private void assertStartFails(Class<?> listener, String... parts) {
		this.runner.withBean(listener).run((context) -> {
			assertThat(context).hasFailed();
			String messages = messages(context.getStartupFailure());
			assertThat(messages).contains(parts);
		});
	}

	private static String messages(@Nullable Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause.getMessage()).append('\n');
		}
		return messages.toString();
	}

	private static RocketMessageListenerContainer container(ApplicationContext context, String id) {
		return Objects.requireNonNull(context.getBean(RocketListenerEndpointRegistry.class).getContainer(id));
	}

	private static RocketListenerContainerFactory factoryOf(RocketClient client) {
		return new DefaultRocketListenerContainerFactory(client,
				new ListenerDefaults(null, true, StartupFailurePolicy.FAIL, (options) -> {
				}), new DefaultRocketErrorHandler(), List.of());
	}

	private static RocketListenerEndpoint endpointByHand() {
		return new RocketListenerEndpoint() {

			@Override
			public ListenerSettings settings() {
				return ListenerSettings.of("hand", "by-hand", List.of("orders"));
			}

			@Override
			public ListenerHandler handler() {
				return ListenerHandler.of((message) -> ConsumeOutcome.SUCCESS);
			}

			@Override
			public String description() {
				return "by hand";
			}

		};
	}

	static class SimpleListener {

		final List<String> received = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing", selector = "created || paid")
		void on(String text) {
			this.received.add(text);
		}

	}

	static class PlaceholderListener {

		@RocketListener(id = "${l.id}", topics = { "${l.topics}", "#{@names}" }, group = "${l.group}",
				selector = "${l.selector}", concurrency = "#{${l.concurrency} * 2}",
				maxReconsumeTimes = "${l.max-reconsume-times}", startPosition = "${l.start-position}",
				autoStartup = "${l.auto-startup}", containerFactory = "${l.factory:}")
		void on(String text) {
		}

	}

	static class BareListener {

		@RocketListener(topics = "orders")
		void on(String text) {
		}

	}

	static class RepeatedListener {

		@RocketListener(topics = "orders", group = "group-a")
		@RocketListener(topics = "payments", group = "group-b")
		void on(String text) {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RocketListener(topics = "payments", group = "x")
	@interface AuditListener {

		@AliasFor(annotation = RocketListener.class, attribute = "group")
		String auditGroup();

	}

	static class ComposedListener {

		@AuditListener(auditGroup = "audit")
		void on(String text) {
		}

	}

	static class OtherFactoryListener {

		@RocketListener(topics = "orders", group = "billing", containerFactory = "otherFactory")
		void on(String text) {
		}

	}

	static class TwoWhoCompete {

		@RocketListener(topics = "orders", group = "billing")
		void first(String text) {
		}

		@RocketListener(topics = "orders", group = "billing")
		void second(String text) {
		}

	}

	static class TwoWhoDisagree {

		@RocketListener(topics = "orders", group = "billing", concurrency = "2")
		void first(String text) {
		}

		@RocketListener(topics = "payments", group = "billing", concurrency = "3")
		void second(String text) {
		}

	}

	static class WrongNumber {

		@RocketListener(topics = "orders", group = "billing", concurrency = "many")
		void on(String text) {
		}

	}

	static class WrongFlag {

		@RocketListener(topics = "orders", group = "billing", autoStartup = "perhaps")
		void on(String text) {
		}

	}

	static class WrongPosition {

		@RocketListener(topics = "orders", group = "billing", startPosition = "middle")
		void on(String text) {
		}

	}

	static class NoTopic {

		@RocketListener(topics = "", group = "billing")
		void on(String text) {
		}

	}

	static class UnknownPlaceholder {

		@RocketListener(topics = "orders", group = "${no.such}")
		void on(String text) {
		}

	}

	static class ZeroConcurrency {

		@RocketListener(topics = "orders", group = "billing", concurrency = "0")
		void on(String text) {
		}

	}

	static class NoSuchFactory {

		@RocketListener(topics = "orders", group = "billing", containerFactory = "nowhere")
		void on(String text) {
		}

	}

	/** The class says what the type variable of the method's interface stands for. */
	static class MethodByHand implements RocketListenerConfigurer, Consumer<String> {

		final List<String> received = new ArrayList<>();

		private final MethodRocketListenerEndpointFactory endpoints;

		MethodByHand(MethodRocketListenerEndpointFactory endpoints) {
			this.endpoints = endpoints;
		}

		@Override
		public void configure(RocketListenerEndpointRegistrar registrar) {
			ConsumerSettings consumer = new ConsumerSettings(null, null, null, null, null, null, null,
					Duration.ofMinutes(2), Duration.ofSeconds(3));
			registrar.register(this.endpoints.endpoint(
					new ListenerSettings("method", List.of("orders"), Filter.all(), "method", consumer, null, null),
					this, ClassUtils.getMethod(Consumer.class, "accept", Object.class), "by hand"));
		}

		@Override
		public void accept(String text) {
			this.received.add(text);
		}

	}

}
