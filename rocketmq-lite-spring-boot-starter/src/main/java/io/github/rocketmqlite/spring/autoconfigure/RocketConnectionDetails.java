package io.github.rocketmqlite.spring.autoconfigure;

import java.util.List;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the cluster is. A bean of this type takes the place of
 * {@code rocketmq-lite.name-servers}.
 */
public interface RocketConnectionDetails extends ConnectionDetails {

	/**
	 * The name servers, {@code host:port}.
	 */
	List<String> getNameServers();

}
