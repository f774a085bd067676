package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.producer.CompressionOptions;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
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

	@Test
	void thePropertiesMayTakeAsManyBytesAsABrokerCanStoreAndNotOneMore() {
		int own = OutgoingMessage.of(message("p", "x"), "ID", PLAIN).properties().length() - 1;
		int most = 32_767 - own;
		for (int size : new int[] { most - 1, most }) {
			assertThat(OutgoingMessage.of(message("p", "x".repeat(size)), "ID", PLAIN).properties())
				.hasSize(own + size);
		}
		String threeBytesEach = "中".repeat((most - 2) / 3) + "x".repeat(most - (most - 2) / 3 * 3);
		assertThat(OutgoingMessage.of(message("p", threeBytesEach), "ID", PLAIN).properties().getBytes(UTF_8))
			.hasSize(32_767);
		for (String tooLong : List.of("x".repeat(most + 1), threeBytesEach + "x", "x".repeat(65_536 + most))) {
			assertThatExceptionOfType(InvalidMessageException.class)
				.isThrownBy(() -> OutgoingMessage.of(message("p", tooLong), "ID", PLAIN))
				.withMessageContaining("32767");
		}
	}

	@Test
	void theOrderingKeyIsAPropertyOfItsOwn() {
		Message keyed = Message.builder("orders").orderingKey("customer-7").body("x").build();
		assertThat(MessageProperties.decode(OutgoingMessage.of(keyed, "ID", PLAIN).properties()))
			.containsEntry("__SHARDINGKEY", "customer-7");
		assertThat(keyed.toBuilder().build()).isEqualTo(keyed).hasSameHashCodeAs(keyed);
		assertThat(keyed.toBuilder().orderingKey(null).build()).isNotEqualTo(keyed);
	}

	private static Message message(String name, String value) {
		return Message.builder("orders").property(name, value).body("x").build();
	}

}
