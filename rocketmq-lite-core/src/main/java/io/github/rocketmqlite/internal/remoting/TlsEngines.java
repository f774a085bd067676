package io.github.rocketmqlite.internal.remoting;

import javax.net.ssl.SSLEngine;

/**
 * Makes the TLS side of each new connection, with whatever certificates are current.
 * <p>
 * Threading: called on event loops, so it must not block.
 */
@FunctionalInterface
public interface TlsEngines {

	/**
	 * An engine in client mode that knows whom it is to meet.
	 * @param address the server as routes and options name it
	 * @param target the same, taken apart
	 */
	SSLEngine newEngine(String address, ServerAddress target);

}
