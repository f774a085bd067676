package io.github.rocketmqlite.spring.testcontainers;

import java.util.List;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A container that needs no Docker takes the place of a running one.
 */
class RocketContainerConnectionDetailsFactoryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(RocketAutoConfiguration.class, ServiceConnectionAutoConfiguration.class));

	@Test
	void theNameServerOfTheImageIsUsed() {
		this.runner.withUserConfiguration(OfficialImage.class)
			.withPropertyValues("rocketmq-lite.name-servers=127.0.0.1:1")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(RocketConnectionDetails.class);
				assertThat(context.getBean(RocketClient.class).options().nameServers())
					.containsExactly("192.0.2.1:19876");
			});
	}

	@Test
	void aBeanOfAnyImageIsNamedInTheAnnotation() {
		this.runner.withUserConfiguration(OtherImage.class)
			.run((context) -> assertThat(context.getBean(RocketClient.class).options().nameServers())
				.containsExactly("192.0.2.1:19876"));
	}

	@Test
	void theDefaultClusterIsThereBesideNamedOnes() {
		this.runner.withUserConfiguration(OfficialImage.class)
			.withPropertyValues("rocketmq-lite.clusters.eu.name-servers=127.0.0.1:2")
			.run((context) -> {
				assertThat(context.getBean("rocketClient", RocketClient.class).options().nameServers())
					.containsExactly("192.0.2.1:19876");
				assertThat(context.getBean("euRocketClient", RocketClient.class).options().nameServers())
					.isEqualTo(List.of("127.0.0.1:2"));
			});
	}

	interface Containers {

		@ServiceConnection
		NoContainer rocket = new NoContainer("apache/rocketmq:5.3.2");

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers(Containers.class)
	static class OfficialImage {

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherImage {

		@Bean
		@ServiceConnection(name = "apache/rocketmq")
		NoContainer rocket() {
			return new NoContainer("registry.example.org/mq:1");
		}

	}

	static class NoContainer extends GenericContainer<NoContainer> {

		private final String image;

		NoContainer(String image) {
			super(DockerImageName.parse(image));
			this.image = image;
		}

		@Override
		public String getDockerImageName() {
			return this.image;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return true;
		}

		@Override
		public String getHost() {
			return "192.0.2.1";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10_000 + port;
		}

	}

}
