package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Where the sender's part of a stored message is: flag, body and properties. It is in the
 * message itself, or in one item of a container.
 * <p>
 * Threading: immutable.
 *
 * @param bytes the bytes that hold the content
 * @param start where the message or item starts, with its size
 * @param flagAt the place of the flag
 * @param bodyAt the place of the body, right after its length
 * @param propertiesAt the place of the properties, right after their length
 * @param sysFlag how the body is compressed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredContent(byte[] bytes, int start, int flagAt, int bodyAt, int propertiesAt, int sysFlag) {

	/**
	 * The content of a stored message whose layout was checked.
	 */
	static StoredContent of(byte[] bytes, int start) {
		int sysFlag = BigEndian.getInt(bytes, start + StoredLayout.SYS_FLAG_AT);
		int bodyAt = start + StoredLayout.bodyLengthAt(sysFlag) + Integer.BYTES;
		int topicLengthAt = bodyAt + BigEndian.getInt(bytes, bodyAt - Integer.BYTES);
		int width = StoredLayout.topicLengthBytes(bytes, start);
		int propertiesAt = topicLengthAt + width + StoredLayout.topicLength(bytes, topicLengthAt, width) + Short.BYTES;
		return new StoredContent(bytes, start, start + StoredLayout.FLAG_AT, bodyAt, propertiesAt, sysFlag);
	}

	int size() {
		return BigEndian.getInt(this.bytes, this.start);
	}

	int flag() {
		return BigEndian.getInt(this.bytes, this.flagAt);
	}

	/**
	 * A copy of the body, decompressed.
	 * @param maxBytes how large it may become
	 */
	byte[] body(int maxBytes) {
		int length = BigEndian.getInt(this.bytes, this.bodyAt - Integer.BYTES);
		if ((this.sysFlag & SysFlag.COMPRESSED) != 0) {
			return Compression.decompress(this.bytes, this.bodyAt, length, this.sysFlag, maxBytes);
		}
		return Arrays.copyOfRange(this.bytes, this.bodyAt, this.bodyAt + length);
	}

	String propertiesText() {
		return new String(this.bytes, this.propertiesAt, propertiesLength(), StandardCharsets.UTF_8);
	}

	@Nullable String property(String name) {
		return StoredProperties.find(this.bytes, this.propertiesAt, this.propertiesAt + propertiesLength(), name);
	}

	private int propertiesLength() {
		return BigEndian.getShort(this.bytes, this.propertiesAt - Short.BYTES);
	}

}
