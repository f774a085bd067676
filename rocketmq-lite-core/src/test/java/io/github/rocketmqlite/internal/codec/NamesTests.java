package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.InvalidMessageException;
import org.apache.rocketmq.common.topic.TopicValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "orders", "A-Z_09", "%RETRY%billing", "a|b", "TBW102" })
	void acceptsWhatBrokersAccept(String name) {
		assertThatCode(() -> Names.checkSendTopic(name)).doesNotThrowAnyException();
		assertThatCode(() -> Names.checkGroup(name)).doesNotThrowAnyException();
		assertThat(TopicValidator.isTopicOrGroupIllegal(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a.b", "ä", "a/b", "a\nb", "a:b", "中", "a\uD83D\uDE00" })
	void namesTheBadCharacter(String name) {
		assertThat(TopicValidator.isTopicOrGroupIllegal(name)).isTrue();
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> Names.checkTopic(name))
			.withMessageContaining("index ")
			.withMessageContaining("U+")
			.withMessageNotContaining("\n");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Names.checkGroup(name));
	}

	@Test
	void agreesWithTheBrokerOnEveryAsciiCharacter() {
		for (char c = 0; c < 128; c++) {
			String name = "a" + c;
			if (TopicValidator.isTopicOrGroupIllegal(name)) {
				assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> Names.checkTopic(name));
			}
			else {
				Names.checkTopic(name);
			}
		}
	}

	@Test
	void lengthsAreBounded() {
		Names.checkTopic("t".repeat(126));
		Names.checkTopic("t".repeat(127));
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> Names.checkTopic("t".repeat(128)))
			.withMessageContaining("128")
			.withMessageContaining("127");
		Names.checkGroup("g".repeat(119));
		Names.checkGroup("g".repeat(120));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Names.checkGroup("g".repeat(121)))
			.withMessageContaining("121")
			.withMessageContaining("120");
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> Names.checkTopic(""));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Names.checkGroup(""));
	}

	@Test
	void refusesToSendWhereBrokersRefuseTo() {
		assertThat(TopicValidator.getNotAllowedSendTopicSet()).isNotEmpty()
			.allSatisfy((topic) -> assertThatExceptionOfType(InvalidMessageException.class)
				.isThrownBy(() -> Names.checkSendTopic(topic))
				.withMessageContaining(topic));
	}

	@Test
	void derivesTheNamesOfAGroupsTopics() {
		assertThat(Names.retryTopic("billing")).isEqualTo("%RETRY%billing");
		assertThat(Names.deadLetterTopic("billing")).isEqualTo("%DLQ%billing");
		assertThat(Names.isRetryTopic("%RETRY%billing")).isTrue();
		assertThat(Names.isRetryTopic("billing")).isFalse();
	}

}
