package io.github.rocketmqlite.spring.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RocketHeaderMapperTests {

	private final RocketHeaderMapper mapper = new RocketHeaderMapper();

	@Test
	void writesTagKeysFlagAndDelayToTheirOwnPlaces() {
		Message message = write(Map.of(RocketHeaders.TAGS, "created", RocketHeaders.KEYS, "42 4711", RocketHeaders.FLAG,
				9, RocketHeaders.DELAY, "3"));
		assertThat(message.tag()).isEqualTo("created");
		assertThat(message.keys()).containsExactly("42", "4711");
		assertThat(message.flag()).isEqualTo(9);
		assertThat(message.delayLevel()).isEqualTo(3);
		assertThat(message.properties()).isEmpty();
	}

	@Test
	void writesACollectionOfKeysOneByOne() {
		assertThat(write(Map.of(RocketHeaders.KEYS, List.of("a", "b"))).keys()).containsExactly("a", "b");
	}

	@Test
	void writesPlainValuesAsUserProperties() {
		Message message = write(Map.of("tenant", "acme", "attempt", 2, "urgent", true));
		assertThat(message.properties())
			.containsExactlyInAnyOrderEntriesOf(Map.of("tenant", "acme", "attempt", "2", "urgent", "true"));
	}

	@Test
	void leavesOutWhatSpringMessagingMakesUp() {
		MessageHeaders headers = MessageBuilder.withPayload("x")
			.setHeader("tenant", "acme")
			.setReplyChannelName("replies")
			.build()
			.getHeaders();
		assertThat(headers).containsKeys("id", "timestamp");
		assertThat(write(headers).properties()).containsOnlyKeys("tenant");
	}

	@Test
	void leavesOutBlankValuesAndObjectsWithoutPlainText() {
		Map<String, Object> headers = new HashMap<>();
		headers.put("baggage", " ");
		headers.put("missing", null);
		headers.put("object", new Object());
		headers.put("list", Arrays.asList("a", "b"));
		assertThat(write(headers).properties()).isEmpty();
	}

	@Test
	void doesNotSendBackWhatOnlyABrokerSays() {
		Message message = write(this.mapper.toHeaders(received()));
		assertThat(message.properties()).containsExactlyEntriesOf(Map.of("tenant", "acme"));
		assertThat(message.tag()).isEqualTo("created");
		assertThat(message.keys()).containsExactly("42", "4711");
	}

	@Test
	void namesTheHeaderThatIsNoNumber() {
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> write(Map.of(RocketHeaders.DELAY, "soon")))
			.withMessageContaining(RocketHeaders.DELAY)
			.withMessageContaining("soon");
	}

	@Test
	void readsThePartsOfAReceivedMessage() {
		MessageHeaders headers = this.mapper.toHeaders(received());
		assertThat(headers).containsOnly(Map.entry("tenant", "acme"), Map.entry(RocketHeaders.TAGS, "created"),
				Map.entry(RocketHeaders.KEYS, "42 4711"), Map.entry(RocketHeaders.TOPIC, "orders"),
				Map.entry(RocketHeaders.MESSAGE_ID, "message-1"), Map.entry(RocketHeaders.BROKER_NAME, "broker-a"),
				Map.entry(RocketHeaders.QUEUE_ID, 2), Map.entry(RocketHeaders.QUEUE_OFFSET, 41L),
				Map.entry(RocketHeaders.RECONSUME_TIMES, 3), Map.entry(RocketHeaders.DELIVERY_ATTEMPT, 4),
				Map.entry(RocketHeaders.BORN_TIMESTAMP, 1_000L), Map.entry(RocketHeaders.BORN_HOST, "10.0.0.1:4711"),
				Map.entry(RocketHeaders.STORE_TIMESTAMP, 2_000L), Map.entry(RocketHeaders.FLAG, 5));
	}

	@Test
	void collectsTheHeadersOfAReceivedMessageOnlyWhenTheyAreAskedFor() {
		FakeReceivedMessage message = received();
		MessageHeaders headers = this.mapper.toHeaders(message);
		message.property("contentType", "text/plain;charset=ISO-8859-1").property("late", "yes");
		assertThat(headers.get(MessageHeaders.CONTENT_TYPE)).isEqualTo("text/plain;charset=ISO-8859-1");
		assertThat(headers.get("late", String.class)).isEqualTo("yes");
		message.property("later", "yes");
		assertThat(headers).doesNotContainKey("later").containsEntry("contentType", "text/plain;charset=ISO-8859-1");
	}

	@Test
	void readsHeadersThatAreEqualAndSurviveSerialization() throws Exception {
		MessageHeaders headers = this.mapper.toHeaders(received());
		assertThat(headers).isEqualTo(this.mapper.toHeaders(received()))
			.hasSameHashCodeAs(this.mapper.toHeaders(received()))
			.hasToString(this.mapper.toHeaders(received()).toString());
		assertThat(headers.getId()).isNull();
		assertThat(headers.getTimestamp()).isNull();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(headers);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat((MessageHeaders) in.readObject()).containsExactlyInAnyOrderEntriesOf(new HashMap<>(headers));
		}
	}

	@Test
	void offersHeadersToReadOnly() {
		MessageHeaders headers = this.mapper.toHeaders(received());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> headers.put("tenant", "other"));
		assertThat(MessageBuilder.createMessage("x", headers).getHeaders()).containsEntry("tenant", "acme");
		assertThat(MessageBuilder.withPayload("x").copyHeaders(headers).build().getHeaders()).containsEntry("tenant",
				"acme");
	}

	private static FakeReceivedMessage received() {
		return new FakeReceivedMessage("{}").tag("created")
			.keys("42", "4711")
			.property("tenant", "acme")
			.property("UNIQ_KEY", "message-1")
			.property("RETRY_TOPIC", "orders")
			.property("__RMQ.TRANSIENT.X", "1");
	}

	private Message write(Map<String, Object> headers) {
		Message.Builder builder = Message.builder("orders");
		this.mapper.toMessage(headers, builder);
		return builder.build();
	}

}
