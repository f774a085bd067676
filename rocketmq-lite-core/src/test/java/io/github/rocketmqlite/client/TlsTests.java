package io.github.rocketmqlite.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Certificates;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Who is talked to over TLS, and who is not: against servers that only shake hands.
 */
class TlsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	@TempDir
	static Path directory;

	private static Certificates ours;

	private static Certificates others;

	@BeforeAll
	static void issueCertificates() throws IOException {
		ours = new Certificates(Files.createDirectory(directory.resolve("ours"))).issue("server", "ip:127.0.0.1")
			.issue("named", "dns:broker-a.example.org")
			.issueExpired("expired", "ip:127.0.0.1");
		others = new Certificates(Files.createDirectory(directory.resolve("others")));
	}

	@Test
	void talksToAServerThatIsWhoItShouldBe() throws Exception {
		try (TlsServer server = server("server"); RocketClient client = client(server.address(), trusting(ours))) {
			assertThat(send(client)).isInstanceOf(RocketTimeoutException.class);
			assertThat(server.handshakes()).isPositive();
			assertThat(new String(server.received(), StandardCharsets.ISO_8859_1)).contains("orders");
		}
	}

	@Test
	void refusesAServerWhoseAuthorityIsNotTrusted() throws Exception {
		try (TlsServer server = server("server"); RocketClient client = client(server.address(), trusting(others))) {
			assertRefused(server, client, "unable to find valid certification path");
		}
	}

	@Test
	void javasOwnAuthoritiesAreTrustedUnlessOthersAreNamed() throws Exception {
		try (TlsServer server = server("server");
				RocketClient client = client(server.address(), TlsOptions.builder().build())) {
			assertRefused(server, client, "unable to find valid certification path");
		}
	}

	@Test
	void refusesAServerThatHasTheCertificateOfAnother() throws Exception {
		try (TlsServer server = server("named"); RocketClient client = client(server.address(), trusting(ours))) {
			assertRefused(server, client, "127.0.0.1");
		}
	}

	@Test
	void expectsTheNameThatIsConfiguredForAnAddress() throws Exception {
		try (TlsServer server = server("named")) {
			TlsOptions right = trusted(ours).expectedHostName(server.address(), "broker-a.example.org").build();
			try (RocketClient client = client(server.address(), right)) {
				assertThat(send(client)).isInstanceOf(RocketTimeoutException.class);
				assertThat(server.peerName()).contains("broker-a.example.org");
			}
			TlsOptions wrong = trusted(ours).expectedHostName(server.address(), "broker-b.example.org").build();
			try (RocketClient client = client(server.address(), wrong)) {
				assertThat(send(client)).isInstanceOf(RocketConnectionException.class)
					.hasMessageContaining("broker-b.example.org");
			}
		}
	}

	@Test
	void namesAreNotVerifiedWhenToldSo() throws Exception {
		try (TlsServer server = server("named");
				RocketClient client = client(server.address(), trusted(ours).verifyHostNames(false).build())) {
			assertThat(send(client)).isInstanceOf(RocketTimeoutException.class);
		}
	}

	@Test
	void refusesAnExpiredCertificate() throws Exception {
		try (TlsServer server = server("expired"); RocketClient client = client(server.address(), trusting(ours))) {
			assertRefused(server, client, "CertificateExpiredException");
		}
	}

	@Test
	void refusesAServerThatAnswersInPlaintext() throws Exception {
		try (ScriptedBroker server = ScriptedBroker.start();
				RocketClient client = client(server.address(), trusting(ours))) {
			assertThat(send(client)).isInstanceOf(RocketConnectionException.class)
				.hasMessageContaining("TLS")
				.hasMessageContaining(server.address());
			assertThat(server.requests()).isEmpty();
		}
	}

	@Test
	void sendsNothingInPlaintextToAServerThatIsSilent() throws Exception {
		try (TlsServer server = TlsServer.plaintext(); RocketClient client = client(server.address(), trusting(ours))) {
			long start = System.nanoTime();
			assertThat(send(client)).isInstanceOf(RocketException.class).hasMessageContaining(server.address());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plusSeconds(10));
			assertThat(server.received()).startsWith(0x16, 0x03);
			assertThat(new String(server.received(), StandardCharsets.ISO_8859_1)).doesNotContain("orders", "code");
		}
	}

	@Test
	void aHandshakeThatHangsEndsWithTheConnectTimeoutAndIsNamed() throws Exception {
		try (TlsServer server = TlsServer.plaintext();
				RocketClient client = builder(server.address(), trusting(ours)).connectTimeout(Duration.ofMillis(300))
					.build()) {
			assertThat(send(client)).isInstanceOf(RocketException.class).hasMessageContaining("TLS handshake");
		}
	}

	@Test
	void aClientDoesNotStartWithFilesThatCannotBeUsed() throws IOException {
		Path missing = directory.resolve("missing.pem");
		Path empty = Files.createFile(directory.resolve("empty.pem"));
		Path garbage = Files.writeString(directory.resolve("garbage.pem"),
				"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
		Path oldForm = Files.writeString(directory.resolve("old.pem"),
				"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
		assertNotBuilt(TlsOptions.builder().trustedCertificates(missing), missing);
		assertNotBuilt(TlsOptions.builder().trustedCertificates(empty), empty);
		assertNotBuilt(TlsOptions.builder().trustedCertificates(garbage), garbage);
		Path certificate = ours.certificate("server");
		assertNotBuilt(TlsOptions.builder().clientCertificate(certificate, missing), missing);
		assertNotBuilt(TlsOptions.builder().clientCertificate(certificate, empty), empty);
		assertNotBuilt(TlsOptions.builder().clientCertificate(certificate, garbage), garbage);
		assertNotBuilt(TlsOptions.builder().clientCertificate(certificate, oldForm), oldForm);
		assertNotBuilt(TlsOptions.builder().clientCertificate(missing, ours.key("server")), missing);
	}

	@Test
	void optionsThatContradictEachOtherAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TlsOptions.builder().protocols("TLSv1.1").build())
			.withMessageContaining("TLSv1.1");
		assertThatIllegalArgumentException().isThrownBy(
				() -> TlsOptions.builder().sslContext(() -> null).trustedCertificates(ours.certificate("ca")).build())
			.withMessageContaining("sslContext");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> client("127.0.0.1:9876", TlsOptions.builder().sslContext(() -> null).build()))
			.withMessageContaining("SSLContext");
	}

	@Test
	void newConnectionsUseWhatWasReloaded() throws Exception {
		Path trusted = Files.copy(others.certificate("ca"), directory.resolve("trusted.pem"));
		try (TlsServer server = server("server");
				RocketClient client = client(server.address(),
						TlsOptions.builder().trustedCertificates(trusted).build())) {
			assertThat(send(client)).isInstanceOf(RocketConnectionException.class);
			Files.writeString(trusted, "no longer a certificate");
			assertThatIllegalArgumentException().isThrownBy(client::reloadTls).withMessageContaining("trusted.pem");
			assertThat(send(client)).isInstanceOf(RocketConnectionException.class);
			Files.copy(ours.certificate("ca"), trusted, StandardCopyOption.REPLACE_EXISTING);
			client.reloadTls();
			Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
				send(client);
				assertThat(server.handshakes()).isPositive();
			});
		}
	}

	@Test
	void thereIsNothingToReloadWithoutTls() {
		try (RocketClient client = RocketClient.builder().nameServers("127.0.0.1:9876").build()) {
			assertThatIllegalStateException().isThrownBy(client::reloadTls);
		}
	}

	private static void assertRefused(TlsServer server, RocketClient client, String cause) {
		RocketException failure = send(client);
		assertThat(failure).isInstanceOf(RocketConnectionException.class)
			.hasMessageContaining(cause)
			.hasMessageContaining(server.address());
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
		assertThat(server.received()).isEmpty();
	}

	private static void assertNotBuilt(TlsOptions.Builder options, Path named) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> client("127.0.0.1:9876", options.build()))
			.withMessageContaining(named.toString());
	}

	private static RocketException send(RocketClient client) {
		try (Producer producer = client
			.newProducer(ProducerOptions.builder("tls").sendTimeout(TIMEOUT).retries(0).build())) {
			return catchThrowableOfType(RocketException.class,
					() -> producer.send(Message.builder("orders").body("hello").build()));
		}
	}

	private static TlsServer server(String name) throws Exception {
		return TlsServer.with(ours.keyStore(name), ours.password());
	}

	private static TlsOptions trusting(Certificates authority) {
		return trusted(authority).build();
	}

	private static TlsOptions.Builder trusted(Certificates authority) {
		return TlsOptions.builder().trustedCertificates(authority.certificate("ca"));
	}

	private static RocketClient client(String address, TlsOptions tls) {
		return builder(address, tls).build();
	}

	private static RocketClientBuilder builder(String address, TlsOptions tls) {
		return RocketClient.builder().nameServers(List.of(address)).requestTimeout(TIMEOUT).tls(tls);
	}

}
