package io.github.rocketmqlite.internal.codec;

/**
 * What a frame says before its body.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
record Header(int code, int version, int opaque, int flag, String remark, HeaderFields fields) {

	/** The longest remark that is kept, in characters. */
	static final int MAX_REMARK = 1024;

}
