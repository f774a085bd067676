package io.github.rocketmqlite.internal.codec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

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

	private static final int IPV4_LENGTH = 32;

	private static final int IPV6_LENGTH = 56;

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
	 * The place that an id names.
	 * @throws IllegalArgumentException naming the text when it is no such id
	 */
	public static Place parse(String id) {
		if ((id.length() != IPV4_LENGTH && id.length() != IPV6_LENGTH)
				|| !id.chars().allMatch((c) -> Character.digit(c, 16) >= 0 && c < 0x80)) {
			throw new IllegalArgumentException("Not an offset message id of " + IPV4_LENGTH + " or " + IPV6_LENGTH
					+ " hex digits: '" + TextEscape.shorten(id, 80) + "'");
		}
		byte[] bytes = HexFormat.of().parseHex(id);
		int portAt = bytes.length - Long.BYTES - Integer.BYTES;
		try {
			// an address made of bytes is never looked up
			InetAddress address = InetAddress.getByAddress(Arrays.copyOf(bytes, portAt));
			return new Place(new InetSocketAddress(address, BigEndian.getInt(bytes, portAt) & 0xFFFF),
					BigEndian.getLong(bytes, portAt + Integer.BYTES));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("An address has 4 or 16 bytes", ex);
		}
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

	/**
	 * A place in a commit log.
	 *
	 * @param storeHost the broker's address when it stored the message
	 * @param commitLogOffset the position in its commit log
	 */
	public record Place(InetSocketAddress storeHost, long commitLogOffset) {
	}

}
