package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.TlsOptions;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;
import io.github.rocketmqlite.test.Certificates;
import io.github.rocketmqlite.test.FaultProxy;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A broker and a name server that accept nothing but TLS, and only from clients that show
 * a certificate.
 */
class TlsIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	static Path directory;

	private static Certificates ours;

	private static Certificates others;

	private static BrokerProcess broker;

	@BeforeAll
	static void startBroker() throws Exception {
		ours = new Certificates(Files.createDirectory(directory.resolve("ours"))).issue("server", "ip:127.0.0.1")
			.issueExpired("expired", "ip:127.0.0.1")
			.issue("client", "dns:client");
		others = new Certificates(Files.createDirectory(directory.resolve("others"))).issue("client", "dns:client");
		broker = broker("server");
	}

	private static BrokerProcess broker(String certificate) {
		return BrokerProcess.builder().tls(ours, certificate, "client").start();
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void sendsAndConsumesOverTls() {
		String topic = Names.topic();
		List<String> received = new CopyOnWriteArrayList<>();
		String large = "0123456789".repeat(200_000);
		try (RocketClient client = client(
				trusting(ours).clientCertificate(ours.certificate("client"), ours.key("client")));
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(TIMEOUT).build())) {
			producer.send(message(topic, "hello"));
			producer.send(message(topic, large));
			try (PushConsumer consumer = client.newPushConsumer(PushConsumerOptions.builder(Names.group())
				.subscribe(topic, Filter.all())
				.startPosition(StartPosition.FIRST)
				.build(), (message) -> {
					received.add(new String(message.body(), StandardCharsets.UTF_8));
					return ConsumeOutcome.SUCCESS;
				})) {
				assertThat(consumer).isNotNull();
				Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(received).contains("hello", large));
			}
		}
	}

	@Test
	void afterAReloadNoConnectionUsesTheOldMaterial() throws Exception {
		Path certificate = Files.copy(ours.certificate("client"), directory.resolve("reloaded.pem"));
		Path key = Files.copy(ours.key("client"), directory.resolve("reloaded.key"));
		String topic = Names.topic();
		try (FaultProxy nameServer = FaultProxy.to(broker.nameServers());
				RocketClient client = RocketClient.builder()
					.nameServers(nameServer.address())
					.tls(trusting(ours).clientCertificate(certificate, key).build())
					.build();
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(Duration.ofSeconds(5)).build())) {
			producer.send(message(topic, "before"));
			client.reloadTls();
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> nameServer.connectionsOpened() == 2 && nameServer.connections() == 1
						&& client.stats().connections("ready") == 2);
			producer.send(message(topic, "between"));
			// nothing but a new connection can have seen these
			Files.copy(others.certificate("client"), certificate, StandardCopyOption.REPLACE_EXISTING);
			Files.copy(others.key("client"), key, StandardCopyOption.REPLACE_EXISTING);
			client.reloadTls();
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThatExceptionOfType(RocketException.class)
					.isThrownBy(() -> producer.send(message(topic, "refused"))));
			Files.copy(ours.certificate("client"), certificate, StandardCopyOption.REPLACE_EXISTING);
			Files.copy(ours.key("client"), key, StandardCopyOption.REPLACE_EXISTING);
			client.reloadTls();
			assertThat(producer.send(message(topic, "after"), TIMEOUT).isDurable()).isTrue();
		}
	}

	@Test
	void theServersRefuseAClientWithoutCertificate() {
		assertThat(failure(client(trusting(ours)))).isInstanceOf(RocketConnectionException.class);
	}

	@Test
	void theServersRefuseAClientWhoseCertificateIsOfAnotherAuthority() {
		assertThat(failure(client(trusting(ours).clientCertificate(others.keyStore("client"), others.password()))))
			.isInstanceOf(RocketConnectionException.class);
	}

	@Test
	void theClientRefusesServersOfAnotherAuthority() {
		assertRefused(client(trusting(others)), "unable to find valid certification path");
	}

	@Test
	void theClientRefusesServersUnderAnotherName() {
		assertRefused(client(trusting(ours).expectedHostName(broker.nameServers(), "namesrv.example.org")),
				"namesrv.example.org");
	}

	@Test
	void theClientRefusesABrokerUnderAnotherNameThanItsOwn() {
		assertRefused(client(trusting(ours).clientCertificate(ours.certificate("client"), ours.key("client"))
			.expectedHostName(broker.brokerAddress(), "broker-a.example.org")), "broker-a.example.org");
	}

	@Test
	void theClientRefusesAnExpiredCertificate() {
		try (BrokerProcess expired = broker("expired")) {
			assertThat(failure(client(expired, trusting(ours)))).isInstanceOf(RocketConnectionException.class)
				.hasMessageContaining("CertificateExpiredException");
		}
	}

	@Test
	void theServersRefuseAClientWithoutTls() {
		assertThat(failure(client(broker, null))).isInstanceOf(RocketException.class)
			.hasMessageContaining(broker.nameServers());
	}

	private static void assertRefused(RocketClient client, String cause) {
		assertThat(failure(client)).isInstanceOf(RocketConnectionException.class).hasMessageContaining(cause);
	}

	private static RocketException failure(RocketClient client) {
		try (client;
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(Duration.ofSeconds(5)).build())) {
			return assertThatExceptionOfType(RocketException.class)
				.isThrownBy(() -> producer.send(message(Names.topic(), "never")))
				.actual();
		}
	}

	private static TlsOptions.Builder trusting(Certificates authority) {
		return TlsOptions.builder().trustedCertificates(authority.certificate("ca"));
	}

	private static RocketClient client(TlsOptions.Builder tls) {
		return client(broker, tls);
	}

	private static RocketClient client(BrokerProcess server, TlsOptions.@Nullable Builder tls) {
		return RocketClient.builder().nameServers(server.nameServers()).tls((tls != null) ? tls.build() : null).build();
	}

	private static Message message(String topic, String text) {
		return Message.builder(topic).body(text).build();
	}

}
