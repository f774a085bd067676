package io.github.rocketmqlite.internal.codec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;

/**
 * The id that names a message's place in a broker's commit log: address, port and offset
 * in upper-case hex (protocol 8.7).
 * <p>
 * Threading: stateless.
 */
public final class OffsetMessageId {

	private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

	private static final int OFFSET_DIGITS = 16;

	private OffsetMessageId() {
	}

	/**
	 * The id of a place.
	 * @param storeHost the broker's address, already resolved: a name is never looked up
	 * @param commitLogOffset the position in its commit log
	 */
	public static String of(InetSocketAddress storeHost, long commitLogOffset) {
		InetAddress address = storeHost.getAddress();
		if (address == null) {
			throw new IllegalArgumentException("The store host " + storeHost + " is not resolved");
		}
		byte[] ip = address.getAddress();
		byte[] host = new byte[ip.length + Integer.BYTES];
		System.arraycopy(ip, 0, host, 0, ip.length);
		for (int i = 0; i < Integer.BYTES; i++) {
			host[ip.length + i] = (byte) (storeHost.getPort() >>> (24 - 8 * i));
		}
		return of(host, 0, host.length, commitLogOffset);
	}

	/**
	 * The id of a place whose address is still in the form of the wire.
	 */
	static String of(byte[] bytes, int hostStart, int hostLength, long commitLogOffset) {
		byte[] id = new byte[2 * hostLength + OFFSET_DIGITS];
		for (int i = 0; i < hostLength; i++) {
			byte b = bytes[hostStart + i];
			id[2 * i] = HEX[(b >> 4) & 0xF];
			id[2 * i + 1] = HEX[b & 0xF];
		}
		writeHex(id, 2 * hostLength, OFFSET_DIGITS, commitLogOffset);
		return new String(id, StandardCharsets.ISO_8859_1);
	}

	/**
	 * The position in the commit log that an id names.
	 * @throws ProtocolException when it is not such an id
	 */
	public static long commitLogOffset(String id) {
		int start = id.length() - OFFSET_DIGITS;
		try {
			if (start > 0) {
				return Long.parseUnsignedLong(id, start, id.length(), 16);
			}
		}
		catch (NumberFormatException ex) {
			// what it is instead stands in the error below
		}
		throw new ProtocolException("Not the id of a place in a commit log: '" + TextEscape.shorten(id, 64) + "'",
				Outcome.UNKNOWN, null);
	}

	/**
	 * Writes the lowest digits of a number.
	 */
	static void writeHex(byte[] out, int start, int digits, long value) {
		for (int i = 0; i < digits; i++) {
			out[start + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 0xF];
		}
	}

}
