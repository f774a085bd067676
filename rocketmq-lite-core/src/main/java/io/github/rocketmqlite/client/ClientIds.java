package io.github.rocketmqlite.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes client ids that no two clients share, not even two containers of one image with
 * equal host names and process ids.
 */
final class ClientIds {

	private ClientIds() {
	}

	static String generate() {
		return hostName() + "@" + ProcessHandle.current().pid() + "@"
				+ Long.toHexString(ThreadLocalRandom.current().nextLong());
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown-host";
		}
	}

}
