package io.github.rocketmqlite.admin;

/**
 * Which message is meant when an offset is searched by time.
 */
public enum OffsetBoundary {

	/** The first message that was stored at the time or later. */
	LOWER,

	/** The last message that was stored at the time or before. */
	UPPER

}
