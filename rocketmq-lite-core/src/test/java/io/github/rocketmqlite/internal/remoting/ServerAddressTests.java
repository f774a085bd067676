package io.github.rocketmqlite.internal.remoting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerAddress}.
 */
class ServerAddressTests {

	@Test
	void readsHostsAndLiteralAddresses() {
		assertThat(ServerAddress.parse("broker-a.example:10911"))
			.isEqualTo(new ServerAddress("broker-a.example", 10911));
		assertThat(ServerAddress.parse("10.0.0.1:1")).isEqualTo(new ServerAddress("10.0.0.1", 1));
		assertThat(ServerAddress.parse("[::1]:65535")).isEqualTo(new ServerAddress("::1", 65535));
		assertThat(ServerAddress.parse("fe80::1:10911")).isEqualTo(new ServerAddress("fe80::1", 10911));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "host", "host:", ":1", "host:0", "host:65536", "host:-1", "host:1x", "host:123456",
			"a b:1", "a/b:1", "[]:1", "host:１" })
	void refusesWhatIsNotAnAddressAndNamesIt(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(text))
			.withMessageContaining("'" + text + "'");
	}

	@Test
	void refusesHostsLongerThanAnyName() {
		assertThat(ServerAddress.parse("h".repeat(253) + ":1").port()).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse("h".repeat(254) + ":1"));
	}

}
