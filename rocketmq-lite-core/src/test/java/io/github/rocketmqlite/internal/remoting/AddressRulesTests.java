package io.github.rocketmqlite.internal.remoting;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressRulesTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.1, false", "10.1.2.3, 10.1.2.3, true",
			"10.1.2.3, 10.1.2.4, false", "10.1.2.4/31, 10.1.2.5, true", "10.1.2.4/31, 10.1.2.6, false",
			"fd00::/8, fd12::1, true", "fd00::/8, fe80::1, false", "::1, 0:0:0:0:0:0:0:1, true",
			// an address of version 4 in the clothes of version 6
			"169.254.0.0/16, ::ffff:169.254.169.254, true",
			// networks do not hold names, whatever they resolve to
			"127.0.0.0/8, localhost, false", "10.0.0.0/8, 10.0.0.1.example.org, false",
			// what only looks like an address is a name
			"127.0.0.0/8, 2130706433, false",
			// everything, as the official client means it
			"0.0.0.0/0, broker.example.org, true", "0.0.0.0/0, fd00::1, true", "0.0.0.0/0, 9.9.9.9, true",
			"*.example.org, broker.example.org, true", "*.example.org, Broker.EXAMPLE.org, true",
			"*.example.org, example.org, false", "*.example.org, broker.example.org.evil.com, false",
			"broker-?, broker-a, true", "broker-?, broker-ab, false", "a.b, axb, false", "10.1.*, 10.1.9.9, true",
			"*, anything, true" })
	void holdWhatTheySay(String rule, String host, boolean expected) {
		assertThat(AddressRules.parse(List.of(rule)).match(new ServerAddress(host, 10911))).isEqualTo(expected);
	}

	@Test
	void oneRuleOfSeveralIsEnough() {
		AddressRules rules = AddressRules.parse(List.of("10.0.0.0/8", " *.example.org "));
		assertThat(rules.match(new ServerAddress("10.1.1.1", 1))).isTrue();
		assertThat(rules.match(new ServerAddress("a.example.org", 1))).isTrue();
		assertThat(rules.match(new ServerAddress("192.168.1.1", 1))).isFalse();
		assertThat(rules).hasToString("[10.0.0.0/8, *.example.org]");
		assertThat(AddressRules.NONE.match(new ServerAddress("10.1.1.1", 1))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "fd00::/129",
			"example.org/8", "a b", "a;b", "a,b", "user@host" })
	void whatMakesNoSenseIsNamed(String rule) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressRules.parse(List.of("10.0.0.0/8", rule)))
			.withMessageContaining("'" + rule.strip());
	}

}
