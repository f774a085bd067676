package io.github.rocketmqlite.internal.codec;

/**
 * The bits of a message's system flag (protocol 8.4).
 * <p>
 * Threading: stateless.
 */
public final class SysFlag {

	/** The body is compressed; the type is in {@link #COMPRESSION_TYPE_MASK}. */
	public static final int COMPRESSED = 0x001;

	/** A half message of a transaction. */
	public static final int TRANSACTION_PREPARED = 0x004;

	/** A committed message of a transaction. */
	public static final int TRANSACTION_COMMIT = 0x008;

	/** The mask of the transaction bits; both together mean rolled back. */
	public static final int TRANSACTION_MASK = 0x00C;

	/** The sender's address has 16 bytes. */
	public static final int BORN_HOST_IPV6 = 0x010;

	/** The broker's address has 16 bytes. */
	public static final int STORE_HOST_IPV6 = 0x020;

	/** The body holds several messages to unwrap. */
	public static final int NEEDS_UNWRAP = 0x040;

	/** The body is a batch that the broker stored as one message. */
	public static final int INNER_BATCH = 0x080;

	/** The mask of the compression type. */
	public static final int COMPRESSION_TYPE_MASK = 0x700;

	/** Compression type LZ4. */
	public static final int LZ4 = 0x100;

	/** Compression type ZSTD. */
	public static final int ZSTD = 0x200;

	/** Compression type zlib; 0 means zlib, too. */
	public static final int ZLIB = 0x300;

	private SysFlag() {
	}

}
