package io.github.rocketmqlite.internal.admin;

import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.internal.codec.OffsetMessageId;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import io.github.rocketmqlite.internal.codec.command.QueryMessageRequest.IndexType;

/**
 * Where a message stands in the index that brokers keep in RocksDB: by the hour it was
 * stored in, then by its id, then by its place in the commit log. Brokers go on behind
 * such a place when it is the {@code lastKey} of a query.
 * <p>
 * Threading: immutable.
 *
 * @param hour the beginning of the hour, in milliseconds
 * @param messageId the id that its sender gave
 * @param commitLogOffset its place in the commit log
 */
record IndexPlace(long hour, String messageId, long commitLogOffset) implements Comparable<IndexPlace> {

	/** Separates the parts on the wire, so no part can hold it. */
	static final char SEPARATOR = '@';

	private static final long HOUR = TimeUnit.HOURS.toMillis(1);

	private static final Comparator<IndexPlace> ORDER = Comparator.comparingLong(IndexPlace::hour)
		.thenComparing((place) -> place.messageId() + SEPARATOR)
		.thenComparingLong(IndexPlace::commitLogOffset);

	static IndexPlace of(StoredMessage message) {
		Instant stored = message.storeTime();
		return new IndexPlace(stored.toEpochMilli() / HOUR * HOUR, message.messageId(),
				OffsetMessageId.commitLogOffset(message.offsetMessageId()));
	}

	/**
	 * Reads what {@link #lastKey} wrote.
	 */
	static IndexPlace parse(String lastKey) {
		String[] parts = lastKey.split(String.valueOf(SEPARATOR), -1);
		if (parts.length != 6) {
			throw new IllegalArgumentException("Not the end of a page: '" + lastKey + "'");
		}
		return new IndexPlace(Long.parseLong(parts[0]), parts[4], Long.parseLong(parts[5]));
	}

	/**
	 * Whether brokers can read this place in the entries of a key.
	 */
	boolean canFollow(String key) {
		return this.messageId.indexOf(SEPARATOR) < 0 && key.indexOf(SEPARATOR) < 0;
	}

	String lastKey(String topic, IndexType type, String key) {
		return String.join(String.valueOf(SEPARATOR), Long.toString(this.hour), topic, type.code(), key, this.messageId,
				Long.toString(this.commitLogOffset));
	}

	@Override
	public int compareTo(IndexPlace other) {
		return ORDER.compare(this, other);
	}

}
