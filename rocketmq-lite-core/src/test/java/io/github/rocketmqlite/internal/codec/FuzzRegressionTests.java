package io.github.rocketmqlite.internal.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All recorded bytes, and random changes of them, through every fuzz target.
 */
class FuzzRegressionTests {

	private static final int MUTATIONS = 5;

	private final Random random = new Random(RandomTexts.seed("FuzzRegressionTests"));

	@ParameterizedTest
	@EnumSource(FuzzTarget.class)
	void recordedAndChangedBytesAreReadOrRefused(FuzzTarget target) {
		List<byte[]> seeds = seeds(target).toList();
		assertThat(seeds).hasSizeGreaterThan(100);
		for (byte[] seed : seeds) {
			check(target, seed);
			for (int i = 0; i < MUTATIONS; i++) {
				check(target, mutation(seed));
			}
		}
	}

	private static void check(FuzzTarget target, byte[] data) {
		try {
			target.run(data);
		}
		catch (Throwable ex) {
			throw new AssertionError(target + " fails for " + HexFormat.of().formatHex(data), ex);
		}
	}

	/**
	 * One to four changes: flipped bits, other bytes, cuts, repeated parts.
	 */
	private byte[] mutation(byte[] seed) {
		byte[] data = seed.clone();
		for (int changes = 1 + this.random.nextInt(4); changes > 0 && data.length > 0; changes--) {
			int at = this.random.nextInt(data.length);
			switch (this.random.nextInt(4)) {
				case 0 -> data[at] ^= (byte) (1 << this.random.nextInt(8));
				case 1 -> data[at] = new byte[] { 0, -1, 127, -128, '"', '{', '\\', 1 }[this.random.nextInt(8)];
				case 2 -> data = Arrays.copyOf(data, at);
				default -> data = StoredMessageBytes.concat(data, Arrays.copyOfRange(data, at, data.length));
			}
		}
		return data;
	}

	/**
	 * What fuzzing starts from: the recorded bytes as they are, without the frame's
	 * length, and without the header, and what was ever found.
	 */
	static Stream<byte[]> seeds(FuzzTarget target) {
		try (Stream<Path> files = Files
			.list(Path.of(Objects.requireNonNull(Vectors.class.getResource("/vectors/")).getPath()))) {
			return Stream.concat(findings(target),
					files.sorted().toList().stream().flatMap(FuzzRegressionTests::seeds));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One finding in each line of {@code src/test/resources/fuzz/TARGET.hex}.
	 */
	private static Stream<byte[]> findings(FuzzTarget target) throws IOException {
		try (InputStream in = FuzzRegressionTests.class.getResourceAsStream("/fuzz/" + target + ".hex")) {
			return (in == null) ? Stream.of() : new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
				.map((line) -> HexFormat.of().parseHex(line));
		}
	}

	private static Stream<byte[]> seeds(Path file) {
		String name = file.getFileName().toString();
		byte[] text = Vectors.text(name).getBytes(StandardCharsets.UTF_8);
		if (!name.endsWith(".hex")) {
			return Stream.of(text);
		}
		byte[] bytes = Vectors.bytes(name.substring(0, name.length() - ".hex".length()));
		int header = Math.min(bytes.length,
				8 + (((bytes[5] & 0xFF) << 16) | ((bytes[6] & 0xFF) << 8) | (bytes[7] & 0xFF)));
		return Stream.of(bytes, Arrays.copyOfRange(bytes, 4, bytes.length), Arrays.copyOfRange(bytes, 8, header),
				Arrays.copyOfRange(bytes, header, bytes.length));
	}

}
