package io.github.rocketmqlite.internal.codec;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import io.github.rocketmqlite.ProtocolException;
import org.apache.rocketmq.common.compression.Compressor;
import org.apache.rocketmq.common.compression.CompressorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * LZ4 and Zstandard: with the official client both ways, within limits, and without their
 * libraries.
 */
class OptionalCompressionTests {

	private static final int[] SIZES = { 0, 1, 255, 256, 4096, 65_536, 65_537, 1_048_577, 4_194_304, 4_194_305,
			9_000_000 };

	@ParameterizedTest
	@EnumSource(CompressionType.class)
	void whatTheOfficialClientCompressesIsRead(CompressionType type) throws Exception {
		for (int size : SIZES) {
			byte[] packed = official(type).compress(body(size), 5);
			assertThat(Compression.decompress(packed, type.sysFlagBits(), DecodeLimits.DEFAULTS.maxBodyBytes()))
				.isEqualTo(body(size));
		}
	}

	@ParameterizedTest
	@EnumSource(CompressionType.class)
	void theOfficialClientReadsWhatWeCompress(CompressionType type) throws Exception {
		for (int size : SIZES) {
			byte[] packed = Compression.compress(body(size), type, 5);
			assertThat(official(type).decompress(packed)).isEqualTo(body(size));
			assertThat(Compression.decompress(packed, type.sysFlagBits(), DecodeLimits.DEFAULTS.maxBodyBytes()))
				.isEqualTo(body(size));
		}
	}

	@ParameterizedTest
	@EnumSource(CompressionType.class)
	void bodiesShrinkOrGrowByLittle(CompressionType type) {
		byte[] noise = new byte[100_000];
		new Random(1).nextBytes(noise);
		assertThat(Compression.compress(noise, type, 5)).hasSizeLessThan(noise.length + 100);
		assertThat(Compression.compress(new byte[100_000], type, 5)).hasSizeLessThan(1_000);
	}

	@ParameterizedTest
	@EnumSource(CompressionType.class)
	void theSizeIsBounded(CompressionType type) throws Exception {
		for (byte[] packed : new byte[][] { Compression.compress(body(10_000), type, 5),
				official(type).compress(body(10_000), 5) }) {
			assertThat(Compression.decompress(packed, type.sysFlagBits(), 10_001)).hasSize(10_000);
			assertThat(Compression.decompress(packed, type.sysFlagBits(), 10_000)).hasSize(10_000);
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> Compression.decompress(packed, type.sysFlagBits(), 9_999))
				.withMessageContaining("beyond its limit")
				.withMessageContaining("9999");
		}
	}

	@Test
	void growthIsBoundedByTheRatio() {
		byte[] bomb = Compression.compress(new byte[DecodeLimits.DEFAULTS.maxBodyBytes()], CompressionType.ZSTD, 5);
		assertThat(bomb.length * Compression.MAX_RATIO).isLessThan(DecodeLimits.DEFAULTS.maxBodyBytes());
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Compression.decompress(bomb, SysFlag.ZSTD, DecodeLimits.DEFAULTS.maxBodyBytes()))
			.withMessageContaining("beyond its limit");
		byte[] million = Compression.compress(new byte[Compression.MAX_BYTES_OF_ANY_RATIO], CompressionType.ZSTD, 5);
		assertThat(Compression.decompress(million, SysFlag.ZSTD, DecodeLimits.DEFAULTS.maxBodyBytes()))
			.hasSize(Compression.MAX_BYTES_OF_ANY_RATIO);
		byte[] one = Compression.compress(new byte[Compression.MAX_BYTES_OF_ANY_RATIO + 1], CompressionType.ZSTD, 5);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Compression.decompress(one, SysFlag.ZSTD, DecodeLimits.DEFAULTS.maxBodyBytes()));
	}

	@Test
	void theLargestBodyIsRead() {
		byte[] packed = Compression.compress(body(DecodeLimits.DEFAULTS.maxBodyBytes()), CompressionType.LZ4, 5);
		assertThat(Compression.decompress(packed, SysFlag.LZ4, DecodeLimits.DEFAULTS.maxBodyBytes()))
			.hasSize(DecodeLimits.DEFAULTS.maxBodyBytes());
		byte[] more = Compression.compress(body(DecodeLimits.DEFAULTS.maxBodyBytes() + 1), CompressionType.LZ4, 5);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Compression.decompress(more, SysFlag.LZ4, DecodeLimits.DEFAULTS.maxBodyBytes()))
			.withMessageContaining("16777216");
	}

	@ParameterizedTest
	@EnumSource(CompressionType.class)
	void cutAndChangedBytesAreRefusedOrRead(CompressionType type) {
		byte[] packed = Compression.compress(body(300), type, 5);
		for (int length = 0; length < packed.length; length++) {
			byte[] cut = Arrays.copyOf(packed, length);
			assertRefusedOrAtMost(cut, type, (type == CompressionType.ZSTD && length == 0) ? 0 : -1);
		}
		for (int i = 0; i < packed.length * Byte.SIZE; i++) {
			byte[] changed = packed.clone();
			changed[i / Byte.SIZE] ^= (byte) (1 << (i % Byte.SIZE));
			assertRefusedOrAtMost(changed, type, 1_000_000);
		}
	}

	private static void assertRefusedOrAtMost(byte[] packed, CompressionType type, int size) {
		try {
			assertThat(Compression.decompress(packed, type.sysFlagBits(), 1_000_000).length).isLessThanOrEqualTo(size);
		}
		catch (ProtocolException ex) {
			assertThat(ex).hasMessageContaining("compression of a message body");
		}
	}

	@ParameterizedTest
	@CsvSource({ "LZ4,at.yawk.lz4:lz4-java", "ZSTD,com.github.luben:zstd-jni" })
	void withoutTheLibraryTheErrorNamesIt(String type, String artifact) throws Exception {
		try (URLClassLoader loader = withoutLibraries()) {
			Class<?> compression = loader.loadClass(Compression.class.getName());
			Class<?> types = loader.loadClass(CompressionType.class.getName());
			Object constant = types.getMethod("valueOf", String.class).invoke(null, type);
			Method compress = compression.getMethod("compress", byte[].class, types, int.class);
			Method decompress = compression.getMethod("decompress", byte[].class, int.class, int.class);
			assertThat(thrownBy(compress, new byte[1], constant, 5)).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining(artifact);
			int sysFlag = CompressionType.valueOf(type).sysFlagBits();
			assertThat(thrownBy(decompress, new byte[1], sysFlag, 10)).hasMessageContaining(artifact)
				.extracting((ex) -> ex.getClass().getName())
				.isEqualTo(ProtocolException.class.getName());
			Object zlib = types.getMethod("valueOf", String.class).invoke(null, "ZLIB");
			byte[] packed = (byte[]) Objects.requireNonNull(compress.invoke(null, body(100), zlib, 5));
			assertThat(decompress.invoke(null, packed, SysFlag.ZLIB, 100)).isEqualTo(body(100));
		}
	}

	private static Throwable thrownBy(Method method, Object... arguments) throws IllegalAccessException {
		try {
			method.invoke(null, arguments);
			throw new AssertionError(method + " throws nothing");
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
	}

	/**
	 * This class path without the two libraries.
	 */
	private static URLClassLoader withoutLibraries() {
		URL[] entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !entry.contains("lz4-java") && !entry.contains("zstd-jni"))
			.map(OptionalCompressionTests::url)
			.toArray(URL[]::new);
		return new URLClassLoader(entries, ClassLoader.getPlatformClassLoader());
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(entry, ex);
		}
	}

	private static Compressor official(CompressionType type) {
		return CompressorFactory
			.getCompressor(org.apache.rocketmq.common.compression.CompressionType.valueOf(type.name()));
	}

	/**
	 * Half text, half noise.
	 */
	private static byte[] body(int size) {
		byte[] body = new byte[size];
		new Random(size).nextBytes(body);
		byte[] text = "All that is gold does not glitter. ".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < size / 2; i++) {
			body[i] = text[i % text.length];
		}
		return body;
	}

}
