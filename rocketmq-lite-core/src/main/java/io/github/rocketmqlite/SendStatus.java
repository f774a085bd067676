package io.github.rocketmqlite;

/**
 * What the broker says about a message that it has stored. Only {@link #SEND_OK} means
 * that everything the broker is configured to wait for has happened.
 */
public enum SendStatus {

	/** Stored, flushed and replicated as the broker is configured to. */
	SEND_OK,

	/** In the broker's memory, but not flushed to disk in time. */
	FLUSH_DISK_TIMEOUT,

	/** Stored by the master, but not replicated in time. */
	FLUSH_SLAVE_TIMEOUT,

	/** Stored by the master, which has no replica to copy it to. */
	SLAVE_NOT_AVAILABLE

}
