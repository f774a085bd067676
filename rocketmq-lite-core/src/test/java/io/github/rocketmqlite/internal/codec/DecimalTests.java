package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecimalTests {

	@Test
	void writesTheEdgesOfEveryLength() {
		long power = 1;
		for (int digits = 1; digits <= 19; digits++) {
			for (long value : new long[] { power - 1, power, power + 1, 1 - power, -power, -power - 1 }) {
				assertWritten(value);
			}
			power *= 10;
		}
		assertWritten(Long.MAX_VALUE);
		assertWritten(Long.MIN_VALUE);
		assertWritten(Long.MIN_VALUE + 1);
	}

	@Test
	void writesRandomNumbersAsJavaPrintsThem() {
		Random random = new Random(RandomTexts.seed("writesRandomNumbersAsJavaPrintsThem"));
		for (int round = 0; round < 100_000; round++) {
			assertWritten(random.nextLong() >> random.nextInt(64));
		}
	}

	private static void assertWritten(long value) {
		ByteBuf out = Unpooled.buffer(1);
		Decimal.write(out, value);
		assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(Long.toString(value));
		assertThat(Decimal.length(value)).isEqualTo(out.readableBytes());
	}

}
