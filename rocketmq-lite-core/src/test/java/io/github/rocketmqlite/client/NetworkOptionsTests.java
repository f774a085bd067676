package io.github.rocketmqlite.client;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the builder makes of the way to the servers.
 */
class NetworkOptionsTests {

	private static final Message MESSAGE = Message.builder("orders").body("hello").build();

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	@BeforeEach
	void script() {
		this.nameServer.routeTo("orders", "a-broker", this.broker.address(), 4);
		this.broker.on(34, (request) -> Reply.answer(0))
			.on(35, (request) -> Reply.answer(0))
			.on(310, (request) -> Reply.answer(0, null, Map.of("msgId", "id", "queueId", "0", "queueOffset", "7"),
					new byte[0]));
	}

	@AfterEach
	void stop() {
		this.broker.close();
		this.nameServer.close();
	}

	@Test
	void onlyAllowedBrokersAreConnectedTo() {
		try (RocketClient client = builder().allowedBrokers("10.0.0.0/8", "*.example.org").build();
				Producer producer = producer(client)) {
			assertThatExceptionOfType(RocketConnectionException.class).isThrownBy(() -> producer.send(MESSAGE))
				.withMessageContaining(this.broker.address() + " is not among the allowed brokers")
				.withMessageContaining("[10.0.0.0/8, *.example.org]")
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
			// the name servers are those of the options, which nobody needs to allow
			assertThat(this.nameServer.connections()).isOne();
			assertThat(this.broker.requests()).isEmpty();
			assertThat(this.broker.connections()).isZero();
		}
		try (RocketClient client = builder().allowedBrokers("10.0.0.0/8").allowedBrokers("127.0.0.0/8").build();
				Producer producer = producer(client)) {
			assertThat(producer.send(MESSAGE).isDurable()).isTrue();
		}
	}

	@Test
	void aBrokerUnderANameIsAllowedByItsNameOnly() {
		this.nameServer.routeTo("orders", "a-broker", this.broker.address().replace("127.0.0.1", "localhost"), 4);
		try (RocketClient client = builder().allowedBrokers("127.0.0.0/8").build();
				Producer producer = producer(client)) {
			assertThatExceptionOfType(RocketConnectionException.class).isThrownBy(() -> producer.send(MESSAGE))
				.withMessageContaining("localhost");
		}
		try (RocketClient client = builder().allowedBrokers("local*").build(); Producer producer = producer(client)) {
			assertThat(producer.send(MESSAGE).isDurable()).isTrue();
		}
	}

	@Test
	void connectionsComeFromTheLocalAddress() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				RocketClient client = RocketClient.builder()
					.nameServers("127.0.0.1:" + server.getLocalPort())
					.transportOptions(TransportOptions.builder().localAddress("127.0.0.9").build())
					.build()) {
			server.setSoTimeout(20_000);
			CompletableFuture<ClientStatus> status = client.status(Duration.ofSeconds(20));
			try (Socket accepted = server.accept()) {
				assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("127.0.0.9");
			}
			assertThat(status).succeedsWithin(Duration.ofSeconds(30));
		}
	}

	@Test
	void messagesTakeTheUsualPortWhereThereIsNoOther() {
		try (RocketClient client = builder().vipChannel(true).build(); Producer producer = producer(client)) {
			assertThat(producer.send(MESSAGE).isDurable()).isTrue();
			assertThat(client.stats().sendRetries()).isZero();
		}
	}

	@Test
	void badOptionsAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().allowedBrokers("10.0.0.0/64").build())
			.withMessageContaining("allowedBrokers")
			.withMessageContaining("10.0.0.0/64");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TransportOptions.builder().localAddress("localhost").build())
			.withMessageContaining("localAddress")
			.withMessageContaining("'localhost'");
		assertThatIllegalArgumentException().isThrownBy(() -> TransportOptions.builder().sendBufferBytes(-1).build())
			.withMessageContaining("sendBufferBytes")
			.withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> TransportOptions.builder().receiveBufferBytes(-2).build())
			.withMessageContaining("receiveBufferBytes");
		assertThatIllegalArgumentException().isThrownBy(() -> TransportOptions.builder().writeBufferBytes(2, 1).build())
			.withMessageContaining("writePauseBytes");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TransportOptions.builder().writeBufferBytes(-1, 1).build())
			.withMessageContaining("writeResumeBytes");
	}

	@Test
	void theOptionsOfAClientShowWhatTheBuilderWasTold() {
		TransportOptions sockets = TransportOptions.builder()
			.tcpNoDelay(false)
			.keepAlive(true)
			.sendBufferBytes(1)
			.receiveBufferBytes(2)
			.writeBufferBytes(3, 4)
			.localAddress("::1")
			.build();
		try (RocketClient client = builder().transportOptions(sockets)
			.allowedBrokers("10.0.0.0/8")
			.vipChannel(true)
			.compactHeartbeats(true)
			.build()) {
			assertThat(client.options().network())
				.isEqualTo(new NetworkOptions(sockets, List.of(), List.of("10.0.0.0/8"), true, true));
		}
		try (RocketClient client = builder().build()) {
			assertThat(client.options().network()).isEqualTo(NetworkOptions.DIRECT);
		}
	}

	private RocketClientBuilder builder() {
		return RocketClient.builder().nameServers(this.nameServer.address());
	}

	private static Producer producer(RocketClient client) {
		return client.newProducer(
				ProducerOptions.builder("order-service").retries(0).sendTimeout(Duration.ofSeconds(10)).build());
	}

}
