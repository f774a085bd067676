package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.BatchListenerFailedException;
import io.github.rocketmqlite.spring.listener.FailedDelivery;
import io.github.rocketmqlite.spring.listener.ListenerInterceptor;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.MethodValidationResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of messages that a listener fails on.
 */
class ListenerFailuresTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final List<FailedDelivery> recovered = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client)
		.withBean(Listener.class);

	@Test
	void errorsThatNoRetryHealsAreGivenUpAtOnceAndAlsoWhenTheyAreOnlyCauses() {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			assertThat(deliver("billing", listener, new UnsupportedOperationException()))
				.isEqualTo(ConsumeOutcome.DEAD_LETTER);
			assertThat(
					deliver("billing", listener, new IllegalStateException(new UnsupportedOperationException("deep"))))
				.isEqualTo(ConsumeOutcome.DEAD_LETTER);
			assertThat(deliver("billing", listener, new IllegalStateException()).kind())
				.isEqualTo(ConsumeOutcome.Kind.RETRY);
			assertThat(deliver("others", listener, new UnsupportedOperationException()))
				.isEqualTo(ConsumeOutcome.RETRY);
		});
	}

	@Test
	void violatedConstraintsAreGivenUpByDefault() {
		this.runner.run((context) -> assertThat(deliver("others", context.getBean(Listener.class),
				new MethodValidationException(MethodValidationResult.emptyResult())))
			.isEqualTo(ConsumeOutcome.DEAD_LETTER));
	}

	@Test
	void propertiesAddErrorsForAllListenersOrForOne() {
		this.runner
			.withPropertyValues("rocketmq-lite.listener.not-retryable=java.lang.ArithmeticException",
					"rocketmq-lite.listeners.others.not-retryable=java.lang.ArrayStoreException")
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				for (String group : List.of("billing", "others")) {
					assertThat(deliver(group, listener, new ArithmeticException()))
						.isEqualTo(ConsumeOutcome.DEAD_LETTER);
				}
				assertThat(deliver("others", listener, new ArrayStoreException()))
					.isEqualTo(ConsumeOutcome.DEAD_LETTER);
				assertThat(deliver("billing", listener, new ArrayStoreException()).kind())
					.isEqualTo(ConsumeOutcome.Kind.RETRY);
			});
	}

	@Test
	void delaysComeFromTheAnnotationOrAProperty() {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			listener.error = new IllegalStateException();
			List<ConsumeOutcome> outcomes = new ArrayList<>();
			for (int times = 0; times < 5; times++) {
				outcomes.add(this.client.consumerOf("billing").deliver(message(times)));
			}
			assertThat(outcomes).extracting(ConsumeOutcome::delay)
				.containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
						Duration.ofSeconds(5), Duration.ofSeconds(5));
		});
		this.runner
			.withPropertyValues("rocketmq-lite.listener.back-off=7s", "rocketmq-lite.listeners.billing.back-off=9s")
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				assertThat(deliver("others", listener, new IllegalStateException()))
					.isEqualTo(ConsumeOutcome.retryAfter(Duration.ofSeconds(7)));
				assertThat(deliver("billing", listener, new IllegalStateException()))
					.isEqualTo(ConsumeOutcome.retryAfter(Duration.ofSeconds(9)));
			});
	}

	@Test
	void aRetryThatTheListenerAsksForIsDelayedToo() {
		this.runner.withPropertyValues("rocketmq-lite.listener.back-off=7s").run((context) -> {
			context.getBean(Listener.class).outcome = ConsumeOutcome.RETRY;
			assertThat(this.client.consumerOf("deciding").deliver(message(0)))
				.isEqualTo(ConsumeOutcome.retryAfter(Duration.ofSeconds(7)));
			context.getBean(Listener.class).outcome = ConsumeOutcome.retryAtLevel(3);
			assertThat(this.client.consumerOf("deciding").deliver(message(0)))
				.isEqualTo(ConsumeOutcome.retryAtLevel(3));
		});
	}

	@Test
	void thePolicyOfTheConsumerSeesTheError() {
		this.runner
			.withBean(PushConsumerOptionsCustomizer.class,
					() -> (options) -> options.retryPolicy(RetryPolicy.standard().except(ArithmeticException.class)))
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				assertThat(deliver("others", listener, new ArithmeticException()))
					.isEqualTo(ConsumeOutcome.DEAD_LETTER);
				assertThat(deliver("others", listener, new IllegalStateException())).isEqualTo(ConsumeOutcome.RETRY);
			});
	}

	@ParameterizedTest
	@CsvSource({ "listener.back-off, -1s", "listener.max-back-off, 1s", "listeners.billing.max-back-off, 0s" })
	void delaysThatMakeNoSenseFailTheStart(String key, String value) {
		this.runner.withPropertyValues("rocketmq-lite." + key + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("rocketmq-lite." + key));
		});
	}

	@Test
	void attributesThatMakeNoSenseFailTheStartAndAreNamed() {
		this.runner.withBean(LongestOnly.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("LongestOnly.on")
				.hasStackTraceContaining("maxBackOff"));
		this.runner.withBean(NoSuchHandler.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("NoSuchHandler.on")
				.hasStackTraceContaining("'errorHandler'")
				.hasStackTraceContaining("'nobody'"));
	}

	@Test
	void theRecovererGetsWhatIsExhaustedOrHopelessAndItCountsAsDone() {
		this.runner.withBean(MessageRecoverer.class, () -> this.recovered::add).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			listener.error = new IllegalStateException("on purpose");
			assertThat(this.client.consumerOf("others").deliver(message(2))).isEqualTo(ConsumeOutcome.RETRY);
			assertThat(this.recovered).isEmpty();
			assertThat(this.client.consumerOf("others").deliver(message(3))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(this.recovered).singleElement().satisfies((failed) -> {
				assertThat(failed.listenerId()).isEqualTo("others");
				assertThat(failed.group()).isEqualTo("others");
				assertThat(failed.error()).hasMessage("on purpose");
				assertThat(failed.message().body()).asString().isEqualTo("hello");
			});
			assertThat(deliver("billing", listener, new UnsupportedOperationException()))
				.isEqualTo(ConsumeOutcome.SUCCESS);
			listener.outcome = ConsumeOutcome.DEAD_LETTER;
			assertThat(this.client.consumerOf("deciding").deliver(message(0))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(this.recovered).hasSize(3).last().extracting(FailedDelivery::error).isNull();
		});
	}

	@Test
	void whatTheRecovererCannotTakeGoesToTheDeadLetters() {
		this.runner.withBean(MessageRecoverer.class, () -> (failed) -> {
			throw new IllegalStateException("no room");
		}).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			assertThat(deliver("billing", listener, new UnsupportedOperationException()))
				.isEqualTo(ConsumeOutcome.DEAD_LETTER);
			listener.error = new IllegalStateException();
			assertThat(this.client.consumerOf("others").deliver(message(3))).isEqualTo(ConsumeOutcome.RETRY);
		});
	}

	@Test
	void aListenerMayHaveAHandlerAndARecovererOfItsOwn() {
		RocketErrorHandler own = (id, message, error) -> ConsumeOutcome.DEAD_LETTER;
		this.runner.withBean("ownHandler", RocketErrorHandler.class, () -> own, (bean) -> bean.setPrimary(false))
			.withBean("mainHandler", RocketErrorHandler.class,
					() -> (id, message, error) -> ConsumeOutcome.retryAtLevel(2), (bean) -> bean.setPrimary(true))
			.withBean("ownRecoverer", MessageRecoverer.class, () -> this.recovered::add)
			.withBean("mainRecoverer", MessageRecoverer.class, () -> (failed) -> this.calls.add("main"),
					(bean) -> bean.setPrimary(true))
			.withBean(WithItsOwn.class)
			.run((context) -> {
				assertThat(this.client.consumerOf("own").deliver(message(0))).isEqualTo(ConsumeOutcome.SUCCESS);
				assertThat(this.recovered).hasSize(1);
				assertThat(this.calls).isEmpty();
				assertThat(deliver("others", context.getBean(Listener.class), new IllegalStateException()))
					.isEqualTo(ConsumeOutcome.retryAtLevel(2));
			});
	}

	@Test
	void whatIsMeantForOneListenerOnlyIsNoDefaultCandidate() {
		this.runner.withUserConfiguration(ForOneListener.class).withBean(WithItsOwn.class).run((context) -> {
			assertThat(this.client.consumerOf("own").deliver(message(0))).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(deliver("others", context.getBean(Listener.class), new IllegalStateException()))
				.isEqualTo(ConsumeOutcome.RETRY);
			assertThat(this.client.consumerOf("others").deliver(message(3))).isEqualTo(ConsumeOutcome.RETRY);
		});
	}

	@Test
	void ofABatchTheMessageThatIsHopelessIsGivenUpAlone() {
		this.runner.withBean(Batches.class).run((context) -> {
			List<ConsumeOutcome> outcomes = this.client.consumerOf("batches")
				.deliverAll(message(0), message(0), message(0));
			assertThat(outcomes).containsExactly(ConsumeOutcome.SUCCESS, ConsumeOutcome.DEAD_LETTER,
					ConsumeOutcome.RETRY);
		});
	}

	@Test
	void interceptorsAreCalledInTheirOrderAndTheOtherWayRoundAfterwards() {
		this.runner.withUserConfiguration(Interceptors.class)
			.withBean(Calls.class, () -> new Calls(this.calls))
			.run((context) -> {
				assertThat(deliver("others", context.getBean(Listener.class), null)).isEqualTo(ConsumeOutcome.SUCCESS);
				assertThat(this.calls).containsExactly("first before others", "second before", "second after SUCCESS",
						"first after SUCCESS");
				this.calls.clear();
				assertThat(deliver("others", context.getBean(Listener.class), new IllegalStateException()))
					.isEqualTo(ConsumeOutcome.RETRY);
				assertThat(this.calls).endsWith("second after RETRY", "first after RETRY");
			});
	}

	@Test
	void aMessageThatAnInterceptorFiltersIsDoneWithoutACall() {
		this.runner.withBean(ListenerInterceptor.class, () -> (id, message) -> !"test".equals(message.tag()))
			.withBean(Batches.class)
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				listener.error = new IllegalStateException();
				assertThat(this.client.consumerOf("others").deliver(message(0).tag("test")))
					.isEqualTo(ConsumeOutcome.SUCCESS);
				assertThat(listener.called).isZero();
				assertThat(this.client.consumerOf("batches").deliverAll(message(0).tag("test"), message(0)))
					.containsExactly(ConsumeOutcome.SUCCESS, ConsumeOutcome.SUCCESS);
			});
	}

	@Test
	void anInterceptorThatFailsBeforeFailsTheDeliveryAndAfterChangesNothing() {
		this.runner.withBean(ListenerInterceptor.class, FailingInterceptor::new).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			assertThat(this.client.consumerOf("others").deliver(message(0).tag("before")))
				.isEqualTo(ConsumeOutcome.RETRY);
			assertThat(listener.called).isZero();
			assertThat(this.client.consumerOf("others").deliver(message(0))).isEqualTo(ConsumeOutcome.SUCCESS);
		});
	}

	private ConsumeOutcome deliver(String group, Listener listener, @Nullable Exception error) throws Exception {
		listener.error = error;
		return this.client.consumerOf(group).deliver(message(0));
	}

	private static FakeReceivedMessage message(int reconsumeTimes) {
		return new FakeReceivedMessage("hello").reconsumeTimes(reconsumeTimes);
	}

	static class Listener {

		@Nullable Exception error;

		ConsumeOutcome outcome = ConsumeOutcome.SUCCESS;

		int called;

		@RocketListener(id = "billing", topics = "orders", group = "billing", backOff = "1s", maxBackOff = "5s",
				notRetryable = UnsupportedOperationException.class)
		void billing(String text) throws Exception {
			fail();
		}

		@RocketListener(id = "others", topics = "orders", group = "others", maxReconsumeTimes = "3")
		void others(String text) throws Exception {
			fail();
		}

		@RocketListener(topics = "orders", group = "deciding")
		ConsumeOutcome deciding(String text) {
			return this.outcome;
		}

		private void fail() throws Exception {
			this.called++;
			if (this.error != null) {
				throw this.error;
			}
		}

	}

	static class WithItsOwn {

		@RocketListener(topics = "orders", group = "own", errorHandler = "ownHandler", recoverer = "#{@ownRecoverer}")
		void on(String text) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Batches {

		@RocketListener(topics = "orders", group = "batches", batch = "true",
				notRetryable = UnsupportedOperationException.class)
		void on(List<ReceivedMessage> messages) {
			if (messages.size() > 1) {
				throw new BatchListenerFailedException("second", 1, new UnsupportedOperationException());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForOneListener {

		@Bean(defaultCandidate = false)
		RocketErrorHandler ownHandler() {
			return (id, message, error) -> ConsumeOutcome.DEAD_LETTER;
		}

		@Bean(defaultCandidate = false)
		MessageRecoverer ownRecoverer() {
			return (failed) -> {
			};
		}

	}

	static class LongestOnly {

		@RocketListener(topics = "orders", group = "longest-only", maxBackOff = "5s")
		void on(String text) {
		}

	}

	static class NoSuchHandler {

		@RocketListener(topics = "orders", group = "no-such", errorHandler = "nobody")
		void on(String text) {
		}

	}

	static class FailingInterceptor implements ListenerInterceptor {

		@Override
		public boolean preHandle(String listenerId, ReceivedMessage message) {
			if ("before".equals(message.tag())) {
				throw new IllegalStateException("on purpose");
			}
			return true;
		}

		@Override
		public void afterCompletion(String listenerId, ReceivedMessage message, ConsumeOutcome outcome,
				@Nullable Exception error) {
			throw new IllegalStateException("on purpose");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		@Bean
		@Order(2)
		ListenerInterceptor second(Calls calls) {
			return new Recording("second", calls.list());
		}

		@Bean
		@Order(1)
		ListenerInterceptor first(Calls calls) {
			return new Recording("first", calls.list());
		}

	}

	record Calls(List<String> list) {
	}

	record Recording(String name, List<String> calls) implements ListenerInterceptor {

		@Override
		public boolean preHandle(String listenerId, ReceivedMessage message) {
			this.calls.add(this.name + " before" + (this.name.equals("first") ? " " + listenerId : ""));
			return true;
		}

		@Override
		public void afterCompletion(String listenerId, ReceivedMessage message, ConsumeOutcome outcome,
				@Nullable Exception error) {
			this.calls.add(this.name + " after " + outcome);
		}

	}

}
