package io.github.rocketmqlite.admin;

/**
 * What may be done with the queues of a topic on a broker.
 */
public enum Permission {

	/** Neither: for the moments when a broker is taken out. */
	NONE(0, "--"),

	/** Sending only. */
	WRITE(2, "-W"),

	/** Reading only. */
	READ(4, "R-"),

	/** Both. */
	READ_WRITE(6, "RW");

	private static final int MASK = 6;

	private final int bits;

	private final String text;

	Permission(int bits, String text) {
		this.bits = bits;
		this.text = text;
	}

	/**
	 * The permission that the bits of the protocol stand for: 4 is read, 2 is write;
	 * others are ignored.
	 */
	public static Permission of(int bits) {
		return values()[(bits & MASK) / 2];
	}

	/**
	 * The bits of the protocol.
	 */
	public int bits() {
		return this.bits;
	}

	public boolean isReadable() {
		return (this.bits & 4) != 0;
	}

	public boolean isWritable() {
		return (this.bits & 2) != 0;
	}

	/**
	 * The permission as tools show it: {@code RW}, {@code R-}, {@code -W} or {@code --}.
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
