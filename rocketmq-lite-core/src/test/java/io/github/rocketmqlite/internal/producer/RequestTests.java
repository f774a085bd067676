package io.github.rocketmqlite.internal.producer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.ReplyTimeoutException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.apache.rocketmq.common.producer.RecallMessageHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * How requests end, whatever a broker does.
 */
class RequestTests {

	private static final int PUSH_REPLY = 326;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ScriptedCluster cluster = new ScriptedCluster();

	private final RocketClient client = RocketClient.builder()
		.nameServers(this.cluster.nameServer().address())
		.maxPendingSends(2)
		.build();

	private final Producer producer = this.client.newProducer(ProducerOptions.builder("asking").retries(0).build());

	private final Message message = Message.builder("orders").body("hello").build();

	RequestTests() {
		this.cluster.topic("orders", this.cluster.first());
	}

	@AfterEach
	void close() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void theBrokerKnowsTheProducerBeforeItGetsTheRequest() {
		CompletableFuture<ReceivedMessage> reply = this.producer.requestAsync(this.message, PATIENCE);
		ScriptedBroker.Request sent = this.cluster.first().awaitRequest(ScriptedCluster.SEND_V2, PATIENCE);
		List<ScriptedBroker.Request> all = this.cluster.first().requests();
		assertThat(all.get(0).code()).isEqualTo(ScriptedCluster.HEARTBEAT);
		assertThat(new String(all.get(0).body(), StandardCharsets.UTF_8)).contains("asking");
		assertThat(sent.ext().get("i")).contains("REPLY_TO_CLIENT\u0001" + this.client.options().clientId() + "\u0002")
			.contains("TTL\u000130000\u0002");
		push(correlationId(sent));
		assertThat(reply).succeedsWithin(PATIENCE)
			.satisfies((received) -> assertThat(received.body()).asString(StandardCharsets.UTF_8).isEqualTo("answer"));
		int heartbeats = this.cluster.first().requests(ScriptedCluster.HEARTBEAT).size();
		this.producer.requestAsync(this.message, PATIENCE);
		await().atMost(PATIENCE).until(() -> this.cluster.sends().size() == 2);
		assertThat(this.cluster.first().requests(ScriptedCluster.HEARTBEAT)).hasSize(heartbeats);
	}

	@Test
	void theErrorSaysWhetherTheRequestWasSent() {
		assertThatExceptionOfType(ReplyTimeoutException.class)
			.isThrownBy(() -> this.producer.request(this.message, Duration.ofSeconds(3)))
			.withMessageContaining("stored as message");
		this.cluster.brokersAnswer((request) -> Reply.answer(13, "no", Map.of(), new byte[0]));
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> this.producer.request(this.message, PATIENCE))
			.satisfies((failure) -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT));
		this.cluster.brokersAnswer((request) -> Reply.noAnswer());
		assertThatExceptionOfType(RocketTimeoutException.class)
			.isThrownBy(() -> this.producer.request(this.message, Duration.ofSeconds(3)))
			.satisfies((failure) -> {
				assertThat(failure).isNotInstanceOf(ReplyTimeoutException.class);
				assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
			});
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> this.producer.request(Message.builder("orders").build(), PATIENCE));
	}

	@Test
	void repliesThatNobodyWaitsForAreAnsweredAllTheSame() {
		assertThatExceptionOfType(ReplyTimeoutException.class)
			.isThrownBy(() -> this.producer.request(this.message, Duration.ofSeconds(3)));
		int opaque = push(correlationId(this.cluster.sends().get(0)));
		await().atMost(PATIENCE)
			.until(() -> this.cluster.first().requests().stream().anyMatch((answer) -> answer.opaque() == opaque)
					|| this.client.stats().lateReplies() == 1);
		assertThat(this.client.stats().lateReplies()).isEqualTo(1);
		push("unheard-of");
		await().atMost(PATIENCE).until(() -> this.client.stats().lateReplies() == 2);
	}

	@Test
	void onlySoManyRequestsWait() {
		List<CompletableFuture<ReceivedMessage>> waiting = new ArrayList<>();
		waiting.add(this.producer.requestAsync(this.message, PATIENCE));
		waiting.add(this.producer.requestAsync(this.message, PATIENCE));
		assertThat(this.producer.requestAsync(this.message, PATIENCE)).failsWithin(PATIENCE)
			.withThrowableOfType(java.util.concurrent.ExecutionException.class)
			.withCauseInstanceOf(BackPressureException.class)
			.withMessageContaining("2 requests");
		await().atMost(PATIENCE).until(() -> this.cluster.sends().size() == 2);
		push(correlationId(this.cluster.sends().get(0)));
		await().atMost(PATIENCE).until(() -> waiting.stream().anyMatch(CompletableFuture::isDone));
		waiting.add(this.producer.requestAsync(this.message, PATIENCE));
		await().atMost(PATIENCE).until(() -> this.cluster.sends().size() == 3);
	}

	@Test
	void aFirstRequestHasItsRoomBeforeTheBrokerKnowsTheProducer() {
		CompletableFuture<Reply> heartbeat = new CompletableFuture<>();
		this.cluster.first().on(ScriptedCluster.HEARTBEAT, (request) -> heartbeat.join());
		try {
			CompletableFuture<ReceivedMessage> reply = this.producer.requestAsync(this.message, PATIENCE);
			assertThat(this.client.stats().pendingSends().sends()).isOne();
			assertThat(this.cluster.sends()).isEmpty();
			heartbeat.complete(Reply.answer(0));
			push(correlationId(this.cluster.first().awaitRequest(ScriptedCluster.SEND_V2, PATIENCE)));
			assertThat(reply).succeedsWithin(PATIENCE);
			await().atMost(PATIENCE).until(() -> this.client.stats().pendingSends().sends() == 0);
		}
		finally {
			heartbeat.complete(Reply.answer(0));
		}
	}

	@Test
	void aFirstRequestThatWaitsForRoomHoldsNoCallbackThread() {
		CompletableFuture<Reply> held = new CompletableFuture<>();
		this.cluster.brokersAnswer((request) -> held.join());
		try (RocketClient small = RocketClient.builder()
			.nameServers(this.cluster.nameServer().address())
			.maxPendingSends(1)
			.callbackThreads(1)
			.build()) {
			Producer first = small.newProducer(ProducerOptions.builder("first").build());
			first.sendAsync(this.message, PATIENCE);
			Producer second = small.newProducer(ProducerOptions.builder("second").build());
			CompletableFuture<CompletableFuture<ReceivedMessage>> request = CompletableFuture
				.supplyAsync(() -> second.requestAsync(this.message, PATIENCE.multipliedBy(4)));
			await().atMost(PATIENCE).until(() -> small.stats().pendingSends().waits() == 1);
			String handle = RecallMessageHandle.HandleV1.buildHandle("unknown", "a-broker", "1700000060001", "id");
			// its end comes from the name server and passes through the only callback
			// thread
			assertThat(first.recallAsync("unknown", handle)).failsWithin(PATIENCE);
			assertThat(request).isNotDone();
			held.complete(ScriptedCluster.STORED);
			assertThat(request).succeedsWithin(PATIENCE);
			await().atMost(PATIENCE).until(() -> this.cluster.sends().size() == 2);
		}
		finally {
			held.complete(ScriptedCluster.STORED);
		}
	}

	@Test
	void closingTheProducerEndsWhatWaits() {
		CompletableFuture<ReceivedMessage> reply = this.producer.requestAsync(this.message, PATIENCE);
		this.cluster.first().awaitRequest(ScriptedCluster.SEND_V2, PATIENCE);
		this.producer.close();
		assertThat(reply).failsWithin(PATIENCE)
			.withThrowableOfType(java.util.concurrent.ExecutionException.class)
			.withCauseInstanceOf(ClientClosedException.class);
		assertThat(this.producer.requestAsync(this.message, PATIENCE)).failsWithin(PATIENCE)
			.withThrowableOfType(java.util.concurrent.ExecutionException.class)
			.withCauseInstanceOf(RocketException.class);
	}

	private int push(String correlationId) {
		return this.cluster.first()
			.push(PUSH_REPLY,
					Map.of("topic", "c_REPLY_TOPIC", "queueId", "0", "properties",
							"CORRELATION_ID\u0001" + correlationId + "\u0002MSG_TYPE\u0001reply\u0002"),
					"answer".getBytes(StandardCharsets.UTF_8), false);
	}

	private static String correlationId(ScriptedBroker.Request sent) {
		String properties = sent.ext().get("i");
		int start = properties.indexOf("CORRELATION_ID\u0001") + "CORRELATION_ID\u0001".length();
		return properties.substring(start, properties.indexOf('\u0002', start));
	}

}
