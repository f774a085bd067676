package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PullConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.CheckClientConfigRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * How a pull consumer enters its group and leaves it, whatever happens meanwhile.
 */
class DefaultPullConsumerTests {

	private final FakeCluster cluster = new FakeCluster();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private DefaultPullConsumer consumer;

	@BeforeEach
	void makeConsumer() {
		this.cluster.topic("orders", 1);
		this.consumer = new DefaultPullConsumer(PullConsumerOptions.builder("billing").build(), this.cluster,
				new ConsumerSettings(this.timer, new ByteBudget(1_000_000), Duration.ofSeconds(20),
						Duration.ofMinutes(1), (closed) -> {
						}, List.of(), Runnable::run),
				(closed) -> {
				});
	}

	@AfterEach
	void stopTimer() {
		this.timer.shutdownNow();
	}

	@Test
	void takesNothingBeforeTheBrokersKnowItWhateverChanges() {
		CompletableFuture<Integer> heartbeat = new CompletableFuture<>();
		this.cluster.lateHeartbeat = heartbeat;
		CompletableFuture<Void> subscribing = CompletableFuture
			.runAsync(() -> this.consumer.subscribe("orders", Filter.all()));
		await().until(() -> this.cluster.events.contains("heartbeat"));
		// as when a route has just become known
		Objects.requireNonNull(this.cluster.joined).onMembersChanged();
		onTimer();
		assertThat(this.cluster.events).containsExactly("join", "heartbeat");
		assertThat(this.consumer.assignment()).isEmpty();
		this.cluster.lateHeartbeat = null;
		heartbeat.completeExceptionally(FakeCluster.connectionLost());
		assertThat(subscribing).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.withCauseInstanceOf(RocketConnectionException.class);
		assertThat(this.cluster.events).containsExactly("join", "heartbeat", "leave");
		this.consumer.subscribe("orders", Filter.all());
		assertThat(this.consumer.assignment()).containsExactly(TestMessage.QUEUE);
		this.consumer.close();
		assertThat(this.cluster.events).endsWith("leave");
	}

	@Test
	void looksAgainWhenMembersChange() {
		this.consumer.subscribe("orders", Filter.all());
		assertThat(this.consumer.assignment()).containsExactly(TestMessage.QUEUE);
		this.cluster.members = List.of("client-0", FakeCluster.CLIENT_ID);
		Objects.requireNonNull(this.cluster.joined).onMembersChanged();
		await().until(() -> this.consumer.assignment().isEmpty());
		this.consumer.close();
	}

	@Test
	void entersNoGroupAfterItIsClosed() {
		this.cluster.silent.add(CheckClientConfigRequest.class);
		CompletableFuture<Void> subscribing = CompletableFuture
			.runAsync(() -> this.consumer.subscribe(Map.of("orders", Filter.sql("amount > 1"))));
		await().until(() -> !this.cluster.requests(CheckClientConfigRequest.class).isEmpty());
		this.consumer.close();
		this.cluster.answerLate(true);
		assertThat(subscribing).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.withCauseInstanceOf(ClientClosedException.class);
		assertThat(this.cluster.joined).isNull();
		assertThatExceptionOfType(ClientClosedException.class)
			.isThrownBy(() -> this.consumer.subscribe("orders", Filter.all()));
	}

	/** Returns when the timer has done all it was given so far. */
	private void onTimer() {
		for (int i = 0; i < 5; i++) {
			CompletableFuture.runAsync(() -> {
			}, this.timer).join();
		}
	}

}
