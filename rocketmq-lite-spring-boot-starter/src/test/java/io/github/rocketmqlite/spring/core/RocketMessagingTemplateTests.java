package io.github.rocketmqlite.spring.core;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ReplyTimeoutException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.spring.fakes.FakeProducer;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.support.DefaultRocketPayloadConverter;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RocketMessagingTemplateTests {

	private final FakeProducer producer = new FakeProducer(ProducerOptions.builder("tests").build());

	private final RocketMessagingTemplate template = new RocketMessagingTemplate(template(false));

	@Test
	void headersBecomePartsOfTheMessageAndNothingLeaks() {
		this.template.send("orders",
				MessageBuilder.withPayload("hello")
					.setHeader(RocketHeaders.TAGS, "created")
					.setHeader(RocketHeaders.KEYS, "k1 k2")
					.setHeader(RocketHeaders.DELAY, "3")
					.setHeader("tenant", "acme")
					.setHeader("baggage", " ")
					.setReplyChannelName("somewhere")
					.build());
		Message sent = this.producer.only();
		assertThat(sent.tag()).isEqualTo("created");
		assertThat(sent.keys()).containsExactly("k1", "k2");
		assertThat(sent.delayLevel()).isEqualTo(3);
		assertThat(sent.properties()).containsExactlyEntriesOf(Map.of("tenant", "acme"));
	}

	@Test
	void theNamesOfTheProtocolCountToo() {
		this.template.convertAndSend("orders", Map.of("id", 7),
				Map.of("TAGS", "paid", "KEYS", List.of("k1"), "DELAY", 2));
		Message sent = this.producer.only();
		assertThat(sent.tag()).isEqualTo("paid");
		assertThat(sent.keys()).containsExactly("k1");
		assertThat(sent.delayLevel()).isEqualTo(2);
		assertThat(sent.properties()).isEmpty();
		assertThat(sent.body()).asString().isEqualTo("{\"id\":7}");
	}

	@Test
	void thereMayBeADefaultDestination() {
		assertThatIllegalStateException().isThrownBy(() -> this.template.convertAndSend("hello"));
		this.template.setDefaultDestination("orders:created");
		this.template.convertAndSend((Object) "hello");
		assertThat(this.producer.only().topic()).isEqualTo("orders");
		assertThat(this.producer.only().tag()).isEqualTo("created");
	}

	@Test
	void aRequestReturnsItsReply() {
		this.producer.reply = new FakeReceivedMessage("{\"number\":40}").property("tenant", "acme");
		assertThat(this.template.convertSendAndReceive("questions", "20", Answer.class)).isEqualTo(new Answer(40));
		assertThat(this.producer.only().topic()).isEqualTo("questions");
		var reply = this.template.sendAndReceive("questions", MessageBuilder.withPayload("20").build());
		assertThat(reply).isNotNull();
		assertThat((byte[]) reply.getPayload()).asString().isEqualTo("{\"number\":40}");
		assertThat(reply.getHeaders()).containsEntry("tenant", "acme");
		this.template.setDefaultDestination("others");
		assertThat(this.template.convertSendAndReceive((Object) "20", Map.of("TAGS", "x"), Answer.class))
			.isEqualTo(new Answer(40));
		assertThat(this.producer.sent.get(2).topic()).isEqualTo("others");
		assertThat(this.producer.sent.get(2).tag()).isEqualTo("x");
	}

	@Test
	void aRequestWithoutAReplyReturnsNothing() {
		this.producer.failure = new ReplyTimeoutException("no reply in 3 s");
		assertThat(this.template.convertSendAndReceive("questions", "20", Answer.class)).isNull();
	}

	@Test
	void errorsAreThoseOfSpringMessaging() {
		this.producer.failure = new RocketConnectionException("127.0.0.1:9876 refused", Outcome.NOT_SENT, null);
		assertThatExceptionOfType(MessageDeliveryException.class)
			.isThrownBy(() -> this.template.convertAndSend("orders", "hello"))
			.withMessageContaining("127.0.0.1:9876 refused")
			.withCause(this.producer.failure);
	}

	@Test
	void aMessageNamesTheTypeOfItsPayloadIfWanted() {
		template(false).send("orders", new Answer(1));
		template(true).send("orders", new Answer(1));
		template(true).send("orders", "text");
		template(true).send("orders", MessageBuilder.withPayload(new Answer(1)).build());
		assertThat(this.producer.sent).extracting((message) -> message.properties().get(RocketHeaders.TYPE_ID))
			.containsExactly(null, Answer.class.getName(), null, Answer.class.getName());
	}

	private RocketTemplate template(boolean typeHeader) {
		return new RocketTemplate(this.producer, new DefaultRocketPayloadConverter(JsonMapper.shared()),
				new RocketHeaderMapper(), List.of(), typeHeader, () -> {
					throw new AssertionError("No test needs it");
				}, null);
	}

	record Answer(int number) {
	}

}
