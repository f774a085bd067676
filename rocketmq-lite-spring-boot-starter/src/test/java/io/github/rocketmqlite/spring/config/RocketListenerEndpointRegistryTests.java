package io.github.rocketmqlite.spring.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.DefaultRocketErrorHandler;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RocketListenerEndpointRegistryTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final RocketListenerContainerFactory factory = new DefaultRocketListenerContainerFactory(this.client,
			new ListenerDefaults(null, true, (options) -> {
			}), new DefaultRocketErrorHandler(), List.of());

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
	void refusesASecondListenerOfAGroupAndNamesBoth() {
		register("a", "billing");
		assertThatIllegalStateException().isThrownBy(() -> register("b", "billing"))
			.withMessageContaining("'billing'")
			.withMessageContaining("Listeners.a")
			.withMessageContaining("Listeners.b");
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
		ListenerSettings settings = new ListenerSettings("a", List.of("orders"), Filter.all(), null, null, null, null,
				null, null);
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
					new ListenerDefaults(null, true, (options) -> {
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

	private static RocketListenerEndpoint endpoint(String id, String group, boolean autoStartup) {
		return endpoint(
				new ListenerSettings(id, List.of("orders"), Filter.all(), group, null, null, null, autoStartup, null));
	}

	private static RocketListenerEndpoint endpoint(ListenerSettings settings) {
		MessageListener listener = (message) -> ConsumeOutcome.SUCCESS;
		return new MethodRocketListenerEndpoint(settings, listener, "Listeners." + settings.id());
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
