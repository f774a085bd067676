package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HeaderFieldsTests {

	@ParameterizedTest
	@CsvSource({ "0,0", "7,7", "-7,-7", "0042,42", "999999999999999999,999999999999999999",
			"9223372036854775807,9223372036854775807", "-9223372036854775808,-9223372036854775808" })
	void readsNumbers(String text, long number) {
		assertThat(fields(text).number("n")).isEqualTo(number);
		assertThat(fields(text).number("n", 1)).isEqualTo(number);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "x", "1x", "1.5", "--1", "0x10", "9223372036854775808", "1\n2" })
	void refusesWhatIsNotANumber(String text) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> fields(text).number("n"))
			.withMessageContaining("'n'")
			.withMessageNotContaining("\n");
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> fields(text).number("n", 1));
	}

	@Test
	void refusesNumbersBeyond32BitsAsIntegers() {
		assertThat(fields("2147483647").integer("n")).isEqualTo(Integer.MAX_VALUE);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> fields("2147483648").integer("n"))
			.withMessageContaining("2147483648");
	}

	@Test
	void namesAMissingField() {
		assertThat(fields("1").number("m", 5)).isEqualTo(5);
		assertThat(fields("1").text("m")).isNull();
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> fields("1").number("missing"))
			.withMessageContaining("missing");
	}

	private static HeaderFields fields(String value) {
		byte[] bytes = ("n" + value).getBytes(StandardCharsets.UTF_8);
		HeaderFields fields = new HeaderFields(bytes);
		fields.add(0, 1, 1, bytes.length);
		return fields;
	}

}
