package io.github.rocketmqlite.internal.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.ReservedProperties;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessagePropertiesTests {

	@Test
	void writesTheRecordedText() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("KEYS", "k1 k2");
		properties.put("TAGS", "TagA");
		properties.put("UNIQ_KEY", "0A000001303918B4AAC21000000A0000");
		properties.put("WAIT", "true");
		properties.put("u", "中");
		String recorded = Vectors.text("properties.txt").lines().findFirst().orElseThrow();
		String expected = recorded.replace("\\x01", "\u0001").replace("\\x02", "\u0002");
		assertThat(MessageProperties.encode(properties)).isEqualTo(expected);
		assertThat(MessageProperties.encodedBytes(properties)).isEqualTo(79);
		assertThat(MessageProperties.decode(expected)).isEqualTo(properties);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "a\u0001", "a\u00011", "a\u00011\u0002", "\u0001b\u0002", "a\u0001\u0002b\u00012",
			"\u0002\u0002", "a\u00011\u0001x\u0002", "ab\u0002c\u0001d\u0002", "a\u00011\u0002a\u00012\u0002",
			"a\u00011\u0002a\u0001\u0002", "\u0001", "\u0001\u0001\u0001", "中\u0001文" })
	void readsDamagedTextsAsTheOfficialDecoderDoes(String text) {
		assertThat(MessageProperties.decode(text)).isEqualTo(MessageDecoder.string2messageProperties(text));
	}

	@Test
	void readsRandomTextsAsTheOfficialDecoderDoes() {
		Random random = new Random(RandomTexts.seed("readsRandomTextsAsTheOfficialDecoderDoes"));
		for (int round = 0; round < 50_000; round++) {
			StringBuilder text = new StringBuilder();
			int length = random.nextInt(16);
			for (int i = 0; i < length; i++) {
				text.append("\u0001\u0002ab".charAt(random.nextInt(4)));
			}
			Map<String, String> expected = MessageDecoder.string2messageProperties(text.toString());
			assertThat(MessageProperties.decode(text.toString())).isEqualTo(expected);
			StoredMessage stored = MessageBatch
				.decode(new StoredMessageBytes().properties(text.toString()).at(0), "broker-a")
				.messages()
				.get(0);
			assertThat(stored.property("a")).isEqualTo(expected.get("a"));
			assertThat(stored.property("ab")).isEqualTo(expected.get("ab"));
		}
	}

	@Test
	void reservesWhatTheOfficialClientReserves() {
		assertThat(MessageConst.STRING_HASH_SET).isNotEmpty().allSatisfy((name) -> {
			assertThat(ReservedProperties.isReserved(name)).as(name).isTrue();
			assertThatExceptionOfType(InvalidMessageException.class)
				.isThrownBy(() -> MessageProperties.validateUser(name, "x"))
				.withMessageContaining(name);
		});
	}

	@Test
	void tellsOwnPropertiesOfTheSystemFromThoseOfTheUser() {
		assertThat(MessageConst.STRING_HASH_SET).allMatch(ReservedProperties::isSystem);
		for (String added : List.of("TRANSACTION_CHECK_TIMES", "__transactionId__", "__RMQ.TRANSIENT.x")) {
			assertThat(ReservedProperties.isSystem(added)).as(added).isTrue();
			assertThat(ReservedProperties.isReserved(added)).as(added).isFalse();
		}
		assertThat(List.of("region", "__SHARDINGKEY", "CHECK_IMMUNITY_TIME_IN_SECONDS"))
			.noneMatch(ReservedProperties::isSystem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "region", "__SHARDINGKEY", "CHECK_IMMUNITY_TIME_IN_SECONDS", "keys", "中" })
	void leavesOtherNamesToTheUser(String name) {
		assertThatCode(() -> MessageProperties.validateUser(name, "any\nvalue")).doesNotThrowAnyException();
	}

	@Test
	void refusesWhatTheWireCannotCarry() {
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> MessageProperties.validateUser("a\u0001b", "x"))
			.withMessageContaining("a\\u0001b");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> MessageProperties.validateUser("name", "x\u0002y"))
			.withMessageContaining("'name'");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> MessageProperties.validateUser("", "x"));
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> MessageProperties.validateUser("name", ""))
			.withMessageContaining("'name'");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> MessageProperties.encode(Map.of("KEYS", "a\u0002EVIL\u0001b")));
	}

	@Test
	void theSizeIsBoundedInBytes() {
		assertThat(MessageProperties.encode(Map.of("a", "x".repeat(32_763)))).hasSize(32_766);
		assertThat(MessageProperties.encode(Map.of("a", "x".repeat(32_764)))).hasSize(32_767);
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> MessageProperties.encode(Map.of("a", "x".repeat(32_765))))
			.withMessageContaining("32768")
			.withMessageContaining("32767");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> MessageProperties.encode(Map.of("a", "中".repeat(11_000))));
	}

}
