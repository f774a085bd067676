package io.github.rocketmqlite.internal.codec;

/**
 * The two serializations of a frame's header, with their number on the wire.
 */
public enum HeaderFormat {

	JSON(0), BINARY(1);

	private final int number;

	HeaderFormat(int number) {
		this.number = number;
	}

	/**
	 * The number in the first byte of a frame's header length.
	 */
	public int number() {
		return this.number;
	}

}
