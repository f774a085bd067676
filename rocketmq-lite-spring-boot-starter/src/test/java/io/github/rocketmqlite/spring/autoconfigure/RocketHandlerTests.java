package io.github.rocketmqlite.spring.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.annotation.RocketHandler;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Classes whose messages are divided among their methods.
 */
class RocketHandlerTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client);

	@Test
	void theTypeThatTheMessageNamesDecides() {
		this.runner.withBean("orders", Orders.class).run((context) -> {
			Orders orders = context.getBean(Orders.class);
			assertThat(deliver(message("{\"id\":\"1\"}").property(RocketHeaders.TYPE_ID, Created.class.getName())))
				.isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(deliver(message("{\"id\":\"2\"}").property(RocketHeaders.TYPE_ID, "Paid")))
				.isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(orders.seen).containsExactly(new Created("1"), new Paid("2"));
			assertThat(context.getBean(RocketListenerEndpointRegistry.class).getContainer("orders")).isNotNull();
		});
	}

	@Test
	void theTagDecidesBeforeTheType() {
		this.runner.withBean(Orders.class).run((context) -> {
			deliver(message("{\"id\":\"1\"}").tag("cancelled").property(RocketHeaders.TYPE_ID, "Paid"));
			assertThat(context.getBean(Orders.class).seen).containsExactly("cancelled 1");
		});
	}

	@Test
	void theDefaultMethodGetsTheRest() {
		this.runner.withBean(Orders.class).run((context) -> {
			deliver(message("whatever"));
			deliver(message("else").property(RocketHeaders.TYPE_ID, "java.lang.Runtime"));
			assertThat(context.getBean(Orders.class).seen).containsExactly("rest whatever", "rest else");
		});
	}

	@Test
	void withoutADefaultMethodTheRestIsUnreadable() {
		this.runner.withBean(WithoutDefault.class)
			.run((context) -> assertThat(deliver(message("whatever"))).isEqualTo(ConsumeOutcome.DEAD_LETTER));
	}

	@Test
	void methodsThatEndLaterShareAClassWithOthers() {
		this.runner.withBean(PartlyLater.class).run((context) -> {
			assertThat(deliver(message("x").tag("later"))).isEqualTo(ConsumeOutcome.retryAtLevel(3));
			assertThat(deliver(message("x").tag("now"))).isEqualTo(ConsumeOutcome.retryAtLevel(2));
		});
	}

	@Test
	void theAnnotationOfAClassMayBeComposed() {
		this.runner.withBean(Composed.class)
			.run((context) -> assertThat(this.client.consumerOf("audit").options.subscriptions())
				.containsOnlyKeys("payments"));
	}

	@Test
	void whatMakesNoSenseFailsTheStartAndIsNamed() {
		assertStartFails(NoHandler.class, "NoHandler", "@RocketHandler");
		assertStartFails(NobodyCalls.class, "NobodyCalls", "nobody calls");
		assertStartFails(TwoDefaults.class, "TwoDefaults.one", "TwoDefaults.two", "default");
		assertStartFails(TwoOfAType.class, "TwoOfAType.one", "TwoOfAType.two", "Paid");
		assertStartFails(TwoOfATag.class, "TwoOfATag.one", "TwoOfATag.two", "'x'");
		assertStartFails(Batches.class, "Batches", "batches");
	}

	private void assertStartFails(Class<?> listener, String... parts) {
		this.runner.withBean(listener).run((context) -> {
			assertThat(context).hasFailed();
			for (String part : parts) {
				assertThat(context.getStartupFailure()).hasStackTraceContaining(part);
			}
		});
	}

	private ConsumeOutcome deliver(FakeReceivedMessage message) throws Exception {
		return this.client.consumerOf("billing").deliver(message);
	}

	private static FakeReceivedMessage message(String body) {
		return new FakeReceivedMessage(body);
	}

	record Created(String id) {
	}

	record Paid(String id) {
	}

	record Cancelled(String id) {
	}

	@RocketListener(topics = "orders", group = "billing")
	static class Orders {

		final List<Object> seen = new ArrayList<>();

		@RocketHandler
		void created(@Header(name = "missing", required = false) String header, Created created) {
			this.seen.add(created);
		}

		@RocketHandler
		void paid(Message<Paid> paid) {
			this.seen.add(paid.getPayload());
		}

		@RocketHandler(tags = "cancelled")
		void cancelled(Cancelled cancelled) {
			this.seen.add("cancelled " + cancelled.id());
		}

		@RocketHandler(isDefault = true)
		void rest(String text) {
			this.seen.add("rest " + text);
		}

	}

	@RocketListener(topics = "orders", group = "billing")
	static class WithoutDefault {

		@RocketHandler
		void created(Created created) {
		}

	}

	@RocketListener(topics = "orders", group = "billing")
	static class PartlyLater {

		@RocketHandler(tags = "later")
		CompletableFuture<ConsumeOutcome> later(String text) {
			return CompletableFuture.completedFuture(ConsumeOutcome.retryAtLevel(3));
		}

		@RocketHandler(tags = "now")
		ConsumeOutcome now(String text) {
			return ConsumeOutcome.retryAtLevel(2);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RocketListener(topics = "payments")
	@interface AuditListener {

		@AliasFor(annotation = RocketListener.class, attribute = "group")
		String auditGroup();

	}

	@AuditListener(auditGroup = "audit")
	static class Composed {

		@RocketHandler(isDefault = true)
		void on(String text) {
		}

	}

	@RocketListener(topics = "orders", group = "billing")
	static class NoHandler {

	}

	static class NobodyCalls {

		@RocketHandler
		void on(String text) {
		}

	}

	@RocketListener(topics = "orders", group = "billing")
	static class TwoDefaults {

		@RocketHandler(isDefault = true)
		void one(Created text) {
		}

		@RocketHandler(isDefault = true)
		void two(Paid text) {
		}

	}

	@RocketListener(topics = "orders", group = "billing")
	static class TwoOfAType {

		@RocketHandler
		void one(Paid text) {
		}

		@RocketHandler
		void two(Message<Paid> text) {
		}

	}

	@RocketListener(topics = "orders", group = "billing")
	static class TwoOfATag {

		@RocketHandler(tags = { "x", "y" })
		void one(Paid text) {
		}

		@RocketHandler(tags = "x")
		void two(Paid text) {
		}

	}

	@RocketListener(topics = "orders", group = "billing", batch = "true")
	static class Batches {

		@RocketHandler
		void one(List<Paid> text) {
		}

	}

}
