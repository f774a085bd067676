package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.SendLimits;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import io.github.rocketmqlite.test.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * What producers do when their client may have two sends under way and the brokers say
 * nothing.
 */
class BackPressureTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final Message MESSAGE = Message.builder("orders").body("hello").build();

	private final ScriptedCluster cluster = new ScriptedCluster();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.cluster.topic("orders", this.cluster.first());
		this.client = RocketClient.builder()
			.nameServers(this.cluster.nameServer().address())
			.maxPendingSends(2)
			.build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void sendsBeyondTheLimitWaitForTheirTimeoutAndFailUnsent() {
		this.cluster.brokersAnswer((request) -> Reply.noAnswer());
		Producer producer = producer("p", BackPressure.WAIT);
		CompletableFuture<SendResult> first = producer.sendAsync(MESSAGE, Duration.ofSeconds(2));
		CompletableFuture<SendResult> second = producer.sendAsync(MESSAGE, Duration.ofSeconds(2));
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> producer.send(MESSAGE, SHORT))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
		assertThat(producer.sendAsync(MESSAGE, SHORT)).failsWithin(PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(BackPressureException.class);
		assertThat(first).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(RocketTimeoutException.class);
		assertThat(second).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(RocketTimeoutException.class);
		this.cluster.brokersAnswer((request) -> ScriptedCluster.STORED);
		producer.send(MESSAGE);
		assertThat(producer.sendAsync(MESSAGE)).succeedsWithin(PATIENCE);
	}

	@Test
	void aWaitingSendGoesOnAsSoonAsAnotherEnds() {
		CompletableFuture<Reply> held = new CompletableFuture<>();
		this.cluster.brokersAnswer((request) -> held.join());
		Producer producer = producer("p", BackPressure.WAIT);
		producer.sendAsync(MESSAGE, LONG);
		producer.sendAsync(MESSAGE, LONG);
		CompletableFuture<SendResult> third = CompletableFuture.supplyAsync(() -> producer.send(MESSAGE, LONG));
		this.cluster.first().awaitRequest(ScriptedCluster.SEND_V2, PATIENCE);
		assertThat(third).isNotDone();
		held.complete(ScriptedCluster.STORED);
		assertThat(third).succeedsWithin(PATIENCE);
	}

	@Test
	void whoWaitsGoesOnWhenTheLimitsGrowAndNobodyNewWhenTheyShrink() {
		CompletableFuture<Reply> held = new CompletableFuture<>();
		this.cluster.brokersAnswer((request) -> held.join());
		Producer producer = producer("p", BackPressure.WAIT);
		producer.sendAsync(MESSAGE, LONG);
		producer.sendAsync(MESSAGE, LONG);
		CompletableFuture<CompletableFuture<SendResult>> third = CompletableFuture
			.supplyAsync(() -> producer.sendAsync(MESSAGE, LONG));
		CompletableFuture<CompletableFuture<SendResult>> fourth = CompletableFuture
			.supplyAsync(() -> producer.sendAsync(MESSAGE, LONG));
		await().atMost(PATIENCE).until(() -> this.client.stats().pendingSends().waits() == 2);
		this.client.changeSendLimits(new SendLimits(4, 1_000_000));
		assertThat(third).succeedsWithin(PATIENCE);
		assertThat(fourth).succeedsWithin(PATIENCE);
		assertThat(this.client.stats().pendingSends().sends()).isEqualTo(4);
		this.client.changeSendLimits(new SendLimits(1, 1_000_000));
		held.complete(ScriptedCluster.STORED);
		assertThat(third.join()).succeedsWithin(PATIENCE);
		assertThat(fourth.join()).succeedsWithin(PATIENCE);
		producer.send(MESSAGE, LONG);
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> {
			this.client.changeSendLimits(new SendLimits(1, 2));
			producer.send(MESSAGE);
		}).withMessageContaining("2 bytes");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.changeSendLimits(new SendLimits(0, 1_000_000)))
			.withMessageContaining("0 sends");
	}

	@Test
	void anAsynchronousSendFailsAtOnceWhenItMayNotWait() {
		this.cluster.brokersAnswer((request) -> Reply.noAnswer());
		Producer producer = producer("p", BackPressure.FAIL);
		producer.sendAsync(MESSAGE, LONG);
		producer.sendAsync(MESSAGE, LONG);
		CompletableFuture<SendResult> third = producer.sendAsync(MESSAGE, LONG);
		assertThat(third).isCompletedExceptionally();
		assertThat(third).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(BackPressureException.class);
	}

	@Test
	void allProducersOfAClientShareItsLimits() {
		this.cluster.brokersAnswer((request) -> Reply.noAnswer());
		producer("p1", BackPressure.WAIT).sendAsync(MESSAGE, LONG);
		producer("p2", BackPressure.WAIT).sendAsync(MESSAGE, LONG);
		assertThatExceptionOfType(BackPressureException.class)
			.isThrownBy(() -> producer("p3", BackPressure.WAIT).send(MESSAGE, SHORT));
	}

	@Test
	void sendsThatFailBeforeTheyLeaveKeepNoShare() {
		Producer producer = producer("p", BackPressure.FAIL);
		Message lost = Message.builder("unknown").body("hello").build();
		for (int i = 0; i < 5; i++) {
			assertThat(producer.sendAsync(lost)).failsWithin(PATIENCE);
			assertThat(catchThrowable(() -> producer.sendOneway(lost))).isNotInstanceOf(BackPressureException.class)
				.isNotNull();
			assertThat(catchThrowable(() -> producer.send(lost))).isNotInstanceOf(BackPressureException.class)
				.isNotNull();
		}
		producer.send(MESSAGE);
	}

	private Producer producer(String group, BackPressure backPressure) {
		return this.client.newProducer(ProducerOptions.builder(group)
			.sendTimeout(Duration.ofSeconds(1))
			.asyncBackPressure(backPressure)
			.build());
	}

}
