package io.github.rocketmqlite.internal.producer;

import java.util.stream.IntStream;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The limits of what may be sent: one below, the limit itself and one beyond.
 */
class MessageValidatorTests {

	private final MessageValidator validator = new MessageValidator(1_000);

	@Test
	void bodies() {
		accepts(message(1, 0));
		accepts(message(999, 0));
		accepts(message(1_000, 0));
		refuses(message(0, 0), "no body");
		refuses(message(1_001, 0), "1001", "1000");
	}

	@Test
	void numbersOfProperties() {
		accepts(message(1, 255));
		accepts(message(1, 256));
		refuses(message(1, 257), "257", "256");
	}

	private void accepts(Message message) {
		assertThatCode(() -> this.validator.validate(message)).doesNotThrowAnyException();
	}

	private void refuses(Message message, String... words) {
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> this.validator.validate(message))
			.withMessageContainingAll(words);
	}

	private static Message message(int bodyBytes, int properties) {
		Message.Builder message = Message.builder("orders").body(new byte[bodyBytes]);
		IntStream.range(0, properties).forEach((i) -> message.property("p" + i, "v"));
		return message.build();
	}

}
