package io.github.rocketmqlite.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.admin.AccessControl;
import io.github.rocketmqlite.admin.AccessPolicy.Action;
import io.github.rocketmqlite.admin.AccessPolicy.Rule;
import io.github.rocketmqlite.admin.AccessPolicy;
import io.github.rocketmqlite.admin.User;
import io.github.rocketmqlite.client.ClientOptions.HeaderFormat;
import io.github.rocketmqlite.client.Credentials;
import io.github.rocketmqlite.client.CredentialsProvider;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.remoting.protocol.body.AclInfo;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A broker that checks signatures and permissions (access control of the second kind).
 */
class AccessControlIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Credentials ADMIN = Credentials.of("admin", "admin-secret");

	private static final Credentials READER = Credentials.of("reader", "reader-secret");

	private static final String TOPIC = Names.topic();

	private static EmbeddedRocketMQServer server;

	@BeforeAll
	static void startServer() throws Exception {
		server = EmbeddedRocketMQServer.builder()
			.brokerProperty("authenticationEnabled", "true")
			.brokerProperty("authenticationProvider",
					"org.apache.rocketmq.auth.authentication.provider.DefaultAuthenticationProvider")
			.brokerProperty("authenticationMetadataProvider",
					"org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider")
			.brokerProperty("initAuthenticationUser", "{\"username\":\"admin\",\"password\":\"admin-secret\"}")
			.brokerProperty("innerClientAuthenticationCredentials",
					"{\"accessKey\":\"admin\",\"secretKey\":\"admin-secret\"}")
			.brokerProperty("authorizationEnabled", "true")
			.brokerProperty("authorizationProvider",
					"org.apache.rocketmq.auth.authorization.provider.DefaultAuthorizationProvider")
			.brokerProperty("authorizationMetadataProvider",
					"org.apache.rocketmq.auth.authorization.provider.LocalAuthorizationMetadataProvider")
			.start();
		server.createTopic(TOPIC, 2);
		createReader();
	}

	/** Consuming takes Sub, and Get to ask where a queue begins and ends. */
	private static void createReader() throws Exception {
		DefaultMQAdminExt admin = new DefaultMQAdminExt(
				new AclClientRPCHook(new SessionCredentials("admin", "admin-secret")));
		admin.setNamesrvAddr(server.nameServers());
		OfficialClients.patient(admin);
		admin.setInstanceName("access-control");
		admin.start();
		try {
			admin.createUser(server.brokerAddress(), "reader", "reader-secret", "Normal");
			admin.createAcl(server.brokerAddress(), AclInfo.of("User:reader", List.of("Topic:" + TOPIC, "Group:*"),
					List.of("Sub", "Get"), List.of(), "Allow"));
		}
		finally {
			OfficialClients.stop(admin::shutdown);
		}
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@EnumSource(HeaderFormat.class)
	void sendsAndConsumesWithTheRightCredentials(HeaderFormat format) {
		List<String> received = new CopyOnWriteArrayList<>();
		String text = "hello " + format;
		String group = Names.group();
		try (RocketClient admin = client(ADMIN, format); RocketClient reader = client(READER, format)) {
			try (PushConsumer consumer = reader.newPushConsumer(subscription(group), (message) -> {
				received.add(new String(message.body(), StandardCharsets.UTF_8));
				return ConsumeOutcome.SUCCESS;
			});
					Producer producer = admin
						.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(TIMEOUT).build())) {
				producer.send(message(text));
				Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(received).contains(text));
				// commits are one-way or answered: either way the broker checks them
				Awaitility.await()
					.atMost(TIMEOUT)
					.until(() -> server.consumerOffset(group, TOPIC, 0) + server.consumerOffset(group, TOPIC, 1) > 0);
				assertThat(consumer.group()).isEqualTo(group);
			}
		}
	}

	@Test
	void refusesAWrongSecretAtOnceAndSaysSo() {
		assertDenied(Credentials.of("admin", "guessed-secret"), "signature");
	}

	@Test
	void refusesAUserThatDoesNotExist() {
		assertDenied(Credentials.of("mallory", "any-secret"), "mallory");
	}

	@Test
	void refusesRequestsWithoutSignature() {
		assertDenied(null, "");
	}

	@Test
	void refusesAUserWithoutPermission() {
		assertDenied(READER, "has no permission");
	}

	@Test
	void aProducerMayHaveCredentialsOfItsOwn() {
		try (RocketClient client = client(READER, HeaderFormat.BINARY)) {
			Producer denied = client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(TIMEOUT).build());
			Producer allowed = client.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(TIMEOUT).build(),
					ADMIN);
			assertThat(allowed.send(message("one")).isDurable()).isTrue();
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> denied.send(message("two")))
				.matches(BrokerException::isAccessDenied);
			assertThat(allowed.sendAsync(message("three")).join().isDurable()).isTrue();
			allowed.sendOneway(message("four"));
			Awaitility.await()
				.atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(server.messages(TOPIC)).extracting(StoredBody::text).contains("four"));
		}
	}

	@Test
	void usersAndPoliciesAreAdministered() {
		Credentials writer = Credentials.of("writer", "writer-secret");
		try (RocketClient client = client(ADMIN, HeaderFormat.BINARY);
				RocketClient asWriter = client(writer, HeaderFormat.BINARY)) {
			AccessControl access = client.admin().withTimeout(TIMEOUT).accessControl();
			Producer producer = asWriter
				.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(TIMEOUT).build());
			assertThatIllegalArgumentException().isThrownBy(() -> access.createUser(User.normal("writer", null)))
				.withMessageContaining("writer");
			User user = User.normal("writer", "writer-secret");
			access.createUser(user);
			assertThat(access.users()).containsOnlyKeys(server.brokerName());
			assertThat(access.users().get(server.brokerName())).contains(User.normal("writer", null))
				.extracting(User::name)
				.contains("admin", "reader");
			assertThat(user.toString()).doesNotContain("secret");
			awaitAllowed(producer, false);
			AccessPolicy policy = AccessPolicy.of("writer", Rule.allow("Topic:" + TOPIC, Action.PUB));
			access.createPolicy(policy);
			assertThat(access.policies().get(server.brokerName())).contains(policy);
			awaitAllowed(producer, true);
			AccessPolicy denied = AccessPolicy.of("writer", Rule.deny("Topic:" + TOPIC, Action.PUB));
			access.updatePolicy(denied);
			assertThat(access.policies().get(server.brokerName())).contains(denied).doesNotContain(policy);
			awaitAllowed(producer, false);
			access.updatePolicy(policy);
			awaitAllowed(producer, true);
			access.updateUser(User.normal("writer", null).disabled());
			assertThat(access.users().get(server.brokerName())).contains(User.normal("writer", null).disabled());
			awaitAllowed(producer, false);
			access.updateUser(User.superUser("writer", null));
			awaitAllowed(producer, true);
			access.updateUser(User.normal("writer", null));
			access.updatePolicy(AccessPolicy.of("writer", Rule.allow("Group:*", Action.SUB, Action.GET)));
			access.deletePolicy("User:writer", "Topic:" + TOPIC);
			assertThat(access.policies().get(server.brokerName()))
				.contains(AccessPolicy.of("writer", Rule.allow("Group:*", Action.SUB, Action.GET)));
			awaitAllowed(producer, false);
			access.deletePolicy("User:writer");
			assertThat(access.policies().get(server.brokerName())).extracting(AccessPolicy::subject)
				.contains("User:reader")
				.doesNotContain("User:writer");
			access.deleteUser("writer");
			access.deleteUser("writer");
			assertThat(access.users().get(server.brokerName())).extracting(User::name).doesNotContain("writer");
			AccessControl none = asWriter.admin().withTimeout(TIMEOUT).accessControl();
			assertThatExceptionOfType(RocketException.class).isThrownBy(none::users);
		}
	}

	/** Brokers keep what they know of users for a moment. */
	private static void awaitAllowed(Producer producer, boolean allowed) {
		Awaitility.await().atMost(TIMEOUT).until(() -> {
			try {
				return producer.send(message("by the writer")).isDurable() == allowed;
			}
			catch (BrokerException ex) {
				return ex.isAccessDenied() != allowed;
			}
		});
	}

	@Test
	void newCredentialsCountFromTheNextRequestOn() {
		AtomicReference<Credentials> current = new AtomicReference<>(Credentials.of("admin", "guessed-secret"));
		try (RocketClient client = client(current::get, HeaderFormat.BINARY);
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(TIMEOUT).build())) {
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> producer.send(message("early")));
			current.set(ADMIN);
			assertThat(producer.send(message("late")).isDurable()).isTrue();
		}
	}

	private static void assertDenied(@Nullable CredentialsProvider credentials, String cause) {
		try (RocketClient client = client(credentials, HeaderFormat.BINARY);
				Producer producer = client
					.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(TIMEOUT).build())) {
			assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> producer.send(message("denied")))
				.withMessageContaining("denied access")
				.withMessageContaining(cause)
				.withMessageContaining(server.brokerAddress())
				.satisfies((ex) -> assertThat(ex.isAccessDenied()).isTrue())
				.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse());
		}
		assertThat(server.messages(TOPIC)).noneMatch((stored) -> stored.text().contains("denied"));
	}

	private static RocketClient client(@Nullable CredentialsProvider credentials, HeaderFormat format) {
		return RocketClient.builder()
			.nameServers(server.nameServers())
			.headerFormat(format)
			.credentialsProvider(credentials)
			.build();
	}

	private static PushConsumerOptions subscription(String group) {
		return PushConsumerOptions.builder(group)
			.subscribe(TOPIC, Filter.all())
			.startPosition(StartPosition.FIRST)
			.build();
	}

	private static Message message(String text) {
		return Message.builder(TOPIC).body(text).build();
	}

}
