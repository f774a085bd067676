package io.github.rocketmqlite.internal.producer;

import java.util.List;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageValidatorTests {

	private static final int MOST = 4 * 1024 * 1024;

	private final MessageValidator validator = new MessageValidator(MOST);

	@ParameterizedTest
	@ValueSource(ints = { 1, MOST - 1, MOST })
	void bodiesUpToTheLimitMayLeave(int size) {
		assertThatCode(() -> this.validator.validate(body(size))).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, MOST + 1 })
	void otherBodiesAreRefused(int size) {
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> this.validator.validate(body(size)))
			.withMessageContaining("'orders'");
	}

	@ParameterizedTest
	@ValueSource(ints = { 126, 127 })
	void topicsUpToTheLimitMayLeave(int length) {
		assertThatCode(() -> this.validator.validate(Message.builder("t".repeat(length)).body("x").build()))
			.doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "with space", "ümlaut", "SCHEDULE_TOPIC_XXXX", "a/b" })
	void otherTopicsAreRefused(String topic) {
		refuses(Message.builder(topic), topic);
		refuses(Message.builder("t".repeat(128)), "128");
	}

	@Test
	void controlCharactersThatSeparatePropertiesAreRefusedWhereverTheyStand() {
		for (char separator : new char[] { 1, 2 }) {
			for (String bad : List.of(separator + "b", "a" + separator, "a" + separator + "b", "" + separator)) {
				refuses(Message.builder("orders").property(bad, "v"), "name of property");
				refuses(Message.builder("orders").property("p", bad), "'p'");
				refuses(Message.builder("orders").tag(bad), "tag");
				refuses(Message.builder("orders").key(bad), "key");
				refuses(Message.builder("orders").orderingKey(bad), "__SHARDINGKEY");
			}
		}
		assertThatCode(() -> this.validator
			.validate(Message.builder("orders").property("p", "tab\tand\nline").body("x").build()))
			.doesNotThrowAnyException();
	}

	private void refuses(Message.Builder message, String named) {
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> this.validator.validate(message.body("x").build()))
			.withMessageContaining(named);
	}

	private static Message body(int size) {
		return Message.builder("orders").body(new byte[size]).build();
	}

}
