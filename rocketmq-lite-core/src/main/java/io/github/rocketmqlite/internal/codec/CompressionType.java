package io.github.rocketmqlite.internal.codec;

/**
 * How a body is compressed, as the system flag says it (protocol 8.4, 8.5).
 * <p>
 * Threading: immutable.
 */
public enum CompressionType {

	/** A stream of RFC 1950; every client reads it. */
	ZLIB(SysFlag.ZLIB, "the JDK"),

	/** A frame of LZ4, for clients from 5.0 on. */
	LZ4(SysFlag.LZ4, "at.yawk.lz4:lz4-java"),

	/** A frame of Zstandard, for clients from 5.0 on. */
	ZSTD(SysFlag.ZSTD, "com.github.luben:zstd-jni");

	private final int typeBits;

	private final String artifact;

	CompressionType(int typeBits, String artifact) {
		this.typeBits = typeBits;
		this.artifact = artifact;
	}

	/**
	 * The bits of the system flag that mark a body compressed this way.
	 */
	public int sysFlagBits() {
		return SysFlag.COMPRESSED | this.typeBits;
	}

	/**
	 * Where the code comes from: an artifact the application adds, for two of them.
	 */
	String artifact() {
		return this.artifact;
	}

}
