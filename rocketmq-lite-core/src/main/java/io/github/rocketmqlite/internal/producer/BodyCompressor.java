package io.github.rocketmqlite.internal.producer;

import io.github.rocketmqlite.internal.codec.Compression;
import io.github.rocketmqlite.internal.codec.CompressionType;
import io.github.rocketmqlite.producer.CompressionOptions;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the bodies that are worth it, once for all attempts.
 * <p>
 * Threading: immutable; works on the thread that sends.
 */
final class BodyCompressor {

	private final CompressionOptions options;

	private final @Nullable CompressionType type;

	/**
	 * Makes a compressor.
	 * @throws IllegalStateException when the library that the options need is absent
	 */
	BodyCompressor(CompressionOptions options) {
		this.options = options;
		this.type = (options.algorithm() != Algorithm.NONE) ? CompressionType.valueOf(options.algorithm().name())
				: null;
		if (this.type != null) {
			// with the first message would be too late
			Compression.compress(new byte[1], this.type, options.level());
		}
	}

	/**
	 * Makes a body smaller.
	 * @return the compressed body, or the given one if it is small or does not shrink
	 */
	byte[] compress(byte[] body) {
		if (this.type == null || body.length < this.options.threshold()) {
			return body;
		}
		byte[] compressed = Compression.compress(body, this.type, this.options.level());
		return (compressed.length < body.length) ? compressed : body;
	}

	/**
	 * What tells the receiver how a body is compressed.
	 */
	int sysFlag() {
		return (this.type != null) ? this.type.sysFlagBits() : 0;
	}

}
