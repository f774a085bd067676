package io.github.rocketmqlite.spring.event;

/**
 * There is a connection again to a name server or broker to which it was lost.
 */
public final class ServerConnectionRegainedEvent extends ServerConnectionEvent {

	private static final long serialVersionUID = 1L;

	public ServerConnectionRegainedEvent(String cluster, String address) {
		super(cluster, address);
	}

}
