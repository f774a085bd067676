package io.github.rocketmqlite.spring.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.spring.fakes.FakeProducer;
import io.github.rocketmqlite.spring.support.DefaultRocketPayloadConverter;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RocketTemplateTests {

	private final FakeProducer producer = new FakeProducer(ProducerOptions.builder("tests").build());

	private final List<String> observed = new ArrayList<>();

	private final RocketTemplate template = new RocketTemplate(this.producer,
			new DefaultRocketPayloadConverter(JsonMapper.shared()), new RocketHeaderMapper(),
			List.of((message, elapsed, result, error) -> this.observed
				.add(message.topic() + " " + ((error != null) ? error.getClass().getSimpleName() : result))));

	@Test
	void returnsTheBrokersAcknowledgement() {
		SendResult result = this.template.send("orders", "hello");
		Message sent = this.producer.only();
		assertThat(result).isEqualTo(FakeProducer.resultOf(sent));
		assertThat(sent.topic()).isEqualTo("orders");
		assertThat(sent.tag()).isNull();
		assertThat(text(sent)).isEqualTo("hello");
	}

	@Test
	void splitsTheTagOffTheDestination() {
		this.template.send("orders:created", Map.of("id", 7));
		assertThat(this.producer.only().topic()).isEqualTo("orders");
		assertThat(this.producer.only().tag()).isEqualTo("created");
		assertThat(text(this.producer.only())).isEqualTo("{\"id\":7}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ":created", "orders:", "orders: ", "orders:a || b" })
	void namesABadDestination(String destination) {
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> this.template.send(destination, "hello"))
			.withMessageContaining("'" + destination + "'");
		assertThat(this.producer.sent).isEmpty();
	}

	@Test
	void saysThatTheTopicIsMissing() {
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> this.template.message("hello").tag("created").send())
			.withMessageContaining("topic");
	}

	@Test
	void putsTogetherWhatTheFluentFormSays() {
		this.template.message("hello")
			.topic("orders:created")
			.tag("paid")
			.key("42")
			.key("4711")
			.header("tenant", "acme")
			.header(RocketHeaders.FLAG, 9)
			.delayLevel(3)
			.timeout(Duration.ofSeconds(9))
			.send();
		Message sent = this.producer.only();
		assertThat(sent.tag()).isEqualTo("paid");
		assertThat(sent.keys()).containsExactly("42", "4711");
		assertThat(sent.properties()).containsExactlyEntriesOf(Map.of("tenant", "acme"));
		assertThat(sent.flag()).isEqualTo(9);
		assertThat(sent.delayLevel()).isEqualTo(3);
		assertThat(this.producer.lastTimeout).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void sendsTheHeadersOfASpringMessage() {
		this.template.send("orders",
				MessageBuilder.withPayload("hello")
					.setHeader(RocketHeaders.TAGS, "created")
					.setHeader("tenant", "acme")
					.build());
		assertThat(this.producer.only().tag()).isEqualTo("created");
		assertThat(this.producer.only().properties()).containsOnlyKeys("tenant");
		assertThat(text(this.producer.only())).isEqualTo("hello");
	}

	@Test
	void whatIsSaidHereWinsOverTheHeadersOfThePayload() {
		this.template.message(MessageBuilder.withPayload("hello").setHeader(RocketHeaders.TAGS, "created").build())
			.topic("orders")
			.tag("paid")
			.send();
		assertThat(this.producer.only().tag()).isEqualTo("paid");
	}

	@Test
	void sendsWithoutWaiting() {
		CompletableFuture<SendResult> future = this.template.sendAsync("orders:created", "hello");
		assertThat(future).isCompletedWithValue(FakeProducer.resultOf(this.producer.only()));
	}

	@Test
	void asyncErrorsArriveThroughTheFuture() {
		assertThat(this.template.sendAsync(":x", "hello")).isCompletedExceptionally();
		this.producer.failure = new RocketTimeoutException("too slow", Outcome.UNKNOWN, null);
		assertThat(this.template.message("hello").topic("orders").timeout(Duration.ofMillis(5)).sendAsync())
			.isCompletedExceptionally();
		assertThat(this.producer.lastTimeout).isEqualTo(Duration.ofMillis(5));
	}

	@Test
	void sendsOneway() {
		this.template.sendOneway("orders:created", "hello");
		assertThat(this.producer.sentOneway).singleElement().extracting(Message::tag).isEqualTo("created");
	}

	@Test
	void tellsObserversHowEverySendEnded() {
		this.template.send("one", "x");
		assertThat(this.template.sendAsync("two", "x")).isCompleted();
		this.template.sendOneway("three", "x");
		this.producer.failure = new RocketTimeoutException("too slow", Outcome.UNKNOWN, null);
		assertThatExceptionOfType(RocketTimeoutException.class).isThrownBy(() -> this.template.send("four", "x"));
		assertThat(this.template.sendAsync("five", "x")).isCompletedExceptionally();
		assertThatExceptionOfType(RocketTimeoutException.class).isThrownBy(() -> this.template.sendOneway("six", "x"));
		assertThat(this.observed).hasSize(6);
		assertThat(this.observed.get(0)).startsWith("one SendResult");
		assertThat(this.observed.get(1)).startsWith("two SendResult");
		assertThat(this.observed.subList(2, 6)).containsExactly("three null", "four RocketTimeoutException",
				"five RocketTimeoutException", "six RocketTimeoutException");
	}

	private static String text(Message message) {
		return new String(message.body(), StandardCharsets.UTF_8);
	}

	@Test
	void theKindOfDeliveryReachesTheMessage() {
		this.template.message("x").topic("orders").delay(Duration.ofSeconds(5)).orderingKey("42").send();
		assertThat(this.producer.only().delay()).isEqualTo(Duration.ofSeconds(5));
		assertThat(this.producer.only().orderingKey()).isEqualTo("42");
		this.producer.sent.clear();
		Instant time = Instant.parse("2030-01-01T00:00:00Z");
		this.template.message("x").topic("orders").deliverAt(time).send();
		assertThat(this.producer.only().deliverAt()).isEqualTo(time);
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> this.template.message("x").topic("orders").delayLevel(1).deliverAt(time).send())
			.withMessageContaining("delayLevel")
			.withMessageContaining("deliverAt");
	}

}
