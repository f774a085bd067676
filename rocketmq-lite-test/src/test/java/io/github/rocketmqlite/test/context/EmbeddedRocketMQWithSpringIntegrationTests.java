package io.github.rocketmqlite.test.context;

import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@SpringJUnitConfig
@TestPropertySource(properties = "rocketmq-lite.name-servers=ignored:9876")
@EmbeddedRocketMQ(topics = "spring-topic:3")
class EmbeddedRocketMQWithSpringIntegrationTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private EmbeddedRocketMQServer server;

	@Autowired
	private AddressSeenByABean address;

	@Test
	void serverIsABeanOfItsPublishedName() {
		assertThat(this.context.getBean("embeddedRocketMQ")).isSameAs(this.server)
			.isSameAs(EmbeddedRocketMQServer.shared());
	}

	@Test
	void beansSeeTheAddressAheadOfEveryOtherPropertySource() {
		assertThat(this.address.value()).isEqualTo(this.server.nameServers());
	}

	@Test
	void addressStaysOutOfTheSystemProperties() {
		assertThat(System.getProperties()).doesNotContainValue(this.server.nameServers());
	}

	@Test
	void topicsAreReadyBeforeTheContext() {
		assertThat(QueueCount.of(this.server, "spring-topic")).isEqualTo(3);
	}

	@Test
	void methodsMayTakeTheServerFromJUnitOrFromSpring(EmbeddedRocketMQServer fromJUnit,
			@Autowired EmbeddedRocketMQServer fromSpring) {
		assertThat(fromJUnit).isSameAs(fromSpring).isSameAs(this.server);
	}

	@Nested
	class NestedTests {

		@Test
		void nestedClassesShareTheContextOfTheirEnclosingClass(@Autowired ApplicationContext nested,
				EmbeddedRocketMQServer parameter) {
			assertThat(nested).isSameAs(EmbeddedRocketMQWithSpringIntegrationTests.this.context);
			assertThat(parameter).isSameAs(EmbeddedRocketMQWithSpringIntegrationTests.this.server);
		}

	}

	@Nested
	@EmbeddedRocketMQ(shared = false, nameServersProperty = "my.address", brokerProperties = "brokerName=own")
	class OwnServerTests {

		@Test
		void contextWithOtherAttributesHasAServerOfItsOwn(@Autowired EmbeddedRocketMQServer own,
				@Autowired Environment environment) {
			assertThat(own).isNotSameAs(EmbeddedRocketMQServer.shared());
			assertThat(own.brokerName()).isEqualTo("own");
			assertThat(environment.getProperty("my.address")).isEqualTo(own.nameServers());
		}

	}

	@Test
	void equalAnnotationsShareACachedContextAndDifferentOnesDoNot() {
		assertThat(customizer(One.class)).isEqualTo(customizer(SameAsOne.class))
			.hasSameHashCodeAs(customizer(SameAsOne.class));
		assertThat(customizer(One.class)).isEqualTo(customizer(InheritedFromOne.class));
		assertThat(customizer(One.class)).isNotEqualTo(customizer(Other.class));
		assertThat(customizer(Object.class)).isNull();
	}

	@Test
	void contextThatClosesStopsItsOwnServer() throws Exception {
		TestContext test = new TestContextManager(Closing.class).getTestContext();
		EmbeddedRocketMQServer own = test.getApplicationContext().getBean(EmbeddedRocketMQServer.class);
		int port = Integer.parseInt(own.brokerAddress().substring("127.0.0.1:".length()));
		new Socket(InetAddress.getLoopbackAddress(), port).close();
		test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThatIOException().isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
	}

	private static @Nullable ContextCustomizer customizer(Class<?> testClass) {
		return new EmbeddedRocketMQContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	@ContextConfiguration(classes = Config.class)
	@EmbeddedRocketMQ(shared = false)
	static class Closing {

	}

	@EmbeddedRocketMQ(topics = "one")
	static class One {

	}

	@EmbeddedRocketMQ(topics = "one", queues = 4)
	static class SameAsOne {

	}

	static class InheritedFromOne extends One {

	}

	@EmbeddedRocketMQ(topics = "other")
	static class Other {

	}

	record AddressSeenByABean(String value) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@Bean
		AddressSeenByABean address(@Value("${rocketmq-lite.name-servers}") String value) {
			return new AddressSeenByABean(value);
		}

	}

}
