package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.health.RocketHealthContributorAutoConfiguration;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.event.QueueAssignmentChangedEvent;
import io.github.rocketmqlite.spring.event.RocketListenerEvent;
import io.github.rocketmqlite.spring.event.RocketListenerStartedEvent;
import io.github.rocketmqlite.spring.event.RocketListenerStoppedEvent;
import io.github.rocketmqlite.spring.event.ServerConnectionEvent;
import io.github.rocketmqlite.spring.event.SubscriptionConflictEvent;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see of listeners on a real broker, and what they can do to them.
 */
class ListenerOperationsIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RocketAutoConfiguration.class, RocketHealthContributorAutoConfiguration.class))
		.withBean(Listener.class)
		.withBean(Events.class)
		.withPropertyValues("rocketmq-lite.name-servers=" + this.server.nameServers(),
				"rocketmq-lite.consumer.start-position=first", "rocketmq-lite.consumer.commit-interval=100ms",
				"rocketmq-lite.consumer.drain-timeout=2s", "rocketmq-lite.heartbeat-interval=1s",
				"rocketmq-lite.rebalance-interval=500ms");

	@Test
	void theApplicationHearsOfItsListeners() {
		this.server.createTopic("events-orders", 2);
		this.runner.withPropertyValues("topic=events-orders").run((context) -> {
			Events events = context.getBean(Events.class);
			Awaitility.await()
				.atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(events.of(QueueAssignmentChangedEvent.class))
					.flatExtracting(QueueAssignmentChangedEvent::getAssigned)
					.anyMatch((queue) -> queue.toString().contains("events-orders")));
			assertThat(events.of(RocketListenerStartedEvent.class)).hasSize(1);
			try (RocketClient other = RocketClient.builder()
				.nameServers(this.server.nameServers())
				.heartbeatInterval(Duration.ofSeconds(1))
				.build();
					PushConsumer contradicting = other
						.newPushConsumer(PushConsumerOptions.builder("events-orders-group")
							.subscribe("events-orders", Filter.tags("other"))
							.build(), (message) -> ConsumeOutcome.SUCCESS)) {
				assertThat(contradicting.group()).isEqualTo("events-orders-group");
				Awaitility.await()
					.atMost(TIMEOUT)
					.untilAsserted(() -> assertThat(events.of(SubscriptionConflictEvent.class)).isNotEmpty());
			}
			container(context).stop();
			assertThat(events.of(RocketListenerStoppedEvent.class)).hasSize(1);
		});
	}

	@Test
	void theApplicationHearsOfConnectionsThatAreLostAndRegained() {
		this.server.createTopic("connections-orders", 1);
		try (FaultProxy nameServer = FaultProxy.to(this.server.nameServers())) {
			this.runner
				.withPropertyValues("topic=connections-orders", "rocketmq-lite.name-servers=" + nameServer.address(),
						"rocketmq-lite.route-refresh-interval=500ms")
				.run((context) -> {
					Events events = context.getBean(Events.class);
					nameServer.cutAll();
					Awaitility.await()
						.atMost(TIMEOUT)
						.untilAsserted(() -> assertThat(events.connections)
							.extracting(ListenerOperationsIntegrationTests::text)
							.contains("ServerConnectionLostEvent default " + nameServer.address(),
									"ServerConnectionRegainedEvent default " + nameServer.address()));
				});
		}
	}

	private static String text(ServerConnectionEvent event) {
		return event.getClass().getSimpleName() + " " + event.getCluster() + " " + event.getAddress();
	}

	@Test
	void aLazyListenerReceivesOnceItsClusterIsThere() {
		this.server.createTopic("lazy-orders", 1);
		try (FaultProxy nameServer = FaultProxy.to(this.server.nameServers())) {
			nameServer.mode(FaultMode.REFUSE);
			this.runner
				.withPropertyValues("topic=lazy-orders", "rocketmq-lite.name-servers=" + nameServer.address(),
						"rocketmq-lite.listener.startup-failure-policy=lazy")
				.run((context) -> {
					assertThat(container(context).isRunning()).isTrue();
					assertThat(container(context).isConnected()).isFalse();
					nameServer.mode(FaultMode.PASS);
					Awaitility.await().atMost(TIMEOUT).until(() -> container(context).isConnected());
					context.getBean(RocketTemplate.class).send("lazy-orders", "hello");
					Awaitility.await()
						.atMost(TIMEOUT)
						.untilAsserted(() -> assertThat(context.getBean(Listener.class).received).contains("hello"));
				});
		}
	}

	@Test
	void aStalledListenerIsSeenAndAResetBringsMessagesAgain() {
		this.server.createTopic("stalled-orders", 1);
		OffsetDateTime before = OffsetDateTime.now().minusMinutes(1);
		this.runner
			.withPropertyValues("topic=stalled-orders", "rocketmq-lite.health.max-lag=1",
					"rocketmq-lite.health.stuck-after=1ms")
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				HealthIndicator health = context.getBean("rocketmqLiteListenersHealthContributor",
						HealthIndicator.class);
				RocketMessageListenerContainer container = container(context);
				listener.gate = new CountDownLatch(1);
				for (String text : List.of("one", "two", "three")) {
					context.getBean(RocketTemplate.class).send("stalled-orders", text);
				}
				Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
					assertThat(container.getInFlight()).isGreaterThanOrEqualTo(3);
					assertThat(container.getLag().values()).anyMatch((messages) -> messages >= 3);
					assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
					assertThat(String.valueOf(health.health().getDetails())).contains("lag=3",
							"stuck=[stalled-orders@");
				});
				listener.gate.countDown();
				Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
					assertThat(container.getInFlight()).isZero();
					assertThat(health.health().getStatus()).isEqualTo(Status.UP);
				});
				assertThat(listener.received).containsOnly("one", "two", "three");
				int all = listener.received.size();
				container.seek("stalled-orders", before.toInstant());
				Awaitility.await()
					.atMost(TIMEOUT)
					.untilAsserted(() -> assertThat(listener.received.subList(all, listener.received.size()))
						.contains("one", "two", "three"));
			});
	}

	private static RocketMessageListenerContainer container(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(RocketListenerEndpointRegistry.class).getContainer("mine"));
	}

	static class Events {

		private final List<RocketListenerEvent> all = new CopyOnWriteArrayList<>();

		final List<ServerConnectionEvent> connections = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ServerConnectionEvent event) {
			this.connections.add(event);
		}

		@EventListener
		void on(RocketListenerEvent event) {
			this.all.add(event);
		}

		<E extends RocketListenerEvent> List<E> of(Class<E> type) {
			return this.all.stream().filter(type::isInstance).map(type::cast).toList();
		}

	}

	static class Listener {

		final List<String> received = new CopyOnWriteArrayList<>();

		volatile CountDownLatch gate = new CountDownLatch(0);

		@RocketListener(id = "mine", topics = "${topic}", group = "${topic}-group")
		void on(String text) throws InterruptedException {
			if (!this.gate.await(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Nobody opened the gate");
			}
			this.received.add(text);
		}

	}

}
