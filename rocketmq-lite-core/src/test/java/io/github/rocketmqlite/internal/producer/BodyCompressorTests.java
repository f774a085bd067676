package io.github.rocketmqlite.internal.producer;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.internal.codec.Compression;
import io.github.rocketmqlite.internal.codec.SysFlag;
import io.github.rocketmqlite.producer.CompressionOptions;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.ProducerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BodyCompressorTests {

	@ParameterizedTest
	@CsvSource({ "ZLIB, 0x301", "LZ4, 0x101", "ZSTD, 0x201" })
	void compressesFromTheThresholdOnAndSaysHow(Algorithm algorithm, String sysFlag) {
		BodyCompressor compressor = new BodyCompressor(new CompressionOptions(algorithm, 4096, 5));
		for (int size : new int[] { 1, 4095 }) {
			OutgoingMessage small = outgoing(new byte[size], compressor);
			assertThat(small.body()).isSameAs(small.message().body());
			assertThat(small.sysFlag()).isZero();
		}
		for (int size : new int[] { 4096, 4097, 1_000_000 }) {
			OutgoingMessage large = outgoing(new byte[size], compressor);
			assertThat(large.body().length).isLessThan(size / 10);
			assertThat(large.sysFlag()).isEqualTo(Integer.decode(sysFlag));
			assertThat(Compression.decompress(large.body(), large.sysFlag(), 16 << 20)).isEqualTo(new byte[size]);
			// the caller's own, which the budget counts
			assertThat(large.bodyBytes()).isEqualTo(size);
		}
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void aBodyThatDoesNotShrinkLeavesAsItIs(Algorithm algorithm) {
		byte[] random = new byte[100_000];
		new Random(42).nextBytes(random);
		OutgoingMessage outgoing = outgoing(random, new BodyCompressor(new CompressionOptions(algorithm, 0, 9)));
		assertThat(outgoing.body()).isSameAs(random);
		assertThat(outgoing.sysFlag()).isZero();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void whatLeavesCanAlwaysBeReadHoweverFarItShrinks(Algorithm algorithm) {
		BodyCompressor compressor = new BodyCompressor(new CompressionOptions(algorithm, 0, 9));
		for (int size : new int[] { 1, 1024 * 1024, 1024 * 1024 + 1, 4 * 1024 * 1024 }) {
			OutgoingMessage zeros = outgoing(new byte[size], compressor);
			byte[] read = (zeros.sysFlag() != 0) ? Compression.decompress(zeros.body(), zeros.sysFlag(), 16 << 20)
					: zeros.body();
			assertThat(read).isEqualTo(new byte[size]);
		}
	}

	@ParameterizedTest
	@CsvSource({ "LZ4,at.yawk.lz4:lz4-java", "ZSTD,com.github.luben:zstd-jni" })
	void aMissingLibraryIsNamedBeforeTheFirstMessage(String algorithm, String artifact) throws Exception {
		List<URL> withoutLibraries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!entry.contains("lz4-java") && !entry.contains("zstd-jni")) {
				withoutLibraries.add(Path.of(entry).toUri().toURL());
			}
		}
		try (URLClassLoader loader = new URLClassLoader(withoutLibraries.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Class<?> algorithms = loader.loadClass(Algorithm.class.getName());
			Class<?> options = loader.loadClass(CompressionOptions.class.getName());
			Object chosen = options.getConstructor(algorithms, int.class, int.class)
				.newInstance(algorithms.getMethod("valueOf", String.class).invoke(null, algorithm), 4096, 5);
			Constructor<?> constructor = loader.loadClass(BodyCompressor.class.getName())
				.getDeclaredConstructor(options);
			constructor.setAccessible(true);
			assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> constructor.newInstance(chosen))
				.havingCause()
				.isInstanceOf(IllegalStateException.class)
				.withMessageContaining(artifact);
		}
	}

	@Test
	void canBeSwitchedOff() {
		byte[] body = new byte[100_000];
		OutgoingMessage outgoing = outgoing(body, new BodyCompressor(new CompressionOptions(Algorithm.NONE, 0, 5)));
		assertThat(outgoing.body()).isSameAs(body);
		assertThat(outgoing.sysFlag() & SysFlag.COMPRESSED).isZero();
	}

	@Test
	void aHigherLevelTriesHarder() {
		byte[] text = "order 4711 of customer 7: 3 apples, 5 pears; ".repeat(3_000).getBytes();
		new Random(1).ints(2_000, 0, text.length).forEach((index) -> text[index]++);
		int[] sizes = new int[] { 1, 9 };
		for (int i = 0; i < 2; i++) {
			sizes[i] = outgoing(text, new BodyCompressor(new CompressionOptions(Algorithm.ZLIB, 0, sizes[i])))
				.body().length;
		}
		assertThat(sizes[1]).isLessThan(sizes[0]);
	}

	@Test
	void byDefaultZlibCompressesFrom4KiBWithAFastLevel() {
		assertThat(ProducerOptions.builder("p").build().compression())
			.isEqualTo(new CompressionOptions(Algorithm.ZLIB, 4096, 3));
	}

	@ParameterizedTest
	@CsvSource({ "ZLIB, 0", "ZLIB, 10", "LZ4, 10", "ZSTD, 23", "ZSTD, -1" })
	void levelsThatAreNoneAreRefused(Algorithm algorithm, int level) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ProducerOptions.builder("p").compression(algorithm).compressionLevel(level).build())
			.withMessageContaining("compressionLevel")
			.withMessageContaining(String.valueOf(level));
	}

	private static OutgoingMessage outgoing(byte[] body, BodyCompressor compressor) {
		return OutgoingMessage.of(Message.builder("orders").body(body).build(), "ID", compressor);
	}

}
