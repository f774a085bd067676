package io.github.rocketmqlite.test.context;

import java.util.Optional;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EmbeddedRocketMQ(topics = { "junit-default", "junit-own:7" }, queues = 2)
class EmbeddedRocketMQWithoutSpringIntegrationTests {

	private final EmbeddedRocketMQServer server;

	EmbeddedRocketMQWithoutSpringIntegrationTests(EmbeddedRocketMQServer server) {
		this.server = server;
	}

	@Test
	void constructorAndMethodGetTheSharedServer(EmbeddedRocketMQServer parameter) {
		assertThat(parameter).isSameAs(this.server).isSameAs(EmbeddedRocketMQServer.shared());
	}

	@Test
	void topicsAreReadyBeforeTheFirstTest() {
		assertThat(QueueCount.of(this.server, "junit-default")).isEqualTo(2);
		assertThat(QueueCount.of(this.server, "junit-own")).isEqualTo(7);
	}

	@Test
	void brokerPropertiesOfTheSharedServerAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> AnnotatedServer.start(annotation(WithProperties.class)))
			.withMessageContaining("shared = false");
	}

	@Test
	void malformedTopicsAndPropertiesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> AnnotatedServer.start(annotation(MalformedTopic.class)))
			.withMessageContaining("orders:many");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AnnotatedServer.start(annotation(MalformedProperty.class)))
			.withMessageContaining("maxMessageSize 1");
	}

	private static EmbeddedRocketMQ annotation(Class<?> type) {
		Optional<EmbeddedRocketMQ> annotation = AnnotationSupport.findAnnotation(type, EmbeddedRocketMQ.class);
		return annotation.orElseThrow();
	}

	@Nested
	class NestedTests {

		@Test
		void nestedClassesUseTheServerOfTheirEnclosingClass(EmbeddedRocketMQServer parameter) {
			assertThat(parameter).isSameAs(EmbeddedRocketMQWithoutSpringIntegrationTests.this.server);
		}

	}

	@Nested
	@EmbeddedRocketMQ(shared = false, brokerProperties = "brokerName = own", topics = "own-topic")
	class OwnServerTests {

		@Test
		void serverOfOnesOwnHasTheStatedProperties(EmbeddedRocketMQServer own) {
			assertThat(own).isNotSameAs(EmbeddedRocketMQServer.shared());
			assertThat(own.brokerName()).isEqualTo("own");
			assertThat(QueueCount.of(own, "own-topic")).isEqualTo(4);
		}

	}

	@EmbeddedRocketMQ(brokerProperties = "maxMessageSize=1")
	static class WithProperties {

	}

	@EmbeddedRocketMQ(topics = "orders:many")
	static class MalformedTopic {

	}

	@EmbeddedRocketMQ(shared = false, brokerProperties = "maxMessageSize 1")
	static class MalformedProperty {

	}

}
