package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.AssignmentListener;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.event.QueueAssignmentChangedEvent;
import io.github.rocketmqlite.spring.event.RocketListenerEvent;
import io.github.rocketmqlite.spring.event.RocketListenerFailedToStartEvent;
import io.github.rocketmqlite.spring.event.RocketListenerStartedEvent;
import io.github.rocketmqlite.spring.event.RocketListenerStoppedEvent;
import io.github.rocketmqlite.spring.event.SubscriptionConflictEvent;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When listeners start, and what the application hears of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerEventsTests {

	private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 0);

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client)
		.withBean(Events.class)
		.withBean(Listener.class);

	@Test
	void tellsThatAListenerHasStartedAndStopped() {
		this.runner.run((context) -> {
			Events events = context.getBean(Events.class);
			assertThat(events.all).singleElement().isInstanceOf(RocketListenerStartedEvent.class);
			assertThat(events.all.get(0).getContainer()).isSameAs(container(context));
			container(context).stop();
			assertThat(events.all).hasSize(2).last().isInstanceOf(RocketListenerStoppedEvent.class);
		});
	}

	@Test
	void tellsWhichQueuesCameAndWentAfterTheApplicationsOwnListener() {
		List<String> own = new CopyOnWriteArrayList<>();
		this.runner.withBean(PushConsumerOptionsCustomizer.class,
				() -> (options) -> options.assignmentListener(new AssignmentListener() {

					@Override
					public void onAssigned(Set<MessageQueue> queues) {
						own.add("assigned " + queues);
					}

				}))
			.run((context) -> {
				Events events = context.getBean(Events.class);
				AssignmentListener consumer = assignmentListener();
				consumer.onAssigned(Set.of(QUEUE));
				assertThat(own).containsExactly("assigned " + Set.of(QUEUE));
				assertThat(events.all).last()
					.isInstanceOfSatisfying(QueueAssignmentChangedEvent.class,
							(event) -> assertThat(event.getAssigned()).containsExactly(QUEUE));
				consumer.onRevoked(Set.of(QUEUE));
				assertThat(events.all).last()
					.isInstanceOfSatisfying(QueueAssignmentChangedEvent.class,
							(event) -> assertThat(event.getRevoked()).containsExactly(QUEUE));
			});
	}

	@Test
	void tellsOfSubscriptionsThatContradictEachOther() {
		this.runner.run((context) -> {
			assignmentListener().onSubscriptionConflict("orders *", "orders created");
			assertThat(context.getBean(Events.class).all).last()
				.isInstanceOfSatisfying(SubscriptionConflictEvent.class, (event) -> {
					assertThat(event.getOurs()).isEqualTo("orders *");
					assertThat(event.getTheirs()).isEqualTo("orders created");
				});
		});
	}

	@Test
	void aHandlerThatFailsStopsNothing() {
		this.runner.run((context) -> {
			context.getBean(Events.class).failure = new IllegalStateException("on purpose");
			container(context).stop();
			assertThat(container(context).isRunning()).isFalse();
			container(context).start();
			assertThat(container(context).isRunning()).isTrue();
		});
	}

	@Test
	void aStartSaysInOneLineWhatWasDecided(CapturedOutput output) {
		this.runner
			.withPropertyValues("rocketmq-lite.consumer.max-reconsume-times=4",
					"rocketmq-lite.consumer.start-position=first")
			.run((context) -> assertThat(output)
				.contains("Listeners [mine] started: group 'billing', subscriptions {orders=")
				.contains("clustering, unordered, concurrency 3, at most 4 redeliveries,"
						+ " a new group begins at the first message, client fake"));
	}

	@Test
	void lazyListenersHoldUpNoStartAndJoinWhenTheClusterIsThere() {
		this.client.consumerFailure = new RocketConnectionException("nobody there", Outcome.NOT_SENT, null);
		this.runner.withPropertyValues("rocketmq-lite.listener.startup-failure-policy=lazy").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(container(context).isRunning()).isTrue();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(context.getBean(Events.class).all).singleElement()
					.isInstanceOfSatisfying(RocketListenerFailedToStartEvent.class, (event) -> {
						assertThat(event.isTriedAgain()).isTrue();
						assertThat(event.getError()).hasMessageContaining("nobody there");
					}));
			assertThat(container(context).isConnected()).isFalse();
			this.client.consumerFailure = null;
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> container(context).isConnected());
		});
	}

	@Test
	void tellsThatAListenerFailedTheStart() {
		this.client.consumerFailure = new RocketConnectionException("nobody there", Outcome.NOT_SENT, null);
		Events events = new Events();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
			.withBean(RocketClient.class, () -> this.client)
			.withBean(Events.class, () -> events)
			.withBean(Listener.class)
			.run((context) -> assertThat(context).hasFailed());
		assertThat(events.all)
			.anySatisfy((event) -> assertThat(event).isInstanceOfSatisfying(RocketListenerFailedToStartEvent.class,
					(failed) -> assertThat(failed.isTriedAgain()).isFalse()));
	}

	@Test
	void listenersMayWaitUntilTheApplicationIsReady() {
		this.runner.withPropertyValues("rocketmq-lite.listener.start-after-ready=true").run((context) -> {
			assertThat(this.client.runningGroups()).isEmpty();
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			source.pause();
			source.restart();
			assertThat(this.client.runningGroups()).isEmpty();
			context
				.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0], source, Duration.ZERO));
			assertThat(this.client.runningGroups()).containsExactly("billing");
			source.pause();
			assertThat(this.client.runningGroups()).isEmpty();
			source.restart();
			assertThat(this.client.runningGroups()).containsExactly("billing");
		});
	}

	private AssignmentListener assignmentListener() {
		return Objects.requireNonNull(this.client.consumerOf("billing").assignmentListener);
	}

	private static RocketMessageListenerContainer container(AssertableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(RocketListenerEndpointRegistry.class).getContainer("mine"));
	}

	static class Events {

		final List<RocketListenerEvent> all = new CopyOnWriteArrayList<>();

		volatile @Nullable RuntimeException failure;

		@EventListener
		void on(RocketListenerEvent event) {
			this.all.add(event);
			RuntimeException thrown = this.failure;
			if (thrown != null) {
				throw thrown;
			}
		}

	}

	static class Listener {

		@RocketListener(id = "mine", topics = "orders", group = "billing", concurrency = "3")
		void on(String text) {
		}

	}

}
