package io.github.rocketmqlite.internal.codec;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextEscapeTests {

	@Test
	void leavesOrdinaryTextAlone() {
		String text = "request type 9999 not supported: 中 \uD83D\uDE00";
		assertThat(TextEscape.shorten(text, 100)).isEqualTo(text);
	}

	@Test
	void escapesWhatCouldForgeALogLine() {
		assertThat(TextEscape.shorten("a\r\nb\tc\u0000\u001b\u0085\u2028\u2029", 100))
			.isEqualTo("a\\r\\nb\\tc\\u0000\\u001b\\u0085\\u2028\\u2029");
	}

	@Test
	void cutsAtTheLimit() {
		assertThat(TextEscape.shorten("x".repeat(10), 10)).hasSize(10);
		assertThat(TextEscape.shorten("x".repeat(11), 10)).hasSize(10);
		assertThat(TextEscape.shorten("\n".repeat(11), 10)).isEqualTo("\\n".repeat(5));
	}

	@Test
	void neverCutsThroughACharacter() {
		assertThat(TextEscape.shorten("xx\uD83D\uDE00", 3)).isEqualTo("xx");
		assertThat(TextEscape.shorten("xx\uD83D\uDE00\uDE00", 20)).isEqualTo("xx\uD83D\uDE00\\ude00");
	}

}
