package io.github.rocketmqlite.spring.event;

/**
 * A connection to a name server or broker is gone. The next request to it makes another
 * one.
 */
public final class ServerConnectionLostEvent extends ServerConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final Throwable cause;

	public ServerConnectionLostEvent(String cluster, String address, Throwable cause) {
		super(cluster, address);
		this.cause = cause;
	}

	public Throwable getCause() {
		return this.cause;
	}

}
