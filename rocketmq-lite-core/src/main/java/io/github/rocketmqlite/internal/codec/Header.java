package io.github.rocketmqlite.internal.codec;

/**
 * What a frame says before its body.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
interface Header {

	/** The longest remark that is kept, in characters. */
	int MAX_REMARK = 1024;

	int code();

	int version();

	int opaque();

	int flag();

	String remark();

	HeaderFields fields();

	/**
	 * A header of its own.
	 */
	record Of(int code, int version, int opaque, int flag, String remark, HeaderFields fields) implements Header {
	}

}
