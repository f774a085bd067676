package io.github.rocketmqlite.internal.remoting;

/**
 * A server as routes and options name it: {@code host:port}, not resolved.
 * <p>
 * Threading: immutable.
 *
 * @param host a host name or a literal address, without brackets
 * @param port the port, 1 to 65535
 */
public record ServerAddress(String host, int port) {

	private static final int MAX_HOST_CHARS = 253;

	private static final int MAX_PORT = 65_535;

	/**
	 * Reads {@code host:port}; an IPv6 address may stand in brackets.
	 * @throws IllegalArgumentException naming the text when it is not an address
	 */
	public static ServerAddress parse(String text) {
		int colon = text.lastIndexOf(':');
		if (colon <= 0) {
			throw new IllegalArgumentException("Not an address of the form host:port: '" + text + "'");
		}
		String host = text.substring(0, colon);
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		if (host.isEmpty() || host.length() > MAX_HOST_CHARS || !host.chars().allMatch(ServerAddress::isHostChar)) {
			throw new IllegalArgumentException("Not a host name in '" + text + "'");
		}
		return new ServerAddress(host, port(text, text.substring(colon + 1)));
	}

	private static int port(String text, String digits) {
		boolean number = !digits.isEmpty() && digits.length() <= 5
				&& digits.chars().allMatch((c) -> c >= '0' && c <= '9');
		int port = number ? Integer.parseInt(digits) : 0;
		if (port < 1 || port > MAX_PORT) {
			throw new IllegalArgumentException("Not a port from 1 to 65535 in '" + text + "'");
		}
		return port;
	}

	private static boolean isHostChar(int c) {
		return c > ' ' && c != '/' && c != '[' && c != ']' && c != '@' && c != ',' && c != ';' && c != 0x7f;
	}

}
