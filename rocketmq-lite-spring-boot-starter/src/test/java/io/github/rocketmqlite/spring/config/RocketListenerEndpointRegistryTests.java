package io.github.rocketmqlite.spring.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.fakes.FakePushConsumer;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.DefaultRocketErrorHandler;
import io.github.rocketmqlite.spring.listener.ListenerHandler;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.listener.StartupFailurePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RocketListenerEndpointRegistryTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final RocketListenerContainerFactory factory = new DefaultRocketListenerContainerFactory(this.client,
			new ListenerDefaults(null, true, StartupFailurePolicy.FAIL, (options) -> {
			}), new DefaultRocketErrorHandler(), List.of());

	private final List<String> called = new ArrayList<>();

	private final RocketListenerEndpointRegistry registry = new RocketListenerEndpointRegistry();

	@Test
	void startsAndStopsAllAnyNumberOfTimes() {
		register("a", "group-a");
		register("b", "group-b");
		for (int round = 1; round <= 3; round++) {
			this.registry.start();
			assertThat(this.client.runningGroups()).containsExactly("group-a", "group-b");
			this.registry.stop();
			assertThat(this.client.runningGroups()).isEmpty();
		}
		assertThat(this.client.consumers).hasSize(6);
	}

	@Test
	void aRestartStartsThoseThatRanBefore() {
		register("a", "group-a");
		register("b", "group-b");
		this.registry.register(endpoint("c", "group-c", false), this.factory);
		this.registry.start();
		assertThat(this.client.runningGroups()).containsExactly("group-a", "group-b");
		container("a").stop();
		container("c").start();
		this.registry.stop();
		this.registry.start();
		assertThat(this.client.runningGroups()).containsExactly("group-b", "group-c");
	}

	@Test
	void startsAtOnceWhatIsRegisteredLater() {
		this.registry.start();
		register("a", "group-a");
		assertThat(container("a").isRunning()).isTrue();
	}

	@Test
	void showsEveryContainerToWatchers() {
		List<String> seen = new ArrayList<>();
		register("a", "group-a");
		this.registry.forEachContainer((container) -> seen.add(container.getId()));
		register("b", "group-b");
		assertThat(seen).containsExactly("a", "b");
	}

	@Test
	void listenersOfAGroupAreOneConsumerThatSubscribesToAllTheyWant() {
		register(settings("a", "orders", Filter.tags("created"), 4));
		register(settings("b", "orders", Filter.tags("paid"), null));
		register(settings("c", "payments", Filter.all(), null));
		this.registry.start();
		assertThat(this.client.runningGroups()).containsExactly("billing");
		PushConsumerOptions options = this.client.consumerOf("billing").options;
		assertThat(options.subscriptions())
			.isEqualTo(Map.of("orders", Filter.tags("created", "paid"), "payments", Filter.all()));
		assertThat(options.concurrency()).isEqualTo(4);
		assertThat(container("c")).isSameAs(container("a"));
		assertThat(container("a").getListenerIds()).containsExactly("a", "b", "c");
	}

	@Test
	void eachMessageGoesToTheListenerOfItsTopicAndTag() throws Exception {
		register(settings("created", "orders", Filter.tags("created"), null));
		register(settings("rest", "orders", Filter.all(), null));
		register(settings("payments", "payments", Filter.all(), null));
		this.registry.start();
		FakePushConsumer consumer = this.client.consumerOf("billing");
		consumer.deliver(new FakeReceivedMessage("1").topic("orders").tag("created"));
		consumer.deliver(new FakeReceivedMessage("2").topic("orders").tag("paid"));
		consumer.deliver(new FakeReceivedMessage("3").topic("orders"));
		consumer.deliver(new FakeReceivedMessage("4").topic("payments").tag("created"));
		assertThat(this.called).containsExactly("created:1", "rest:2", "rest:3", "payments:4");
	}

	@Test
	void aMessageThatNoListenerTakesAnyMoreIsDeliveredAgain() throws Exception {
		register(settings("a", "orders", Filter.tags("created"), null));
		register(settings("b", "payments", Filter.all(), null));
		this.registry.start();
		assertThat(this.client.consumerOf("billing").deliver(new FakeReceivedMessage("1").topic("orders").tag("gone")))
			.isEqualTo(ConsumeOutcome.RETRY);
		assertThat(this.called).isEmpty();
	}

	@Test
	void aListenerThatJoinsARunningGroupRestartsItsConsumer() {
		register(settings("a", "orders", Filter.all(), null));
		this.registry.start();
		register(settings("b", "payments", Filter.all(), null));
		assertThat(this.client.runningGroups()).containsExactly("billing");
		assertThat(this.client.consumers).hasSize(2);
		assertThat(this.client.consumerOf("billing").options.subscriptions()).containsOnlyKeys("orders", "payments");
	}

	@Test
	void refusesTwoListenersOfAGroupThatWantTheSameMessages() {
		register(settings("a", "orders", Filter.tags("created", "paid"), null));
		assertThatIllegalStateException()
			.isThrownBy(() -> register(settings("b", "orders", Filter.tags("paid", "shipped"), null)))
			.withMessageContaining("Listeners.a")
			.withMessageContaining("Listeners.b")
			.withMessageContaining("paid || shipped");
		register(settings("c", "orders", Filter.all(), null));
		assertThatIllegalStateException().isThrownBy(() -> register(settings("d", "orders", Filter.all(), null)))
			.withMessageContaining("Listeners.c")
			.withMessageContaining("Listeners.d");
	}

	@Test
	void refusesTwoListenersOfAGroupThatContradictEachOther() {
		register(settings("a", "orders", Filter.all(), 4));
		assertThatIllegalStateException().isThrownBy(() -> register(settings("b", "payments", Filter.all(), 8)))
			.withMessageContaining("Listeners.a says concurrency = 4")
			.withMessageContaining("Listeners.b says concurrency = 8");
	}

	@Test
	void refusesTwoContainerFactoriesInOneGroup() {
		register(settings("a", "orders", Filter.all(), null));
		RocketListenerContainerFactory other = (endpoints) -> this.factory.createContainer(endpoints);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.registry.register(endpoint(settings("b", "payments", Filter.all(), null)), other))
			.withMessageContaining("Listeners.a")
			.withMessageContaining("Listeners.b")
			.withMessageContaining("container factories");
	}

	@Test
	void refusesASecondListenerOfAnIdAndNamesBoth() {
		register("a", "group-a");
		assertThatIllegalStateException().isThrownBy(() -> register("a", "group-b"))
			.withMessageContaining("id 'a'")
			.withMessageContaining("Listeners.a");
	}

	@Test
	void refusesAListenerWithoutGroup() {
		ListenerSettings settings = new ListenerSettings("a", List.of("orders"), Filter.all(), null,
				ConsumerSettings.NONE, null, null);
		assertThatIllegalStateException().isThrownBy(() -> this.registry.register(endpoint(settings), this.factory))
			.withMessageContaining("Listeners.a")
			.withMessageContaining("rocketmq-lite.consumer.group");
	}

	@Test
	void leavesNothingRunningWhenOneDoesNotStart() {
		register("a", "group-a");
		RocketListenerContainerFactory failing = (endpoint) -> {
			FakeRocketClient unreachable = new FakeRocketClient();
			unreachable.consumerFailure = new RocketConnectionException("refused", Outcome.NOT_SENT, null);
			return new DefaultRocketListenerContainerFactory(unreachable,
					new ListenerDefaults(null, true, StartupFailurePolicy.FAIL, (options) -> {
					}), new DefaultRocketErrorHandler(), List.of())
				.createContainer(endpoint);
		};
		this.registry.register(endpoint("b", "group-b", true), failing);
		assertThatIllegalStateException().isThrownBy(this.registry::start).withMessageContaining("refused");
		assertThat(this.registry.isRunning()).isFalse();
		assertThat(this.client.consumers).hasSize(1);
		assertThat(this.client.runningGroups()).isEmpty();
	}

	@Test
	void callsBackOnlyWhenAllHaveReallyStopped() throws InterruptedException {
		register("a", "group-a");
		register("b", "group-b");
		this.registry.start();
		CountDownLatch bothStopping = new CountDownLatch(2);
		CountDownLatch mayEnd = new CountDownLatch(1);
		this.client.consumers.forEach((consumer) -> consumer.onClose = () -> {
			bothStopping.countDown();
			await(mayEnd);
		});
		CountDownLatch calledBack = new CountDownLatch(1);
		this.registry.stop(calledBack::countDown);
		// both at the same time: neither has ended while the other begins
		assertThat(bothStopping.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(calledBack.getCount()).isOne();
		mayEnd.countDown();
		assertThat(calledBack.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.client.runningGroups()).isEmpty();
	}

	@Test
	void aContainerThatDoesNotStopCleanlyDoesNotKeepTheOthers() {
		register("a", "group-a");
		register("b", "group-b");
		this.registry.start();
		this.client.consumerOf("group-a").onClose = () -> {
			throw new IllegalStateException("stuck");
		};
		this.registry.stop();
		assertThat(container("a").isRunning()).isFalse();
		assertThat(container("b").isRunning()).isFalse();
	}

	@Test
	void startsAfterTheWebServerAndStopsBeforeIt() {
		int webServerGracefulShutdown = Integer.MAX_VALUE - 1024;
		assertThat(this.registry.getPhase()).isGreaterThan(webServerGracefulShutdown);
		assertThat(this.registry.isPauseable()).isTrue();
		assertThat(this.registry.isAutoStartup()).isTrue();
	}

	private RocketMessageListenerContainer container(String id) {
		return Objects.requireNonNull(this.registry.getContainer(id));
	}

	private void register(String id, String group) {
		this.registry.register(endpoint(id, group, true), this.factory);
	}

	private void register(ListenerSettings settings) {
		this.registry.register(endpoint(settings), this.factory);
	}

	private static ListenerSettings settings(String id, String topic, Filter filter, @Nullable Integer concurrency) {
		return new ListenerSettings(id, List.of(topic), filter, "billing",
				new ConsumerSettings(concurrency, null, null, null, null, null), null, null);
	}

	private RocketListenerEndpoint endpoint(String id, String group, boolean autoStartup) {
		return endpoint(new ListenerSettings(id, List.of("orders"), Filter.all(), group, ConsumerSettings.NONE,
				autoStartup, null));
	}

	private RocketListenerEndpoint endpoint(ListenerSettings settings) {
		MessageListener listener = (message) -> {
			this.called.add(settings.id() + ":" + new String(message.body(), StandardCharsets.UTF_8));
			return ConsumeOutcome.SUCCESS;
		};
		return new MethodRocketListenerEndpoint(settings, ListenerHandler.of(listener), "Listeners." + settings.id());
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
