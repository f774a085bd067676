package io.github.rocketmqlite.spring.listener.adapter;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import io.github.rocketmqlite.spring.support.DefaultRocketPayloadConverter;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ListenerMethodAdapterTests {

	private static final String JSON = "{\"id\":\"7\"}";

	private final Listeners listeners = new Listeners();

	private final List<Object> replies = new ArrayList<>();

	private final ReplySender sender = new ReplySender() {

		@Override
		public CompletableFuture<?> reply(ReceivedMessage request, Object value) {
			ListenerMethodAdapterTests.this.replies.add(value);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletableFuture<?> send(String destination, Object value) {
			ListenerMethodAdapterTests.this.replies.add(destination + "=" + value);
			return CompletableFuture.completedFuture(null);
		}

	};

	@Test
	void readsJsonByTheTypeOfTheParameter() throws Exception {
		assertThat(call("order", JSON)).isEqualTo(ConsumeOutcome.SUCCESS);
		assertThat(this.listeners.seen).isEqualTo(new Order("7"));
	}

	@Test
	void readsGenericTypes() throws Exception {
		call("orders", "[" + JSON + "]");
		assertThat(this.listeners.seen).isEqualTo(List.of(new Order("7")));
	}

	@Test
	void readsTheTypeThatASubclassGaveToAVariable() throws Exception {
		OrderListener listener = new OrderListener();
		adapter(listener, "on").onMessage(new FakeReceivedMessage(JSON));
		assertThat(listener.seen).isEqualTo(new Order("7"));
	}

	@Test
	void readsAMessageOfTheTypeThatASubclassGaveToAVariable() throws Exception {
		OrderListener listener = new OrderListener();
		adapter(listener, "onMessage").onMessage(new FakeReceivedMessage(JSON));
		assertThat(listener.seen).isEqualTo(new Order("7"));
	}

	@Test
	void givesTextAsItIsThoughItSaysItIsJson() throws Exception {
		for (String body : List.of("hello", JSON, "\"quoted\"")) {
			adapter("text")
				.onMessage(new FakeReceivedMessage(body).property(MessageHeaders.CONTENT_TYPE, "application/json"));
			assertThat(this.listeners.seen).isEqualTo(body);
		}
	}

	@Test
	void readsJsonThoughItSaysItIsText() throws Exception {
		adapter("order").onMessage(new FakeReceivedMessage(JSON).property(MessageHeaders.CONTENT_TYPE, "text/plain"));
		assertThat(this.listeners.seen).isEqualTo(new Order("7"));
	}

	@Test
	void givesBytesAsTheyAre() throws Exception {
		byte[] body = { 0, 1, (byte) 0xff };
		adapter("bytes").onMessage(new FakeReceivedMessage(body));
		assertThat(this.listeners.seen).isEqualTo(body);
	}

	@Test
	void anEmptyBodyIsAnEmptyTextAndEmptyBytes() throws Exception {
		call("text", "");
		assertThat(this.listeners.seen).isEqualTo("");
		call("textMessage", "");
		assertThat(this.listeners.seen).isEqualTo("");
		call("bytes", "");
		assertThat(this.listeners.seen).isEqualTo(new byte[0]);
	}

	@Test
	void anEmptyBodyIsNoObjectUnlessItMayBeMissing() throws Exception {
		assertThatExceptionOfType(UnreadableMessageException.class).isThrownBy(() -> call("order", ""));
		call("optionalOrder", "");
		assertThat(this.listeners.seen).isEqualTo("none");
	}

	@Test
	void givesHeaders() throws Exception {
		adapter("headers")
			.onMessage(new FakeReceivedMessage(JSON).tag("created").keys("42").property("tenant", "acme"));
		assertThat(this.listeners.seen).isEqualTo(List.of("42", "created", "acme", 3, Optional.empty(), "orders"));
	}

	@Test
	void givesASpringMessage() throws Exception {
		call("message", JSON);
		assertThat(this.listeners.seen).isEqualTo(List.of(new Order("7"), "message-1"));
	}

	@Test
	void givesTheRawMessageBesideThePayload() throws Exception {
		ReceivedMessage message = new FakeReceivedMessage(JSON);
		adapter("raw").onMessage(message);
		assertThat(this.listeners.seen).isEqualTo(List.of(message, new Order("7")));
	}

	@Test
	void returnsTheOutcomeOfTheMethod() throws Exception {
		assertThat(call("outcome", "retry")).isEqualTo(ConsumeOutcome.retryAtLevel(4));
		assertThatIllegalStateException().isThrownBy(() -> call("outcome", "null")).withMessageContaining("outcome");
	}

	@Test
	void letsExceptionsOfTheMethodThrough() {
		// even one that looks like a conversion error: the method was called, so a retry
		// may help
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> call("failing", "x"))
			.withMessage("from the method");
	}

	@Test
	void saysThatABodyDoesNotFit() {
		assertThatExceptionOfType(UnreadableMessageException.class).isThrownBy(() -> call("order", "hello"))
			.withMessageContaining("order")
			.withMessageContaining(Order.class.getName());
	}

	@Test
	void saysThatAHeaderIsMissing() {
		assertThatExceptionOfType(UnreadableMessageException.class).isThrownBy(() -> call("headers", JSON))
			.withMessageContaining(RocketHeaders.KEYS);
	}

	@Test
	void aBodyThatCannotBeDecodedIsUnreadable() throws NoSuchMethodException {
		ReceivedMessage broken = FakeReceivedMessage
			.undecodable(new ProtocolException("bad zip", Outcome.NOT_SENT, null));
		assertThatExceptionOfType(UnreadableMessageException.class).isThrownBy(() -> adapter("text").onMessage(broken))
			.withMessageContaining("bad zip");
	}

	@Test
	void whatAMethodReturnsIsTheReplyToARequest() throws Exception {
		FakeReceivedMessage request = new FakeReceivedMessage("hello").request();
		assertThat(adapter("reply").onMessage(request)).isEqualTo(ConsumeOutcome.SUCCESS);
		assertThat(this.replies).containsExactly("hello back");
		assertThat(adapter("reply").onMessage(new FakeReceivedMessage("no request"))).isEqualTo(ConsumeOutcome.SUCCESS);
		assertThat(this.replies).hasSize(1);
	}

	private ConsumeOutcome call(String method, String body) throws Exception {
		return adapter(method).onMessage(new FakeReceivedMessage(body));
	}

	private ListenerMethodAdapter adapter(String method) throws NoSuchMethodException {
		return adapter(this.listeners, method);
	}

	private ListenerMethodAdapter adapter(Object bean, String name) throws NoSuchMethodException {
		Method method = Arrays.stream(bean.getClass().getMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new NoSuchMethodException(name));
		RocketHandlerMethodFactory factory = new RocketHandlerMethodFactory(
				new DefaultRocketPayloadConverter(JsonMapper.shared()), null, new DefaultListableBeanFactory(),
				List.of());
		return new ListenerMethodAdapter(factory.createInvocableHandlerMethod(bean, method),
				new RocketHeaderMapper()::toHeaders, new ReturnedValues(this.sender, null, name));
	}

	public record Order(String id) {
	}

	public static class Listeners {

		private @Nullable Object seen;

		public void order(Order order) {
			this.seen = order;
		}

		public void optionalOrder(@Payload(required = false) @Nullable Order order) {
			this.seen = (order != null) ? order : "none";
		}

		public void orders(List<Order> orders) {
			this.seen = orders;
		}

		public void text(String text) {
			this.seen = text;
		}

		public void bytes(@Payload byte[] bytes) {
			this.seen = bytes;
		}

		public void headers(Order order, @Header(RocketHeaders.KEYS) String key,
				@Header(name = RocketHeaders.TAGS, required = false) String tag, @Header("tenant") String tenant,
				@Header(RocketHeaders.RECONSUME_TIMES) int times, @Header("missing") Optional<String> missing,
				@Headers Map<String, Object> all) {
			this.seen = List.of(key, tag, tenant, times, missing, all.get(RocketHeaders.TOPIC));
		}

		public void message(Message<Order> message) {
			this.seen = List.of(message.getPayload(), message.getHeaders().get(RocketHeaders.MESSAGE_ID));
		}

		public void textMessage(Message<String> message) {
			this.seen = message.getPayload();
		}

		public void raw(ReceivedMessage raw, Order order) {
			this.seen = List.of(raw, order);
		}

		public @Nullable ConsumeOutcome outcome(String text) {
			return text.equals("null") ? null : ConsumeOutcome.retryAtLevel(4);
		}

		public void failing(String text) {
			throw new MessageConversionException("from the method");
		}

		public String reply(String text) {
			return text + " back";
		}

	}

	public abstract static class BaseListener<T> {

		@Nullable Object seen;

		public void on(T payload) {
			this.seen = payload;
		}

		public void onMessage(Message<T> message) {
			this.seen = message.getPayload();
		}

	}

	public static class OrderListener extends BaseListener<Order> {

	}

}
