package io.github.rocketmqlite.producer;

/**
 * Which bodies a producer compresses, and how. Set by {@link ProducerOptions.Builder},
 * where the defaults are stated, and changed by
 * {@link Producer#changeCompression(CompressionOptions)}.
 * <p>
 * Threading: immutable.
 *
 * @param algorithm how bodies are compressed, if at all
 * @param threshold the size in bytes from which a body is compressed
 * @param level how hard to try: 1 to 9 for zlib, 1 to 22 for Zstandard; LZ4 has no levels
 */
public record CompressionOptions(Algorithm algorithm, int threshold, int level) {

	/**
	 * The size in bytes from which bodies are compressed by default.
	 */
	public static final int DEFAULT_THRESHOLD = 4 * 1024;

	/**
	 * How hard to try by default: the highest of zlib's fast levels. Those above look for
	 * better matches, which takes about twice as long and saves little.
	 */
	public static final int DEFAULT_LEVEL = 3;

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException naming the setting that is wrong
	 */
	public CompressionOptions {
		if (threshold < 0) {
			throw new IllegalArgumentException(
					"Producer option 'compressionThreshold' must not be negative, but is " + threshold);
		}
		int maxLevel = (algorithm == Algorithm.ZSTD) ? 22 : 9;
		if (level < 1 || level > maxLevel) {
			throw new IllegalArgumentException("Producer option 'compressionLevel' must be 1 to " + maxLevel + " with "
					+ algorithm + ", but is " + level);
		}
	}

	/**
	 * Compresses with the default threshold and level.
	 */
	public static CompressionOptions of(Algorithm algorithm) {
		return new CompressionOptions(algorithm, DEFAULT_THRESHOLD, DEFAULT_LEVEL);
	}

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
