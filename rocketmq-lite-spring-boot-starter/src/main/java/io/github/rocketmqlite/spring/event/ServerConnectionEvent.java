package io.github.rocketmqlite.spring.event;

import org.springframework.context.ApplicationEvent;

/**
 * Something happened to the connection to a name server or broker. Events are published
 * by a thread of the client: handlers must be quick, or {@code @Async}.
 */
public abstract class ServerConnectionEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final String address;

	ServerConnectionEvent(String cluster, String address) {
		super(cluster);
		this.address = address;
	}

	/**
	 * The name of the cluster.
	 */
	public String getCluster() {
		return (String) getSource();
	}

	/**
	 * The server, {@code host:port}.
	 */
	public String getAddress() {
		return this.address;
	}

}
