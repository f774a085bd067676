package io.github.rocketmqlite.spring.docker.compose;

import java.util.List;

import io.github.rocketmqlite.spring.autoconfigure.RocketConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Finds the name server among the services of the image {@code apache/rocketmq}: the one
 * that has a mapping for port 9876. Brokers, which usually are services of the same
 * image, have none. The label {@code io.github.rocketmq-lite.cluster} makes it that of a
 * named cluster.
 */
class RocketDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<RocketConnectionDetails> {

	private static final int NAME_SERVER_PORT = 9876;

	private static final String CLUSTER_LABEL = "io.github.rocketmq-lite.cluster";

	RocketDockerComposeConnectionDetailsFactory() {
		super("apache/rocketmq");
	}

	@Override
	protected @Nullable RocketConnectionDetails getDockerComposeConnectionDetails(
			DockerComposeConnectionSource source) {
		RunningService service = source.getRunningService();
		try {
			return new ComposeConnectionDetails(service, service.ports().get(NAME_SERVER_PORT));
		}
		catch (IllegalStateException ex) {
			// thrown where the port has no mapping
			return null;
		}
	}

	/**
	 * The address of one service.
	 */
	private static final class ComposeConnectionDetails extends DockerComposeConnectionDetails
			implements RocketConnectionDetails {

		private final String nameServer;

		private final @Nullable SslBundle sslBundle;

		private final @Nullable String cluster;

		ComposeConnectionDetails(RunningService service, int port) {
			super(service);
			this.nameServer = service.host() + ":" + port;
			this.sslBundle = getSslBundle(service);
			this.cluster = service.labels().get(CLUSTER_LABEL);
		}

		@Override
		public List<String> getNameServers() {
			return List.of(this.nameServer);
		}

		@Override
		public @Nullable String getCluster() {
			return this.cluster;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
