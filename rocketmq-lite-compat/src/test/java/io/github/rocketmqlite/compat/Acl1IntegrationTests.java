package io.github.rocketmqlite.compat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.ClientOptions.HeaderFormat;
import io.github.rocketmqlite.client.Credentials;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.ReleasedServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Brokers that demand signed requests in the way of ACL 1.0, which releases up to 5.3.2
 * know.
 */
@ParameterizedClass
@MethodSource("releases")
@Timeout(120)
class Acl1IntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String ACCESS_KEY = "order-service";

	private static final String SECRET_KEY = "a secret of tests";

	private static ReleasedServers servers;

	@Parameter
	private Release release;

	static List<Release> releases() {
		return Release.withAcl1().toList();
	}

	@BeforeParameterizedClassInvocation
	static void startServers(Release release) {
		servers = ReleasedServers.builder(release.classPath()).acl(ACCESS_KEY, SECRET_KEY).start();
		servers.createTopic("orders", 2);
	}

	@AfterParameterizedClassInvocation
	static void stopServers() {
		if (servers != null) {
			servers.close();
		}
	}

	@Test
	void theBrokerIsOfTheReleaseThatIsMeant() {
		assertThat(servers.brokerVersion()).isEqualTo(this.release.version());
	}

	@ParameterizedTest
	@EnumSource
	void theRightKeyMaySendConsumeRetryAndCommit(HeaderFormat format) {
		String group = "billing-" + format;
		Message message = Message.builder("orders").tag(format.name()).body("signed größe").build();
		Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
		try (RocketClient client = client(Credentials.of(ACCESS_KEY, SECRET_KEY), format);
				Producer producer = client.newProducer(ProducerOptions.builder("order-service").build())) {
			try (PushConsumer consumer = client.newPushConsumer(options(group, format), (received) -> {
				attempts.add(received.reconsumeTimes());
				return (received.reconsumeTimes() == 0) ? ConsumeOutcome.RETRY : ConsumeOutcome.SUCCESS;
			})) {
				producer.send(message);
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(attempts).containsExactly(0, 1));
				assertThat(consumer.isPaused()).isFalse();
			}
			String next = producer.send(message).messageId();
			Queue<String> received = new ConcurrentLinkedQueue<>();
			try (PushConsumer successor = client.newPushConsumer(options(group, format), (delivered) -> {
				received.add(delivered.messageId());
				return ConsumeOutcome.SUCCESS;
			})) {
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly(next));
				assertThat(successor.isPaused()).isFalse();
			}
		}
	}

	@Test
	void aWrongSecretIsRefusedAtOnceAndTheErrorSaysWhy() {
		assertRefused(Credentials.of(ACCESS_KEY, "another secret"), "Check signature failed");
	}

	@Test
	void anUnknownKeyIsRefusedAtOnceAndTheErrorSaysWhy() {
		assertRefused(Credentials.of("somebody", SECRET_KEY), "No acl config for somebody");
	}

	@Test
	void aSendWithoutCredentialsIsRefusedAtOnceAndTheErrorSaysWhy() {
		assertRefused(null, "No accessKey is configured");
	}

	private static void assertRefused(@Nullable Credentials credentials, String cause) {
		try (RocketClient client = client(credentials, HeaderFormat.BINARY);
				Producer producer = client.newProducer(ProducerOptions.builder("anonymous").build())) {
			Message message = Message.builder("orders").body("refused").build();
			assertThatExceptionOfType(BrokerException.class)
				.isThrownBy(() -> producer.send(message, Duration.ofSeconds(30)))
				.withMessageContaining("AclException")
				.withMessageContaining(cause)
				.withMessageNotContaining(SECRET_KEY)
				.satisfies((refusal) -> {
					assertThat(refusal.isAccessDenied()).isTrue();
					assertThat(refusal.isRetryable()).isFalse();
					assertThat(refusal.address()).isEqualTo(servers.brokerAddress());
				});
		}
	}

	private static RocketClient client(@Nullable Credentials credentials, HeaderFormat format) {
		return RocketClient.builder()
			.nameServers(servers.nameServers())
			.credentials(credentials)
			.headerFormat(format)
			.build();
	}

	private static PushConsumerOptions options(String group, HeaderFormat format) {
		return PushConsumerOptions.builder(group)
			.subscribe("orders", Filter.tags(format.name()))
			.startPosition(StartPosition.FIRST)
			.build();
	}

}
