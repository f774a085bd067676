package io.github.rocketmqlite.spring.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.BrokerProcess;
import io.github.rocketmqlite.test.Certificates;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cluster that accepts nothing but TLS from clients that show a certificate, and an SSL
 * bundle whose files change.
 */
class SslBundleIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	@Test
	void newCertificatesOfTheBundleAreUsedAtOnce() throws Exception {
		Certificates ours = new Certificates(Files.createDirectory(this.directory.resolve("ours")))
			.issue("server", "ip:127.0.0.1")
			.issue("client", "dns:client");
		Certificates others = new Certificates(Files.createDirectory(this.directory.resolve("others"))).issue("client",
				"dns:client");
		Path bundle = Files.createDirectory(this.directory.resolve("bundle"));
		copy(ours, bundle);
		try (BrokerProcess broker = broker(ours)) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class, SslAutoConfiguration.class))
				.withPropertyValues("rocketmq-lite.name-servers=" + broker.nameServers(),
						"rocketmq-lite.ssl.bundle=rocket",
						"spring.ssl.bundle.pem.rocket.keystore.certificate=" + bundle.resolve("client.pem"),
						"spring.ssl.bundle.pem.rocket.keystore.private-key=" + bundle.resolve("client.key"),
						"spring.ssl.bundle.pem.rocket.truststore.certificate=" + ours.certificate("ca"),
						"spring.ssl.bundle.pem.rocket.reload-on-update=true",
						"spring.ssl.bundle.watch.file.quiet-period=500ms")
				.run((context) -> {
					RocketTemplate template = context.getBean(RocketTemplate.class);
					assertThat(send(template).isDurable()).isTrue();
					copy(others, bundle);
					Awaitility.await()
						.atMost(TIMEOUT)
						.untilAsserted(() -> assertThatExceptionOfType(RocketException.class)
							.isThrownBy(() -> send(template)));
					copy(ours, bundle);
					Awaitility.await()
						.atMost(TIMEOUT)
						.ignoreExceptionsInstanceOf(RocketException.class)
						.until(() -> send(template).isDurable());
				});
		}
	}

	private static SendResult send(RocketTemplate template) {
		return template.message("hello").topic("ssl-bundle-orders").timeout(Duration.ofSeconds(5)).send();
	}

	private static void copy(Certificates from, Path to) throws IOException {
		Files.copy(from.certificate("client"), to.resolve("client.pem"), StandardCopyOption.REPLACE_EXISTING);
		Files.copy(from.key("client"), to.resolve("client.key"), StandardCopyOption.REPLACE_EXISTING);
	}

	private static BrokerProcess broker(Certificates certificates) {
		BrokerProcess.Builder builder = BrokerProcess.builder()
			.nameServerInChild()
			.jvmArgument("-Dtls.server.mode=enforcing")
			.jvmArgument("-Dtls.test.mode.enable=false")
			.jvmArgument("-Dtls.server.need.client.auth=require")
			.jvmArgument("-Dtls.server.authClient=true");
		for (String side : new String[] { "server", "client" }) {
			builder.jvmArgument("-Dtls." + side + ".keyPath=" + certificates.key(side))
				.jvmArgument("-Dtls." + side + ".certPath=" + certificates.certificate(side))
				.jvmArgument("-Dtls." + side + ".trustCertPath=" + certificates.certificate("ca"));
		}
		return builder.start();
	}

}
