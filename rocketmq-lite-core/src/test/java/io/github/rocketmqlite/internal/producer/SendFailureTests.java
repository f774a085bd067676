package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sends in which more than one thing goes wrong.
 */
class SendFailureTests {

	private static final Message MESSAGE = Message.builder("orders").body("hello").build();

	private final ScriptedCluster cluster = new ScriptedCluster();

	private RocketClient client;

	@BeforeEach
	void start() {
		this.client = RocketClient.builder().nameServers(this.cluster.nameServer().address()).build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void goesToAnotherBrokerAlthoughTheNameServersAreAwayToo() {
		this.cluster.topic("orders", this.cluster.first(), this.cluster.second());
		Producer producer = this.client.newProducer(ProducerOptions.builder("order-service").build());
		producer.send(MESSAGE);
		this.cluster.nameServer().close();
		this.cluster.first().close();
		for (int i = 0; i < 8; i++) {
			assertThat(producer.send(MESSAGE).queue().brokerName()).isEqualTo(this.cluster.second().address());
		}
	}

	@Test
	void theOutcomeStaysUnknownWhenALaterAttemptIsRefusedForGood() {
		this.cluster.topic("orders", this.cluster.first());
		this.cluster.brokersAnswer((request) -> (this.cluster.sends().size() == 1) ? Reply.closeConnection()
				: Reply.answer(13, "illegal"));
		assertOutcomeUnknown();
	}

	@Test
	void theOutcomeStaysUnknownWhenTheRouteCannotBeLookedUpAfterwards() {
		this.cluster.topic("orders", this.cluster.first());
		this.cluster.brokersAnswer((request) -> {
			this.cluster.nameServer().close();
			return Reply.closeConnection();
		});
		assertOutcomeUnknown();
	}

	private void assertOutcomeUnknown() {
		Producer producer = this.client.newProducer(ProducerOptions.builder("order-service").build());
		assertThatExceptionOfType(RocketException.class).isThrownBy(() -> producer.send(MESSAGE))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN));
	}

	@Test
	void aSendThatPausesBetweenAttemptsEndsWhenTheClientCloses() {
		this.cluster.topic("orders", this.cluster.first());
		this.cluster.brokersAnswer((request) -> Reply.answer(2, "busy"));
		Producer producer = this.client.newProducer(
				ProducerOptions.builder("order-service").sendTimeout(Duration.ofMillis(200)).retries(1000).build());
		CompletableFuture<SendResult> sending = producer.sendAsync(MESSAGE, Duration.ofMinutes(5));
		this.cluster.first().awaitRequest(ScriptedCluster.SEND_V2, Duration.ofSeconds(5));
		this.client.close();
		assertThat(sending).failsWithin(Duration.ofSeconds(5))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(ClientClosedException.class);
	}

}
