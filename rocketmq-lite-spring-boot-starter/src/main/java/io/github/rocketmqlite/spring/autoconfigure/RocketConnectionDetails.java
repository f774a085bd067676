package io.github.rocketmqlite.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the cluster is. A bean of this type takes the place of
 * {@code rocketmq-lite.name-servers}.
 */
public interface RocketConnectionDetails extends ConnectionDetails {

	/**
	 * The name servers, {@code host:port}.
	 */
	List<String> getNameServers();

	/**
	 * The name of the cluster that this is about. Default: {@code null}, which leaves it
	 * to the qualifier of the bean, and without one means the default cluster.
	 */
	default @Nullable String getCluster() {
		return null;
	}

	/**
	 * What to encrypt connections with. Default: {@code null}, which leaves it to
	 * {@code rocketmq-lite.ssl}.
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
