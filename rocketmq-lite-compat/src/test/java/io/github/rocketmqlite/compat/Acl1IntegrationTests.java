package io.github.rocketmqlite.compat;

import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.ReleasedServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Brokers that demand signed requests in the way of ACL 1.0, which releases up to 5.3.2
 * know.
 */
@ParameterizedClass
@MethodSource("releases")
@Timeout(120)
class Acl1IntegrationTests {

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

	@Test
	void aSendWithoutCredentialsIsRefusedAtOnceAndTheErrorSaysWhy() {
		try (RocketClient client = RocketClient.builder().nameServers(servers.nameServers()).build();
				Producer producer = client.newProducer(ProducerOptions.builder("anonymous").build())) {
			Message message = Message.builder("orders").body("unsigned").build();
			BrokerException refusal = catchThrowableOfType(BrokerException.class,
					() -> producer.send(message, Duration.ofSeconds(30)));
			assertThat(refusal).isNotNull();
			assertThat(refusal.address()).isEqualTo(servers.brokerAddress());
			assertThat(refusal).hasMessageContaining("AclException").hasMessageContaining("accessKey");
		}
	}

}
