package io.github.rocketmqlite.spring.testcontainers;

import java.util.List;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A container that needs no Docker takes the place of a running one.
 */
class RocketContainerConnectionDetailsFactoryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class, RocketContainersAutoConfiguration.class,
				ServiceConnectionAutoConfiguration.class));

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

	@Test
	void containersThatTheNameOfAClusterQualifiesAreItsNameServers() {
		this.runner.withUserConfiguration(OfficialImage.class, ThreeClusters.class)
			.withPropertyValues("rocketmq-lite.clusters.eu.name-servers=127.0.0.1:2",
					"rocketmq-lite.clusters.us.request-timeout=2s",
					"rocketmq-lite.clusters.asia.name-servers=127.0.0.1:3")
			.run((context) -> {
				assertThat(nameServers(context, "rocketClient")).containsExactly("192.0.2.1:19876");
				assertThat(nameServers(context, "euRocketClient")).containsExactly("192.0.2.7:19876");
				assertThat(nameServers(context, "usRocketClient")).containsExactly("192.0.2.8:19876");
				assertThat(nameServers(context, "asiaRocketClient")).containsExactly("127.0.0.1:3");
			});
	}

	private static List<String> nameServers(ApplicationContext context, String client) {
		return context.getBean(client, RocketClient.class).options().nameServers();
	}

	@Configuration(proxyBeanMethods = false)
	static class ThreeClusters {

		@Bean
		@Qualifier("eu")
		NoContainer somewhere() {
			return new NoContainer("apache/rocketmq:5.3.2", "192.0.2.7");
		}

		@Bean
		@Qualifier("us")
		NoContainer elsewhere() {
			return new NoContainer("registry.example.org/mq:1", "192.0.2.8");
		}

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

		private final String host;

		NoContainer(String image) {
			this(image, "192.0.2.1");
		}

		NoContainer(String image, String host) {
			super(DockerImageName.parse(image));
			this.host = host;
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
			return this.host;
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10_000 + port;
		}

	}

}
