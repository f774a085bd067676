package io.github.rocketmqlite.internal.codec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;

import org.apache.rocketmq.common.message.MessageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OffsetMessageIdTests {

	@Test
	void writesTheDocumentedId() {
		assertThat(OffsetMessageId.of(new InetSocketAddress("10.0.0.2", 10_911), 4096))
			.isEqualTo("0A00000200002A9F0000000000001000");
		assertThat(OffsetMessageId.of(new InetSocketAddress("2001:db8::2", 10_911), 0x2000))
			.isEqualTo("20010DB800000000000000000000000200002A9F0000000000002000");
	}

	@Test
	void agreesWithTheOfficialClient() throws Exception {
		Random random = new Random(RandomTexts.seed("agreesWithTheOfficialClient"));
		for (int round = 0; round < 1000; round++) {
			byte[] address = new byte[random.nextBoolean() ? 4 : 16];
			random.nextBytes(address);
			InetSocketAddress host = new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65_536));
			long offset = random.nextLong();
			assertThat(OffsetMessageId.of(host, offset)).isEqualTo(MessageDecoder.createMessageId(host, offset));
			assertThat(OffsetMessageId.parse(OffsetMessageId.of(host, offset)))
				.isEqualTo(new OffsetMessageId.Place(host, offset));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0A00000200002A9F000000000000100", "0A00000200002A9F000000000000100G",
			"0A00000200002A9F00000000000010000" })
	void refusesWhatIsNoId(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> OffsetMessageId.parse(text))
			.withMessageContaining("'" + text + "'");
	}

	@Test
	void neverLooksUpAName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OffsetMessageId.of(InetSocketAddress.createUnresolved("broker.invalid", 1), 0))
			.withMessageContaining("broker.invalid");
	}

}
