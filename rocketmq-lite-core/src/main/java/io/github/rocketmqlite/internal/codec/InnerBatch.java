package io.github.rocketmqlite.internal.codec;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;

/**
 * Unwraps a container: several messages that the broker stored as one (protocol 8.6).
 * Each item is {@code i32 size, i32 magic, i32 crc, i32 flag, i32 bodyLength, body,
 * i16 propertiesLength, properties}.
 * <p>
 * Threading: stateless.
 */
final class InnerBatch {

	/** The most messages that one container may hold. */
	static final int MAX_MESSAGES = 4_096;

	private static final int FLAG_AT = 12;

	private static final int BODY_AT = 20;

	private static final int MIN_SIZE = 22;

	private InnerBatch() {
	}

	/**
	 * The messages of a container; their queue offsets count on from the container's.
	 * @throws ProtocolException when the items do not fill the container exactly
	 */
	static List<StoredMessage> unwrap(StoredMessage container) {
		byte[] items = container.body();
		List<StoredMessage> messages = new ArrayList<>();
		int at = 0;
		while (at < items.length) {
			if (messages.size() == MAX_MESSAGES) {
				throw problem(messages.size(), "is one more than the limit of " + MAX_MESSAGES);
			}
			StoredContent content = content(items, at, messages.size());
			messages.add(container.item(content, messages.size()));
			at += content.size();
		}
		return messages;
	}

	private static StoredContent content(byte[] items, int start, int index) {
		int left = items.length - start;
		if (left < MIN_SIZE) {
			throw problem(index, "has " + left + " bytes, fewer than the " + MIN_SIZE + " it needs");
		}
		int size = BigEndian.getInt(items, start);
		if (size < MIN_SIZE || size > left) {
			throw problem(index, "claims a size of " + size + ", but " + left + " bytes are left");
		}
		int bodyAt = start + BODY_AT;
		int bodyLength = BigEndian.getInt(items, bodyAt - Integer.BYTES);
		if (bodyLength < 0 || bodyLength > size - MIN_SIZE) {
			throw problem(index, "claims a body of " + bodyLength + " bytes in " + size);
		}
		int propertiesAt = bodyAt + bodyLength + Short.BYTES;
		int propertiesLength = BigEndian.getShort(items, propertiesAt - Short.BYTES);
		if (propertiesLength != start + size - propertiesAt) {
			throw problem(index, "claims properties of " + propertiesLength + " bytes, but "
					+ (start + size - propertiesAt) + " are left");
		}
		return new StoredContent(items, start, start + FLAG_AT, bodyAt, propertiesAt, 0);
	}

	private static ProtocolException problem(int index, String what) {
		return new ProtocolException("Item " + index + " of a container of messages " + what, Outcome.UNKNOWN, null);
	}

}
