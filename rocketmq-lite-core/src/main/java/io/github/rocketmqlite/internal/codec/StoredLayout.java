package io.github.rocketmqlite.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a stored message are (protocol 8.3), and whether its bytes hold
 * together.
 * <p>
 * Threading: stateless.
 */
final class StoredLayout {

	static final int SIZE_AT = 0;

	static final int QUEUE_ID_AT = 12;

	static final int FLAG_AT = 16;

	static final int QUEUE_OFFSET_AT = 20;

	static final int COMMIT_LOG_OFFSET_AT = 28;

	static final int SYS_FLAG_AT = 36;

	static final int BORN_TIMESTAMP_AT = 40;

	static final int BORN_HOST_AT = 48;

	/** The smallest message: two IPv4 hosts, no body, no topic, no properties. */
	static final int MIN_SIZE = 91;

	private static final int MAGIC_AT = 4;

	private static final int MAGIC_V1 = 0xDAA320A7;

	private static final int MAGIC_V2 = 0xDAA320AB;

	/** Born host to body length, without the hosts. */
	private static final int FIXED_TO_BODY = 68;

	private StoredLayout() {
	}

	static int bornHostLength(int sysFlag) {
		return ((sysFlag & SysFlag.BORN_HOST_IPV6) == 0) ? 8 : 20;
	}

	static int storeHostLength(int sysFlag) {
		return ((sysFlag & SysFlag.STORE_HOST_IPV6) == 0) ? 8 : 20;
	}

	/** The place of the body's length, relative to the start of the message. */
	static int bodyLengthAt(int sysFlag) {
		return FIXED_TO_BODY + bornHostLength(sysFlag) + storeHostLength(sysFlag);
	}

	/** How many bytes the length of the topic takes. */
	static int topicLengthBytes(byte[] bytes, int start) {
		return (BigEndian.getInt(bytes, start + MAGIC_AT) == MAGIC_V2) ? Short.BYTES : Byte.BYTES;
	}

	static int topicLength(byte[] bytes, int lengthAt, int width) {
		return (width == Byte.BYTES) ? bytes[lengthAt] & 0xFF : BigEndian.getShort(bytes, lengthAt) & 0xFFFF;
	}

	/**
	 * Whether a message seems to start here.
	 */
	static boolean isStart(byte[] bytes, int start) {
		if (bytes.length - start < MIN_SIZE) {
			return false;
		}
		int magic = BigEndian.getInt(bytes, start + MAGIC_AT);
		return magic == MAGIC_V1 || magic == MAGIC_V2;
	}

	/**
	 * Where the message ends by the lengths of its parts alone, or -1 when they make no
	 * sense.
	 */
	static long endOfParts(byte[] bytes, int start) {
		if (bytes.length - start < MIN_SIZE) {
			return -1;
		}
		int bodyAt = start + bodyLengthAt(BigEndian.getInt(bytes, start + SYS_FLAG_AT)) + Integer.BYTES;
		int width = topicLengthBytes(bytes, start);
		int room = bytes.length - bodyAt - width - Short.BYTES;
		int bodyLength = (room < 0) ? -1 : BigEndian.getInt(bytes, bodyAt - Integer.BYTES);
		if (bodyLength < 0 || bodyLength > room) {
			return -1;
		}
		int topicAt = bodyAt + bodyLength + width;
		int topicLength = topicLength(bytes, topicAt - width, width);
		if (topicLength > room - bodyLength) {
			return -1;
		}
		int propertiesLength = BigEndian.getShort(bytes, topicAt + topicLength);
		return (propertiesLength < 0) ? -1 : topicAt + topicLength + Short.BYTES + (long) propertiesLength;
	}

	/**
	 * Why the bytes from {@code start} on are not a whole message, or null when they are.
	 */
	static @Nullable String problem(byte[] bytes, int start) {
		int left = bytes.length - start;
		if (left < MIN_SIZE) {
			return left + " bytes are left, fewer than the " + MIN_SIZE + " of the smallest message";
		}
		int size = BigEndian.getInt(bytes, start);
		if (size < MIN_SIZE || size > left) {
			return "its size field says " + size + ", but " + left + " bytes are left";
		}
		if (!isStart(bytes, start)) {
			return "its magic number 0x" + Integer.toHexString(BigEndian.getInt(bytes, start + MAGIC_AT))
					+ " is unknown";
		}
		return problem(bytes, start, size);
	}

	private static @Nullable String problem(byte[] bytes, int start, int size) {
		int end = start + size;
		int bodyAt = start + bodyLengthAt(BigEndian.getInt(bytes, start + SYS_FLAG_AT)) + Integer.BYTES;
		int width = topicLengthBytes(bytes, start);
		int room = end - bodyAt - width - Short.BYTES;
		if (room < 0) {
			return "its size field says " + size + ", too few for its fields";
		}
		int bodyLength = BigEndian.getInt(bytes, bodyAt - Integer.BYTES);
		if (bodyLength < 0 || bodyLength > room) {
			return "its body length is " + bodyLength + ", but " + room + " bytes are left";
		}
		int topicAt = bodyAt + bodyLength + width;
		int topicLength = topicLength(bytes, topicAt - width, width);
		if (topicLength > room - bodyLength) {
			return "its topic length is " + topicLength + ", but " + (room - bodyLength) + " bytes are left";
		}
		int propertiesAt = topicAt + topicLength + Short.BYTES;
		int propertiesLength = BigEndian.getShort(bytes, propertiesAt - Short.BYTES);
		if (propertiesLength != end - propertiesAt) {
			return "its properties length is " + propertiesLength + ", but " + (end - propertiesAt) + " bytes are left";
		}
		return null;
	}

}
