package io.github.rocketmqlite.spring.testcontainers;

import java.util.List;

import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Takes the name server from a container that exposes port 9876: one of the image
 * {@code apache/rocketmq}, or one that is marked with
 * {@code @ServiceConnection(name = "apache/rocketmq")}, which bean methods need, because
 * they are not called to find out about the image.
 */
class RocketContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, RocketConnectionDetails> {

	private static final int NAME_SERVER_PORT = 9876;

	RocketContainerConnectionDetailsFactory() {
		super("apache/rocketmq");
	}

	@Override
	protected RocketConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new ContainerRocketConnectionDetails(source);
	}

	static String nameServer(Container<?> container) {
		return container.getHost() + ":" + container.getMappedPort(NAME_SERVER_PORT);
	}

	/**
	 * The address of one container, which is asked for when the container runs.
	 */
	private static final class ContainerRocketConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements RocketConnectionDetails {

		ContainerRocketConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public List<String> getNameServers() {
			return List.of(nameServer(getContainer()));
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
