package io.github.rocketmqlite.spring.support;

import java.lang.reflect.Type;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.InvalidMessageException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DefaultRocketPayloadConverterTests {

	private final DefaultRocketPayloadConverter converter = new DefaultRocketPayloadConverter(JsonMapper.shared());

	@Test
	void everyByteSurvives() {
		byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		assertThat(read(this.converter.toBody(all), byte[].class)).isEqualTo(all);
	}

	@Test
	void textIsUtf8() {
		assertThat(this.converter.toBody("grün")).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
		assertThat(this.converter.toBody(CharBuffer.wrap("grün"))).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
		assertThat(read("grün".getBytes(StandardCharsets.UTF_8), String.class)).isEqualTo("grün");
	}

	@Test
	void textIsReadWithTheCharsetOfTheSender() {
		byte[] latin = "grün".getBytes(StandardCharsets.ISO_8859_1);
		MessageHeaders headers = new MessageHeaders(
				Map.of(MessageHeaders.CONTENT_TYPE, "text/plain;charset=ISO-8859-1"));
		assertThat(this.converter.fromBody(latin, String.class, headers)).isEqualTo("grün");
	}

	@Test
	void anUnreadableContentTypeDoesNotHurt() {
		MessageHeaders headers = new MessageHeaders(Map.of(MessageHeaders.CONTENT_TYPE, "no type; at=all;;"));
		assertThat(this.converter.fromBody("x".getBytes(StandardCharsets.UTF_8), String.class, headers)).isEqualTo("x");
	}

	@Test
	void textStaysTextWhateverItsContentType() {
		MessageHeaders headers = new MessageHeaders(Map.of(MessageHeaders.CONTENT_TYPE, "application/json"));
		assertThat(this.converter.fromBody(json("{'id':'7'}"), String.class, headers)).isEqualTo("{\"id\":\"7\"}");
	}

	@Test
	void objectsAreJson() {
		assertThat(new String(this.converter.toBody(new Order("7", 3)), StandardCharsets.UTF_8))
			.isEqualTo("{\"id\":\"7\",\"items\":3}");
		assertThat(read(json("{'id':'7','items':3}"), Order.class)).isEqualTo(new Order("7", 3));
		assertThat(read(json("42"), Integer.class)).isEqualTo(42);
	}

	@Test
	void genericTypesKeepTheirArguments() {
		Type listOfOrders = new ParameterizedTypeReference<List<Order>>() {
		}.getType();
		assertThat(read(json("[{'id':'7','items':3}]"), listOfOrders)).isEqualTo(List.of(new Order("7", 3)));
	}

	@Test
	void namesTheTypeThatABodyDoesNotFit() {
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> read(json("hello"), Order.class))
			.withMessageContaining(Order.class.getName());
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> read(json("null"), Order.class))
			.withMessageContaining(Order.class.getName());
	}

	@Test
	void namesTheTypeThatCannotBeWritten() {
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> this.converter.toBody(new Knot()))
			.withMessageContaining(Knot.class.getName());
	}

	private Object read(byte[] body, Type type) {
		return this.converter.fromBody(body, type, new MessageHeaders(Map.of()));
	}

	private static byte[] json(String text) {
		return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
	}

	record Order(String id, int items) {
	}

	static class Knot {

		public Knot getSelf() {
			return this;
		}

	}

}
