package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.annotation.RocketHandler;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.fakes.FakePushConsumer;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.Acknowledgment;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Acknowledgments, checked payloads, reactive results and results that are sent on.
 */
class ListenerArgumentsTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client);

	@Test
	void aMessageIsDoneWhenItIsAcknowledged() {
		this.runner.withBean(Manual.class).run((context) -> {
			Manual listener = context.getBean(Manual.class);
			CompletableFuture<ConsumeOutcome> first = consumer().deliverAsync(new FakeReceivedMessage("1"));
			CompletableFuture<ConsumeOutcome> second = consumer().deliverAsync(new FakeReceivedMessage("2"));
			assertThat(first).isNotDone();
			listener.pending.get(1).nack(Duration.ofSeconds(7));
			assertThat(first).isNotDone();
			assertThat(second).isCompletedWithValue(ConsumeOutcome.retryAfter(Duration.ofSeconds(7)));
			listener.pending.get(0).acknowledge();
			listener.pending.get(0).nack(Duration.ZERO);
			assertThat(first).isCompletedWithValue(ConsumeOutcome.SUCCESS);
		});
	}

	@Test
	void anErrorCountsUnlessTheMessageIsAcknowledged() {
		this.runner.withBean(Manual.class).run((context) -> {
			assertThat(consumer().deliverAsync(new FakeReceivedMessage("fail")))
				.isCompletedWithValue(ConsumeOutcome.RETRY);
			assertThat(consumer().deliverAsync(new FakeReceivedMessage("done and fail")))
				.isCompletedWithValue(ConsumeOutcome.SUCCESS);
		});
	}

	@Test
	void aMethodThatAcknowledgesReturnsNothing() {
		this.runner.withBean(ManualAndReturning.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("ManualAndReturning")
				.hasStackTraceContaining("Acknowledgment"));
	}

	@Test
	void payloadsAreCheckedWhereTheMethodAsksForIt() {
		this.runner.withBean(Validator.class, IdValidator::new).withBean(Checked.class).run((context) -> {
			assertThat(consumer().deliver(order("7"))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(consumer().deliver(order("bad"))).isEqualTo(ConsumeOutcome.DEAD_LETTER);
			assertThat(this.client.consumerOf("unchecked").deliver(order("bad"))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(Checked.class).seen).containsExactly("7", "unchecked bad");
		});
	}

	@Test
	void ofABatchOnlyWhatIsNotValidIsGivenUp() {
		this.runner.withBean(Validator.class, IdValidator::new).withBean(CheckedBatch.class).run((context) -> {
			assertThat(consumer().deliverAll(order("1"), order("bad"), order("3")))
				.containsExactly(ConsumeOutcome.SUCCESS, ConsumeOutcome.DEAD_LETTER, ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(CheckedBatch.class).seen).containsExactly(new Order("1"), new Order("3"));
		});
	}

	@Test
	void headersMayBeReadThroughAnAccessor() {
		this.runner.withBean(Accessors.class).run((context) -> {
			consumer().deliver(new FakeReceivedMessage("hello").property("tenant", "acme"));
			assertThat(context.getBean(Accessors.class).seen).containsExactly("acme", "acme");
		});
	}

	@Test
	void aMethodMayTakeQueueAttemptAndContainer() {
		this.runner.withBean(Surroundings.class).run((context) -> {
			consumer().deliver(new FakeReceivedMessage("hello").reconsumeTimes(2));
			Surroundings seen = context.getBean(Surroundings.class);
			assertThat(seen.queue).isEqualTo(new FakeReceivedMessage("").queue());
			assertThat(seen.attempt).isEqualTo(3);
			assertThat(seen.container)
				.isSameAs(context.getBean(RocketListenerEndpointRegistry.class).getContainer("surroundings"));
		});
	}

	@Test
	void resolversOfTheApplicationGiveArguments() {
		this.runner.withBean(TenantResolver.class).withBean(Tenants.class).run((context) -> {
			consumer().deliver(order("7").property("tenant", "acme"));
			this.client.consumerOf("by-type")
				.deliver(order("8").property("tenant", "acme").property(RocketHeaders.TYPE_ID, "Order"));
			assertThat(context.getBean(Tenants.class).seen).containsExactly("Tenant[name=acme] 7");
			assertThat(context.getBean(Tenants.ByType.class).seen).containsExactly("Tenant[name=acme] 8");
		});
	}

	@Test
	void aMessageIsDoneWhenItsPublisherCompletes() {
		this.runner.withBean(Reactive.class).run((context) -> {
			Reactive listener = context.getBean(Reactive.class);
			CompletableFuture<ConsumeOutcome> mono = this.client.consumerOf("mono")
				.deliverAsync(new FakeReceivedMessage("1"));
			assertThat(mono).isNotDone();
			listener.one.tryEmitEmpty();
			assertThat(mono).isCompletedWithValue(ConsumeOutcome.SUCCESS);
			CompletableFuture<ConsumeOutcome> flux = this.client.consumerOf("flux")
				.deliverAsync(new FakeReceivedMessage("1"));
			listener.many.tryEmitNext("a");
			listener.many.tryEmitNext("b");
			assertThat(flux).isNotDone();
			listener.many.tryEmitComplete();
			assertThat(flux).isCompletedWithValue(ConsumeOutcome.SUCCESS);
		});
	}

	@Test
	void aPublisherMayFailOrDecide() {
		this.runner.withBean(Reactive.class).run((context) -> {
			Reactive listener = context.getBean(Reactive.class);
			CompletableFuture<ConsumeOutcome> flux = this.client.consumerOf("flux")
				.deliverAsync(new FakeReceivedMessage("1"));
			listener.many.tryEmitNext("a");
			listener.many.tryEmitError(new IllegalStateException("on purpose"));
			assertThat(flux).isCompletedWithValue(ConsumeOutcome.RETRY);
			assertThat(this.client.consumerOf("deciding").deliver(new FakeReceivedMessage("1")))
				.isEqualTo(ConsumeOutcome.retryAtLevel(4));
		});
	}

	@Test
	void whatAMethodReturnsIsSentOn() {
		this.runner.withBean(Forwarding.class).withPropertyValues("next=invoices:created").run((context) -> {
			assertThat(this.client.consumerOf("now").deliver(order("1"))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(this.client.consumerOf("later").deliver(order("2"))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(this.client.consumerOf("mono").deliver(order("3"))).isEqualTo(ConsumeOutcome.SUCCESS);
			List<Message> sent = this.client.producers.get(0).sent;
			assertThat(sent).extracting(Message::topic).containsOnly("invoices").hasSize(3);
			assertThat(sent).extracting(Message::tag).containsOnly("created");
			assertThat(sent).extracting((message) -> new String(message.body()))
				.containsExactly("invoice 1", "invoice 2", "invoice 3");
			assertThat(sent.get(0).properties()).containsEntry("tenant", "acme");
		});
	}

	@Test
	void aRequestIsAnsweredInsteadOfSentOn() {
		this.runner.withBean(Forwarding.class).withPropertyValues("next=invoices").run((context) -> {
			for (String group : List.of("now", "later", "mono")) {
				FakeReceivedMessage request = order("1").request().property("CLUSTER", "c1");
				assertThat(this.client.consumerOf(group).deliver(request)).isEqualTo(ConsumeOutcome.SUCCESS);
			}
			assertThat(this.client.producers.get(0).sent).extracting(Message::topic)
				.containsExactly("c1_REPLY_TOPIC", "c1_REPLY_TOPIC", "c1_REPLY_TOPIC");
		});
	}

	@Test
	void aMessageIsNotDoneWhenWhatItMadeCannotBeSent() {
		this.runner.withBean(Forwarding.class).withPropertyValues("next=invoices").run((context) -> {
			FakePushConsumer consumer = this.client.consumerOf("now");
			this.client.producers.get(0).failure = new IllegalStateException("on purpose");
			assertThat(consumer.deliver(order("1"))).isEqualTo(ConsumeOutcome.RETRY);
		});
	}

	@Test
	void aDestinationThatMakesNoSenseFailsTheStart() {
		this.runner.withBean(ForwardingNothing.class)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("returns nothing"));
		this.runner.withBean(ForwardingAStream.class)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("single value"));
	}

	private FakePushConsumer consumer() {
		return this.client.consumerOf("billing");
	}

	private static FakeReceivedMessage order(String id) {
		return new FakeReceivedMessage("{\"id\":\"" + id + "\"}");
	}

	record Order(String id) {
	}

	static class IdValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Order.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Order) target).id().equals("bad")) {
				errors.reject("bad", "must not be bad");
			}
		}

	}

	static class Surroundings {

		private @Nullable MessageQueue queue;

		private int attempt;

		private @Nullable RocketMessageListenerContainer container;

		@RocketListener(id = "surroundings", topics = "orders", group = "billing")
		void on(MessageQueue queue, String text, @Header(RocketHeaders.DELIVERY_ATTEMPT) int attempt,
				RocketMessageListenerContainer container) {
			this.queue = queue;
			this.attempt = attempt;
			this.container = container;
		}

	}

	record Tenant(String name) {
	}

	static class TenantResolver implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Tenant.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, org.springframework.messaging.Message<?> message) {
			return new Tenant(String.valueOf(message.getHeaders().get("tenant")));
		}

	}

	@Import(Tenants.ByType.class)
	static class Tenants {

		final List<String> seen = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing")
		void on(Tenant tenant, Order order) {
			this.seen.add(tenant + " " + order.id());
		}

		@RocketListener(topics = "orders", group = "by-type")
		static class ByType {

			final List<String> seen = new ArrayList<>();

			@RocketHandler
			void on(Tenant tenant, Order order) {
				this.seen.add(tenant + " " + order.id());
			}

		}

	}

	static class Manual {

		final List<Acknowledgment> pending = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "orders", group = "billing")
		void on(String text, Acknowledgment acknowledgment) {
			if (text.startsWith("done")) {
				acknowledgment.acknowledge();
			}
			if (text.endsWith("fail")) {
				throw new IllegalStateException("on purpose");
			}
			this.pending.add(acknowledgment);
		}

	}

	static class ManualAndReturning {

		@RocketListener(topics = "orders", group = "billing")
		String on(String text, Acknowledgment acknowledgment) {
			return text;
		}

	}

	static class Checked {

		final List<String> seen = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing")
		void on(@Payload @Validated Order order) {
			this.seen.add(order.id());
		}

		@RocketListener(topics = "orders", group = "unchecked")
		void unchecked(Order order) {
			this.seen.add("unchecked " + order.id());
		}

	}

	static class CheckedBatch {

		final List<Order> seen = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing", batch = "true")
		void on(@Validated List<Order> orders) {
			this.seen.addAll(orders);
		}

	}

	static class Accessors {

		final List<@Nullable Object> seen = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing")
		void on(String text, MessageHeaders headers, MessageHeaderAccessor accessor) {
			this.seen.add(headers.get("tenant"));
			this.seen.add(accessor.getHeader("tenant"));
		}

	}

	static class Reactive {

		final Sinks.Empty<Void> one = Sinks.empty();

		final Sinks.Many<String> many = Sinks.many().replay().all();

		@RocketListener(topics = "orders", group = "mono")
		Mono<Void> one(String text) {
			return this.one.asMono();
		}

		@RocketListener(topics = "orders", group = "flux")
		Flux<String> many(String text) {
			return this.many.asFlux();
		}

		@RocketListener(topics = "orders", group = "deciding")
		Mono<ConsumeOutcome> deciding(String text) {
			return Mono.just(ConsumeOutcome.retryAtLevel(4));
		}

	}

	@SendTo("${next}")
	static class Forwarding {

		@RocketListener(topics = "orders", group = "now")
		org.springframework.messaging.Message<String> now(Order order) {
			return MessageBuilder.withPayload("invoice " + order.id()).setHeader("tenant", "acme").build();
		}

		@RocketListener(topics = "orders", group = "later")
		@SendTo("#{'${next}'}")
		CompletableFuture<String> later(Order order) {
			return CompletableFuture.completedFuture("invoice " + order.id());
		}

		@RocketListener(topics = "orders", group = "mono")
		Mono<String> mono(Order order) {
			return Mono.just("invoice " + order.id());
		}

		@RocketListener(topics = "orders", group = "nothing")
		void nothing(Order order) {
		}

	}

	static class ForwardingNothing {

		@RocketListener(topics = "orders", group = "billing")
		@SendTo("invoices")
		void on(String text) {
		}

	}

	static class ForwardingAStream {

		@RocketListener(topics = "orders", group = "billing")
		@SendTo("invoices")
		Flux<String> on(String text) {
			return Flux.just(text);
		}

	}

}
