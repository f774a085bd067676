package org.springframework.boot.docker.compose.service.connection;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stands in this package because only it can make sources.
 */
class RocketDockerComposeConnectionDetailsFactoryTests {

	@Test
	void theServiceWithThePortOfANameServerIsUsed() {
		assertThat(details(new Service("apache/rocketmq:5.3.2", Map.of(9876, 32_768))))
			.isInstanceOfSatisfying(RocketConnectionDetails.class, (details) -> {
				assertThat(details.getNameServers()).containsExactly("192.0.2.1:32768");
				assertThat(details.getSslBundle()).isNull();
			});
	}

	@Test
	void aLabelNamesTheCluster() {
		assertThat(details(new Service("apache/rocketmq:5.3.2", Map.of(9876, 32_768),
				Map.of("io.github.rocketmq-lite.cluster", "eu"))))
			.isInstanceOfSatisfying(RocketConnectionDetails.class,
					(details) -> assertThat(details.getCluster()).isEqualTo("eu"));
		assertThat(details(new Service("apache/rocketmq:5.3.2", Map.of(9876, 32_768)))).isInstanceOfSatisfying(
				RocketConnectionDetails.class, (details) -> assertThat(details.getCluster()).isNull());
	}

	@Test
	void aBrokerOfTheSameImageIsNone() {
		assertThat(details(new Service("apache/rocketmq:5.3.2", Map.of(10911, 32_769)))).isNull();
	}

	@Test
	void otherImagesAreNotLookedAt() {
		assertThat(details(new Service("example/other", Map.of(9876, 32_768)))).isNull();
	}

	private static Object details(RunningService service) {
		DockerComposeConnectionSource source = new DockerComposeConnectionSource(service, new MockEnvironment());
		Map<Class<?>, ConnectionDetails> found = new ConnectionDetailsFactories(
				RocketConnectionDetails.class.getClassLoader())
			.getConnectionDetails(source, false);
		return found.get(RocketConnectionDetails.class);
	}

	/**
	 * A service that runs nowhere.
	 *
	 * @param name the image
	 * @param mapped the ports of the host by those of the container
	 * @param labels its labels
	 */
	private record Service(String name, Map<Integer, Integer> mapped,
			Map<String, String> labels) implements RunningService, ConnectionPorts {

		Service(String name, Map<Integer, Integer> mapped) {
			this(name, mapped, Map.of());
		}

		@Override
		public ImageReference image() {
			return ImageReference.of(this.name);
		}

		@Override
		public String host() {
			return "192.0.2.1";
		}

		@Override
		public ConnectionPorts ports() {
			return this;
		}

		@Override
		public Map<String, String> env() {
			return Map.of();
		}

		@Override
		public int get(int containerPort) {
			Integer port = this.mapped.get(containerPort);
			if (port == null) {
				// as Docker Compose's own ports do
				throw new IllegalStateException("No host port mapping found for container port " + containerPort);
			}
			return port;
		}

		@Override
		public List<Integer> getAll() {
			return List.copyOf(this.mapped.values());
		}

		@Override
		public List<Integer> getAll(String protocol) {
			return getAll();
		}

	}

}
