package io.github.rocketmqlite.internal.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import io.github.rocketmqlite.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CompressionTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 255, 256, 257, 1024, 5000, 1_000_000 })
	void inflatesBodiesOfAnySize(int size) throws Exception {
		byte[] body = new byte[size];
		new Random(size).nextBytes(body);
		Arrays.fill(body, 0, size / 2, (byte) 'x');
		assertThat(Compression.decompress(deflate(body), 0, Integer.MAX_VALUE)).isEqualTo(body);
		assertThat(Compression.decompress(deflate(body), SysFlag.ZLIB, DecodeLimits.DEFAULTS.maxBodyBytes()))
			.isEqualTo(body);
	}

	@Test
	void inflatesAPartOfAnArray() throws Exception {
		byte[] packed = deflate(new byte[] { 1, 2, 3 });
		byte[] around = new byte[packed.length + 10];
		System.arraycopy(packed, 0, around, 5, packed.length);
		assertThat(Compression.decompress(around, 5, packed.length, SysFlag.ZLIB, 3)).containsExactly(1, 2, 3);
	}

	@Test
	void theSizeIsBounded() throws Exception {
		byte[] packed = deflate(new byte[10_000]);
		assertThat(Compression.decompress(packed, 0, 10_001)).hasSize(10_000);
		assertThat(Compression.decompress(packed, 0, 10_000)).hasSize(10_000);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Compression.decompress(packed, 0, 9_999))
			.withMessageContaining("9999");
		byte[] bomb = deflate(new byte[DecodeLimits.DEFAULTS.maxBodyBytes() + 1]);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Compression.decompress(bomb, 0, DecodeLimits.DEFAULTS.maxBodyBytes()))
			.withMessageContaining("16777216");
	}

	@Test
	void zlibsOwnBestRatioIsWithinTheLimit() throws Exception {
		byte[] zeros = new byte[DecodeLimits.DEFAULTS.maxBodyBytes()];
		assertThat(Compression.decompress(deflate(zeros), 0, DecodeLimits.DEFAULTS.maxBodyBytes()))
			.hasSize(zeros.length);
	}

	@Test
	void brokenBytesAreRefused() throws Exception {
		byte[] packed = deflate(new byte[1000]);
		byte[] flipped = packed.clone();
		flipped[packed.length - 1] ^= 1;
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Compression.decompress(flipped, 0, Integer.MAX_VALUE))
			.withMessageContaining("broken");
		for (int length = 0; length < packed.length; length++) {
			byte[] cut = Arrays.copyOf(packed, length);
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> Compression.decompress(cut, 0, Integer.MAX_VALUE));
		}
	}

	@Test
	void unknownTypesAreNamed() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Compression.decompress(new byte[1], 0x700, 1))
			.withMessageContaining("0x700");
	}

	private static byte[] deflate(byte[] body) throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
		try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
			deflated.write(body);
		}
		deflater.end();
		return out.toByteArray();
	}

}
