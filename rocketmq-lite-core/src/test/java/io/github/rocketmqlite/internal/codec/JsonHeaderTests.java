package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonHeaderTests {

	@Test
	void acceptsWhatServersAccept() {
		Header header = read("""
				 { "unknown" : {"a":[1,{"b":null}],"c":"}"} , "code":"19" , "opaque" : 7,
				   "language": 99, "flag":1, "version":513, "serializeTypeCurrentRPC":"ROCKETMQ", "remark":null,
				   "extFields" : { "number":42, "negative":-3, "flag":true, "nothing":null, "empty":"",
				     "list":[1,2], "text":"x" } }
				""");
		assertThat(header.code()).isEqualTo(19);
		assertThat(header.opaque()).isEqualTo(7);
		assertThat(header.flag()).isEqualTo(1);
		assertThat(header.version()).isEqualTo(513);
		assertThat(header.remark()).isEmpty();
		assertThat(header.fields().number("number")).isEqualTo(42);
		assertThat(header.fields().number("negative")).isEqualTo(-3);
		assertThat(header.fields().flag("flag")).isTrue();
		assertThat(header.fields().text("nothing")).isNull();
		assertThat(header.fields().text("empty")).isEmpty();
		assertThat(header.fields().text("list")).isEqualTo("[1,2]");
		assertThat(header.fields().text("text")).isEqualTo("x");
	}

	@Test
	void needsOnlyACodeAndACorrelationId() {
		Header header = read("{\"opaque\":-5,\"code\":0}");
		assertThat(header.opaque()).isEqualTo(-5);
		assertThat(header.flag()).isZero();
		assertThat(header.fields().size()).isZero();
		assertThat(read("{\"opaque\":1,\"code\":0,\"extFields\":null}").fields().size()).isZero();
		assertThat(read("{\"opaque\":1,\"code\":0,\"extFields\":{}}").fields().size()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "\\u0001x\\u0002 | 0178 02", "\\u4e2d\\u4E2D | e4b8ad e4b8ad", "\\ud83d\\ude00 | f09f9880",
					"\\ud83dx | 3f78", "\\ude00 | 3f", "\\ud83d\\ud83d\\ude00 | 3f f09f9880", "\\u00e9 | c3a9",
					"\\\"\\\\\\/\\b\\f\\n\\r\\t | 22 5c 2f 08 0c 0a 0d 09", "a\\nb | 61 0a 62" })
	void resolvesEscapesInNamesAndValues(String escaped, String hex) {
		Header header = read(
				"{\"code\":0,\"opaque\":1,\"extFields\":{\"a\":\"" + escaped + "\",\"b" + escaped + "\":\"1\"}}");
		String text = new String(java.util.HexFormat.of().parseHex(hex.replace(" ", "")), StandardCharsets.UTF_8);
		assertThat(header.fields().text("a")).isEqualTo(text);
		assertThat(header.fields().size()).isEqualTo(2);
	}

	@Test
	void findsTheEndOfAStringAtEveryDistance() {
		for (int length = 0; length < 40; length++) {
			for (String last : new String[] { "", "é", "!", "#", "[", "]", "\\n", "\\\"" }) {
				String text = "x".repeat(length) + last;
				Header header = read("{\"code\":0,\"opaque\":1,\"extFields\":{\"a\":\"" + text + "\",\"b\":\"!\"}}");
				assertThat(header.fields().text("a")).isEqualTo(text.replace("\\n", "\n").replace("\\\"", "\""));
				assertThat(header.fields().text("b")).isEqualTo("!");
				String broken = "x".repeat(length) + "\u001f" + "x".repeat(9);
				assertThatExceptionOfType(ProtocolException.class)
					.isThrownBy(() -> read("{\"code\":0,\"opaque\":1,\"a\":\"" + broken + "\"}"));
			}
		}
	}

	@Test
	void ofTwoFieldsWithTheSameNameTheLastCounts() {
		assertThat(read("{\"code\":0,\"opaque\":1,\"extFields\":{\"a\":\"1\",\"b\":\"x\",\"a\":\"2\"}}").fields()
			.number("a")).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "null", "\"x\"", "{", "}", "{}", "{\"code\":0}", "{\"opaque\":1}",
			"{\"code\":0,\"opaque\":1", "{\"code\":0,\"opaque\":1}x", "{\"code\":0,\"opaque\":1}{}",
			"{\"code\":0 \"opaque\":1}", "{\"code\":0,\"opaque\":1,}", "{,\"code\":0,\"opaque\":1}",
			"{\"code\" 0,\"opaque\":1}", "{code:0,\"opaque\":1}", "{\"code\":null,\"opaque\":1}",
			"{\"code\":1.5,\"opaque\":1}", "{\"code\":\"\",\"opaque\":1}", "{\"code\":-,\"opaque\":1}",
			"{\"code\":true,\"opaque\":1}", "{\"code\":2147483648,\"opaque\":1}", "{\"code\":0,\"opaque\":99999999999}",
			"{\"code\":0,\"opaque\":1,\"x\":foo}", "{\"code\":0,\"opaque\":1,\"x\":}",
			"{\"code\":0,\"opaque\":1,\"x\":\"y}", "{\"code\":0,\"opaque\":1,\"x\":\"\\q\"}",
			"{\"code\":0,\"opaque\":1,\"x\":\"\\u12\"}", "{\"code\":0,\"opaque\":1,\"x\":\"\\u12g4\"}",
			"{\"code\":0,\"opaque\":1,\"x\":\"\\", "{\"code\":0,\"opaque\":1,\"x\":\"a\tb\"}",
			"{\"code\":0,\"opaque\":1,\"extFields\":[]}", "{\"code\":0,\"opaque\":1,\"extFields\":\"a\"}",
			"{\"code\":0,\"opaque\":1,\"extFields\":{\"a\"}}", "{\"code\":0,\"opaque\":1,\"x\":[1,]}",
			"{\"code\":0,\"opaque\":1,\"x\":[1}", "{\"code\":0,\"opaque\":1,\"x\":{]}" })
	void refusesWhatIsNotAHeader(String text) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(text));
	}

	@Test
	void depthIsBounded() {
		assertThat(read(nested(32)).opaque()).isEqualTo(1);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(nested(33)))
			.withMessageContaining("32");
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(nested(100_000)));
	}

	private static String nested(int depth) {
		return "{\"code\":0,\"opaque\":1,\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
	}

	@Test
	void numberOfFieldsIsBounded() {
		assertThat(read(fields(512)).fields().size()).isEqualTo(512);
		assertThat(read(fields(512)).fields().number("f511")).isEqualTo(511);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(fields(513)))
			.withMessageContaining("512");
	}

	private static String fields(int count) {
		StringBuilder text = new StringBuilder("{\"code\":0,\"opaque\":1,\"extFields\":{");
		for (int i = 0; i < count; i++) {
			text.append((i == 0) ? "" : ",").append("\"f").append(i).append("\":\"").append(i).append('"');
		}
		return text.append("}}").toString();
	}

	@Test
	void namesOfFieldsAreBounded() {
		assertThat(read(field("n".repeat(256))).fields().text("n".repeat(256))).isEqualTo("1");
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(field("n".repeat(257))))
			.withMessageContaining("257")
			.withMessageContaining("256");
	}

	private static String field(String name) {
		return "{\"code\":0,\"opaque\":1,\"extFields\":{\"" + name + "\":\"1\"}}";
	}

	@Test
	void remarksAreCutAndMadeFitForLogs() {
		assertThat(read("{\"code\":1,\"opaque\":1,\"remark\":\"a\\nb\\u0000c\"}").remark()).isEqualTo("a\\nb\\u0000c");
		assertThat(read("{\"code\":1,\"opaque\":1,\"remark\":\"" + "r".repeat(1025) + "\"}").remark()).hasSize(1024);
	}

	private static Header read(String text) {
		return JsonHeader.read(text.getBytes(StandardCharsets.UTF_8));
	}

}
