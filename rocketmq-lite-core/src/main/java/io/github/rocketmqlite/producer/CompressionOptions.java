package io.github.rocketmqlite.producer;

/**
 * Which bodies a producer compresses, and how. Set by {@link ProducerOptions.Builder},
 * where the defaults are stated.
 * <p>
 * Threading: immutable.
 *
 * @param algorithm how bodies are compressed, if at all
 * @param threshold the size in bytes from which a body is compressed
 * @param level how hard to try: 1 to 9 for zlib, 1 to 22 for Zstandard; LZ4 has no levels
 */
public record CompressionOptions(Algorithm algorithm, int threshold, int level) {

	/**
	 * The ways to compress a body.
	 */
	public enum Algorithm {

		/** No compression. */
		NONE,

		/** Zlib, which every client reads. */
		ZLIB,

		/**
		 * LZ4, which clients read from 5.0 on. Needs {@code at.yawk.lz4:lz4-java} on the
		 * class path.
		 */
		LZ4,

		/**
		 * Zstandard, which clients read from 5.0 on. Needs
		 * {@code com.github.luben:zstd-jni} on the class path.
		 */
		ZSTD

	}

}
