package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.Credentials;
import io.github.rocketmqlite.client.CredentialsProvider;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

class RocketSecurityTests {

	private static final int GET_ROUTE = 105;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class));

	@Test
	void requestsAreSignedWithTheKeysOfTheProperties() {
		try (ScriptedBroker server = ScriptedBroker.start()) {
			at(server)
				.withPropertyValues("rocketmq-lite.access-key=user", "rocketmq-lite.secret-key=secret",
						"rocketmq-lite.security-token=token")
				.run((context) -> {
					send(context);
					assertThat(server.awaitRequest(GET_ROUTE, Duration.ofSeconds(10)).ext())
						.containsEntry("AccessKey", "user")
						.containsEntry("SecurityToken", "token")
						.containsKey("Signature");
				});
		}
	}

	@Test
	void aProviderTakesPrecedenceOverProperties() {
		try (ScriptedBroker server = ScriptedBroker.start()) {
			at(server).withPropertyValues("rocketmq-lite.access-key=user", "rocketmq-lite.secret-key=secret")
				.withBean(CredentialsProvider.class, () -> () -> Credentials.of("rotated", "other"))
				.run((context) -> {
					send(context);
					assertThat(server.awaitRequest(GET_ROUTE, Duration.ofSeconds(10)).ext()).containsEntry("AccessKey",
							"rotated");
				});
		}
	}

	@Test
	void halfOfTheCredentialsIsReportedWithoutTheOther() {
		this.runner.withPropertyValues("rocketmq-lite.access-key=user")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("rocketmq-lite.secret-key"));
		this.runner.withPropertyValues("rocketmq-lite.secret-key=hidden-secret")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("rocketmq-lite.access-key")
				.hasMessageNotContaining("hidden-secret"));
	}

	@Test
	void connectionsAreEncryptedWithTheBundleAndFollowItsChanges() {
		AtomicInteger contexts = new AtomicInteger();
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("rocket", bundle(contexts));
		this.runner.withBean(DefaultSslBundleRegistry.class, () -> bundles)
			.withPropertyValues("rocketmq-lite.ssl.bundle=rocket")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(RocketClient.class);
				assertThat(contexts).hasValue(1);
				bundles.updateBundle("rocket", bundle(contexts));
				assertThat(contexts).hasValue(2);
			});
	}

	@Test
	void nothingIsSentInPlaintextWhenSslIsEnabled() {
		try (ScriptedBroker server = ScriptedBroker.start()) {
			at(server).withPropertyValues("rocketmq-lite.ssl.enabled=true").run((context) -> {
				assertThat(send(context)).hasMessageContaining("TLS");
				assertThat(server.requests()).isEmpty();
			});
		}
	}

	@Test
	void aBundleThatIsNotEnabledIsNotUsed() {
		this.runner.withPropertyValues("rocketmq-lite.ssl.bundle=rocket", "rocketmq-lite.ssl.enabled=false")
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(RocketClient.class).reloadTls()));
	}

	@Test
	void anUnknownBundleFailsTheStart() {
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("rocketmq-lite.ssl.bundle=nobody-knows-it")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("rocketmq-lite.ssl.bundle")
				.hasMessageContaining("nobody-knows-it")
				.hasMessageContaining("spring.ssl.bundle.pem.<name>"));
	}

	@Test
	void aBundleThatCannotBeLoadedIsSaidToBeThatOfTheProperty() {
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("rocketmq-lite.ssl.bundle=rocket",
					"spring.ssl.bundle.pem.rocket.truststore.certificate=file:/nowhere/ca.pem")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
				.hasStackTraceContaining("rocketmq-lite.ssl.bundle")
				.hasStackTraceContaining("/nowhere/ca.pem"));
	}

	private ApplicationContextRunner at(ScriptedBroker server) {
		return this.runner.withPropertyValues("rocketmq-lite.name-servers=" + server.address(),
				"rocketmq-lite.producer.retries=0");
	}

	private static Throwable send(ApplicationContext context) {
		return catchThrowable(
				() -> context.getBean(Producer.class).send(Message.builder("orders").body("hello").build()));
	}

	/** A bundle of Java's own certificates that counts how often a context is made. */
	private static SslBundle bundle(AtomicInteger contexts) {
		SslBundle plain = SslBundle.of(SslStoreBundle.NONE);
		return SslBundle.of(SslStoreBundle.NONE, plain.getKey(), plain.getOptions(), plain.getProtocol(),
				new SslManagerBundle() {

					@Override
					public javax.net.ssl.KeyManagerFactory getKeyManagerFactory() {
						return plain.getManagers().getKeyManagerFactory();
					}

					@Override
					public javax.net.ssl.TrustManagerFactory getTrustManagerFactory() {
						return plain.getManagers().getTrustManagerFactory();
					}

					@Override
					public SSLContext createSslContext(String protocol) {
						contexts.incrementAndGet();
						return plain.getManagers().createSslContext(protocol);
					}

				});
	}

}
