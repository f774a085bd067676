package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonKeysTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '\'', value = { "{0:1};{\"0\":1}", "{-1:1};{\"-1\":1}",
			"{\"a\":1,2:{3:[4,{5:6}]}};{\"a\":1,\"2\":{\"3\":[4,{\"5\":6}]}}",
			"{ {\"q\":1} : 42 };{ \"{\\\"q\\\":1}\" : 42 }", "{{}:1,{\"a\":{}}:2};{\"{}\":1,\"{\\\"a\\\":{}}\":2}",
			"[{{\"t\":\"}{\"}:7}];[{\"{\\\"t\\\":\\\"}{\\\"}\":7}]",
			"{{\"t\":\"a\\\"b\"}:7};{\"{\\\"t\\\":\\\"a\\\\\\\"b\\\"}\":7}" })
	void numbersAndObjectsGetQuotes(String text, String quoted) {
		assertThat(quote(text)).isEqualTo(quoted);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"a\":0}", "[0,1,{\"a\":[-1]}]", "{\"a\":\"{0:1}\"}", "{\"a\\\"\":{\"b\":1}}",
			"{a:1}", "}", "]", "\"", "{\"" })
	void allElseStays(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(JsonKeys.quote(bytes)).isSameAs(bytes);
	}

	@Test
	void openEndsAndDeepNestingEnd() {
		assertThat(quote("{{\"a\":1")).isEqualTo("{\"{\\\"a\\\":1\"");
		assertThat(quote("{".repeat(100_000))).isNotEmpty();
		assertThat(quote("[".repeat(100_000))).hasSize(100_000);
		assertThat(quote("{0")).isEqualTo("{\"0\"");
	}

	private static String quote(String text) {
		return new String(JsonKeys.quote(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

}
