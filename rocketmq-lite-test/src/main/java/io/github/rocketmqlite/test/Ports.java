package io.github.rocketmqlite.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds ports that servers may keep across restarts. They lie below the range from which
 * the operating system takes the ports of outgoing connections, so that a stopped
 * server's port is not lent to somebody else meanwhile.
 */
final class Ports {

	private static final int LOWEST = 20_000;

	private static final int HIGHEST = 32_000;

	private static final int ATTEMPTS = 200;

	private static final int CONNECT_MILLIS = 500;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private Ports() {
	}

	/**
	 * A free port on the loopback interface.
	 */
	static int free() {
		return find();
	}

	/**
	 * A free port for a broker: the port two below it, where a broker opens its second
	 * ("VIP") listener, and the one above it, which old releases take for their replicas,
	 * are free as well.
	 */
	static int freeForBroker() {
		return find(-2, 1);
	}

	private static int find(int... neighbours) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
			if (isFree(port) && IntStream.of(neighbours).allMatch((distance) -> isFree(port + distance))) {
				return port;
			}
		}
		throw new IllegalStateException("No free port between " + LOWEST + " and " + HIGHEST);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether somebody accepts connections at an address of the form {@code ip:port}.
	 */
	static boolean accepts(String address) {
		try (Socket socket = new Socket()) {
			socket.connect(socketAddress(address), CONNECT_MILLIS);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	static void awaitRefusal(String address) {
		Await.until(TIMEOUT, () -> "refusal of connections at " + address, () -> !accepts(address));
	}

	static void awaitAcceptance(String address) {
		Await.until(TIMEOUT, () -> "acceptance of connections at " + address, () -> accepts(address));
	}

	static InetSocketAddress socketAddress(String address) {
		int colon = address.lastIndexOf(':');
		if (colon < 1) {
			throw new IllegalArgumentException("Not of the form host:port: '" + address + "'");
		}
		return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
	}

}
