package io.github.rocketmqlite.internal.producer;

import java.util.Map;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.producer.CompressionOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutgoingMessageTests {

	private static final BodyCompressor PLAIN = new BodyCompressor(
			new CompressionOptions(CompressionOptions.Algorithm.NONE, 0, 5));

	@Test
	void addsTheClientsPropertiesToTheUsers() {
		Message message = Message.builder("orders")
			.tag("created")
			.key("1")
			.key("2")
			.delayLevel(3)
			.property("region", "eu")
			.body("x")
			.build();
		Map<String, String> properties = MessageProperties
			.decode(OutgoingMessage.of(message, "ID", PLAIN).properties());
		assertThat(properties).containsOnly(Map.entry("TAGS", "created"), Map.entry("KEYS", "1 2"),
				Map.entry("UNIQ_KEY", "ID"), Map.entry("WAIT", "true"), Map.entry("DELAY", "3"),
				Map.entry("region", "eu"));
	}

	@Test
	void countsThePropertiesInBytesNotCharacters() {
		Message fits = Message.builder("orders").property("p", "x".repeat(32_700)).body("x").build();
		assertThat(OutgoingMessage.of(fits, "ID", PLAIN).properties()).hasSizeLessThan(32_767);
		Message tooLarge = Message.builder("orders").property("p", "中".repeat(11_000)).body("x").build();
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> OutgoingMessage.of(tooLarge, "ID", PLAIN))
			.withMessageContaining("32767");
	}

}
