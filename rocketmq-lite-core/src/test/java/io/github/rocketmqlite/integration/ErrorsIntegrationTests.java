package io.github.rocketmqlite.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.SendVetoException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What goes wrong ends in time, with an error that names the address or value.
 */
class ErrorsIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	/** What a loaded machine may add to a timeout. */
	private static final Duration SLACK = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final SendInterceptor NO_SECRETS = new SendInterceptor() {

		@Override
		public Message beforeSend(Message message, SendInvocation send) {
			if ("secret".equals(message.tag())) {
				throw new SendVetoException("no secrets");
			}
			return message;
		}

	};

	@Test
	void nobodyListensAtTheNameServersAddress() throws IOException {
		String address = "127.0.0.1:" + unusedPort();
		try (RocketClient client = RocketClient.builder().nameServers(address).build();
				Producer producer = producer(client)) {
			long start = System.nanoTime();
			assertThatExceptionOfType(RocketConnectionException.class)
				.isThrownBy(() -> producer.send(message("orders")))
				.withMessageContaining(address)
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
			assertWithin(start, TIMEOUT);
		}
	}

	@Test
	void theNameServersHostDoesNotExist() {
		try (RocketClient client = RocketClient.builder().nameServers("no-such-host.invalid:9876").build();
				Producer producer = producer(client)) {
			long start = System.nanoTime();
			assertThatExceptionOfType(RocketException.class).isThrownBy(() -> producer.send(message("orders")))
				.withMessageContaining("no-such-host.invalid:9876");
			assertWithin(start, TIMEOUT);
		}
	}

	@Test
	void theNameServerAcceptsButNeverAnswers() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			String address = "127.0.0.1:" + silent.getLocalPort();
			try (RocketClient client = RocketClient.builder().nameServers(address).build();
					Producer producer = producer(client)) {
				long start = System.nanoTime();
				assertThatExceptionOfType(RocketTimeoutException.class)
					.isThrownBy(() -> producer.send(message("orders")))
					.withMessageContaining(address);
				assertWithin(start, TIMEOUT);
			}
		}
	}

	@Test
	void aConsumerDoesNotStartWithoutAnyNameServerAndLeavesNothingBehind() throws IOException {
		String address = "127.0.0.1:" + unusedPort();
		try (RocketClient client = RocketClient.builder().nameServers(address).requestTimeout(TIMEOUT).build()) {
			PushConsumerOptions options = PushConsumerOptions.builder("billing")
				.subscribe("orders", Filter.all())
				.build();
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(RocketConnectionException.class)
					.isThrownBy(() -> client.newPushConsumer(options, (message) -> ConsumeOutcome.SUCCESS))
					.withMessageContaining(address);
			}
		}
	}

	@Test
	void noBrokerHasTheTopicAndNoneMayCreateIt() {
		try (EmbeddedRocketMQServer server = EmbeddedRocketMQServer.builder()
			.brokerProperty("autoCreateTopicEnable", "false")
			.start();
				RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build();
				Producer producer = producer(client)) {
			assertThatExceptionOfType(RouteNotFoundException.class)
				.isThrownBy(() -> producer.send(message("nobody-made-me")))
				.withMessageContaining("nobody-made-me")
				.withMessageContaining(server.nameServers());
		}
	}

	@Test
	void whatCannotBeSentIsRefusedWithItsName() {
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		try (RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build();
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).maxMessageBytes(1000).build())) {
			assertRefused(producer, message("bad topic!"), "bad topic!");
			assertRefused(producer, message("x".repeat(128)), "128");
			assertRefused(producer, message("SCHEDULE_TOPIC_XXXX"), "SCHEDULE_TOPIC_XXXX");
			assertRefused(producer, Message.builder("orders").body(new byte[1001]).build(), "1001");
			assertRefused(producer, message("orders").toBuilder().property("KEYS", "sneaky").build(), "KEYS");
			assertRefused(producer, message("orders").toBuilder().property("note", "a\u0002DELAY\u00012").build(),
					"note");
			assertRefused(producer, message("orders").toBuilder().property("note", "x".repeat(40_000)).build(),
					"32767");
			assertRefused(producer, message("orders").toBuilder().tag("a || b").build(), "a || b");
			assertRefused(producer, message("orders").toBuilder().key("two words").build(), "two words");
			assertThat(producer.sendAsync(message("bad topic!"))).isCompletedExceptionally();
		}
	}

	@Test
	void whatAnInterceptorForbidsIsNotStored() {
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		String topic = Names.topic();
		server.createTopic(topic, 1);
		try (RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build();
				Producer producer = client.newProducer(
						ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).interceptor(NO_SECRETS).build())) {
			Message secret = Message.builder(topic).tag("secret").body("secret").build();
			assertThatExceptionOfType(SendVetoException.class).isThrownBy(() -> producer.send(secret))
				.withMessage("no secrets");
			assertThatExceptionOfType(SendVetoException.class).isThrownBy(() -> producer.sendOneway(secret));
			assertThat(producer.sendAsync(secret)).failsWithin(PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(SendVetoException.class);
			producer.send(message(topic));
			// what came before it would be there as well
			await().atMost(PATIENCE).until(() -> !server.messages(topic).isEmpty());
			assertThat(server.messages(topic)).extracting(StoredBody::text).containsOnly("hello");
		}
	}

	@Test
	void aSecondProducerOfAGroupIsRefusedNamingGroupAndClient() {
		try (RocketClient client = RocketClient.builder().nameServers("127.0.0.1:9876").clientId("client-7").build()) {
			try (Producer producer = producer(client)) {
				assertThatIllegalStateException().isThrownBy(() -> producer(client))
					.withMessageContaining("client-7")
					.withMessageContaining(producer.group());
			}
			producer(client).close();
		}
	}

	@Test
	void nothingIsSentAfterClosing() {
		RocketClient client = RocketClient.builder().nameServers(EmbeddedRocketMQServer.shared().nameServers()).build();
		Producer producer = producer(client);
		producer.close();
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(() -> producer.send(message("orders")))
			.withMessageContaining(producer.group());
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> producer.sendAsync(message("orders")).join())
			.withCauseInstanceOf(ClientClosedException.class);
		client.close();
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(() -> producer(client));
		client.close();
	}

	@Test
	void badOptionsAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> RocketClient.builder().build())
			.withMessageContaining("nameServers");
		assertThatIllegalArgumentException().isThrownBy(() -> RocketClient.builder().nameServers("host:99999"))
			.withMessageContaining("host:99999");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ProducerOptions.builder("g").sendTimeout(Duration.ZERO).build())
			.withMessageContaining("sendTimeout");
		assertThatIllegalArgumentException().isThrownBy(() -> PushConsumerOptions.builder("g").build())
			.withMessageContaining("subscriptions");
		try (RocketClient client = RocketClient.builder().nameServers("127.0.0.1:9876").build()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> client.newProducer(ProducerOptions.builder("no blanks").build()))
				.withMessageContaining("no blanks");
		}
	}

	private static void assertRefused(Producer producer, Message message, String named) {
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> producer.send(message))
			.withMessageContaining(named);
	}

	private static void assertWithin(long startNanos, Duration timeout) {
		assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(timeout.plus(SLACK));
	}

	private static Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder("errors").sendTimeout(TIMEOUT).build());
	}

	private static Message message(String topic) {
		return Message.builder(topic).body("hello").build();
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
