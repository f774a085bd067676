package io.github.rocketmqlite.spring.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.BrokerProcess;
import io.github.rocketmqlite.test.Certificates;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cluster that accepts nothing but TLS from clients that show a certificate, and an SSL
 * bundle whose files change.
 */
@ExtendWith(OutputCaptureExtension.class)
class SslBundleIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@TempDir
	private static Path directory;

	private static Certificates ours;

	private static BrokerProcess broker;

	@BeforeAll
	static void startBroker() throws IOException {
		ours = new Certificates(Files.createDirectory(directory.resolve("ours"))).issue("server", "ip:127.0.0.1")
			.issue("client", "dns:client");
		broker = BrokerProcess.builder().tls(ours, "server", "client").start();
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void newCertificatesOfTheBundleAreUsedAtOnce() throws Exception {
		Certificates others = new Certificates(Files.createDirectory(directory.resolve("others"))).issue("client",
				"dns:client");
		Path bundle = Files.createDirectory(directory.resolve("bundle"));
		copy(ours, bundle);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("rocketmq-lite.name-servers=" + broker.nameServers(), "rocketmq-lite.ssl.bundle=rocket",
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
					.untilAsserted(
							() -> assertThatExceptionOfType(RocketException.class).isThrownBy(() -> send(template)));
				copy(ours, bundle);
				Awaitility.await()
					.atMost(TIMEOUT)
					.ignoreExceptionsInstanceOf(RocketException.class)
					.until(() -> send(template).isDurable());
			});
	}

	@Test
	void hostNamesAreVerifiedUnlessAnotherIsExpectedOrNone() throws IOException {
		String nameServer = broker.nameServers().replace("127.0.0.1", "localhost");
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("rocketmq-lite.name-servers=" + nameServer, "rocketmq-lite.ssl.bundle=rocket",
					"spring.ssl.bundle.pem.rocket.keystore.certificate=" + ours.certificate("client"),
					"spring.ssl.bundle.pem.rocket.keystore.private-key=" + ours.key("client"),
					"spring.ssl.bundle.pem.rocket.options.enabled-protocols=TLSv1.3",
					"spring.ssl.bundle.pem.rocket.truststore.certificate=" + ours.certificate("ca"));
		runner.run((context) -> assertThatExceptionOfType(RocketException.class)
			.isThrownBy(() -> send(context.getBean(RocketTemplate.class)))
			.withStackTraceContaining("localhost"));
		MapPropertySource expected = new MapPropertySource("expected",
				Map.of("rocketmq-lite.ssl.expected-host-names[" + nameServer + "]", "127.0.0.1"));
		runner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(expected))
			.run((context) -> assertThat(send(context.getBean(RocketTemplate.class)).isDurable()).isTrue());
		runner.withPropertyValues("rocketmq-lite.ssl.verify-host-names=false")
			.run((context) -> assertThat(send(context.getBean(RocketTemplate.class)).isDurable()).isTrue());
	}

	private static SendResult send(RocketTemplate template) {
		return template.message("hello").topic("ssl-bundle-orders").timeout(Duration.ofSeconds(5)).send();
	}

	private static void copy(Certificates from, Path to) throws IOException {
		Files.copy(from.certificate("client"), to.resolve("client.pem"), StandardCopyOption.REPLACE_EXISTING);
		Files.copy(from.key("client"), to.resolve("client.key"), StandardCopyOption.REPLACE_EXISTING);
	}

	@Test
	void startsThatFailForWantOfTlsOrCertificatesSaySo(CapturedOutput output) {
		String nameServers = "--rocketmq-lite.name-servers=" + broker.nameServers();
		String bundle = "--rocketmq-lite.ssl.bundle=rocket";
		String trusted = "--spring.ssl.bundle.pem.rocket.truststore.certificate=" + ours.certificate("ca");
		assertThat(failedStart(output, nameServers)).contains("takes TLS only")
			.contains("set 'rocketmq-lite.ssl.bundle'");
		assertThat(failedStart(output, nameServers, "--rocketmq-lite.ssl.enabled=true"))
			.contains("Check 'rocketmq-lite.ssl.bundle', which is not set")
			.contains("trust who issued the certificates");
		assertThat(failedStart(output, nameServers, bundle, trusted)).contains("Check 'rocketmq-lite.ssl.bundle'")
			.contains("a certificate of the client");
	}

	private static String failedStart(CapturedOutput output, String... arguments) {
		int before = output.length();
		assertThatException().isThrownBy(() -> SpringApplication.run(ListenerApplication.class, arguments).close());
		return output.toString().substring(before);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ListenerApplication {

		@RocketListener(topics = "ssl-bundle-orders", group = "ssl-bundle")
		void on(String text) {
		}

	}

}
