package io.github.rocketmqlite.internal.producer;

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
	void theDefaultsAreThoseOfTheOfficialClient() {
		assertThat(ProducerOptions.builder("p").build().compression())
			.isEqualTo(new CompressionOptions(Algorithm.ZLIB, 4096, 5));
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
