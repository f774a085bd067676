package io.github.rocketmqlite.spring.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

class ObservationInterceptorsTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final Message message = Message.builder("orders").tag("created").key("42").body("hello").build();

	private final Send send = new Send();

	@Test
	void aSendIsNamedAsOpenTelemetryNamesIt() {
		ObservationSendInterceptor interceptor = send(this.registry, null);
		interceptor.beforeSend(this.message, this.send);
		interceptor.afterSend(this.send, report(null));
		assertThat(this.registry).hasSingleObservationThat()
			.hasBeenStarted()
			.hasBeenStopped()
			.hasNameEqualTo("messaging.client.operation.duration")
			.hasContextualNameEqualTo("send orders")
			.hasLowCardinalityKeyValue("messaging.system", "rocketmq")
			.hasLowCardinalityKeyValue("messaging.operation.name", "send")
			.hasLowCardinalityKeyValue("messaging.operation.type", "send")
			.hasLowCardinalityKeyValue("messaging.destination.name", "orders")
			.hasLowCardinalityKeyValue("messaging.rocketmq.message.type", "normal")
			.hasLowCardinalityKeyValue("messaging.rocketmq.namespace", "none")
			.hasLowCardinalityKeyValue("error.type", "none")
			.hasLowCardinalityKeyValue("rocketmq.lite.cluster", "eu")
			.hasHighCardinalityKeyValue("messaging.message.id", "id-1")
			.hasHighCardinalityKeyValue("messaging.rocketmq.message.tag", "created")
			.hasHighCardinalityKeyValue("messaging.rocketmq.message.keys", "42")
			.hasHighCardinalityKeyValue("messaging.destination.partition.id", "3")
			.hasHighCardinalityKeyValue("server.address", "10.0.0.1")
			.hasHighCardinalityKeyValue("server.port", "10911");
	}

	@Test
	void bothSidesHaveTheSameKeysSoThatMetersAgree() {
		RocketSendContext sent = new RocketSendContext(ObservedClient.of("eu"), this.message, this.send);
		RocketProcessContext processed = new RocketProcessContext(ObservedClient.of("eu"), call("a"));
		assertThat(keys(new DefaultRocketSendObservationConvention().getLowCardinalityKeyValues(sent)))
			.isEqualTo(keys(new DefaultRocketProcessObservationConvention().getLowCardinalityKeyValues(processed)));
	}

	@Test
	void aFailedSendTellsItsError() {
		ObservationSendInterceptor interceptor = send(this.registry, null);
		RocketTimeoutException error = new RocketTimeoutException("too late", Outcome.UNKNOWN, null);
		interceptor.beforeSend(this.message, this.send);
		interceptor.afterSend(this.send, report(error));
		assertThat(this.registry).hasSingleObservationThat()
			.hasError(error)
			.hasLowCardinalityKeyValue("error.type", RocketTimeoutException.class.getName())
			.hasLowCardinalityKeyValue("rocketmq.lite.outcome", "failed");
	}

	@Test
	void aSendIsAChildOfWhatIsObservedOnItsThread() {
		Observation parent = Observation.start("parent", this.registry);
		ObservationSendInterceptor interceptor = send(this.registry, null);
		parent.scoped(() -> interceptor.beforeSend(this.message, this.send));
		interceptor.afterSend(this.send, report(null));
		parent.stop();
		assertThat(this.registry).hasObservationWithNameEqualTo("messaging.client.operation.duration")
			.that()
			.hasParentObservationEqualTo(parent);
	}

	@Test
	void whatIsPropagatedBecomesPropertiesUnlessItCannot() {
		this.registry.observationConfig().observationHandler(new Propagating());
		Message carrying = send(this.registry, null).beforeSend(this.message, this.send);
		assertThat(carrying.properties()).isEqualTo(Map.of("traceparent", "00-1-2-01"));
		assertThat(carrying.keys()).containsExactly("42");
		assertThat(carrying.body()).isEqualTo(this.message.body());
	}

	@Test
	void aRegistryThatDoesNothingCostsNothing() {
		ObservationSendInterceptor interceptor = send(ObservationRegistry.NOOP, null);
		assertThat(interceptor.beforeSend(this.message, this.send)).isSameAs(this.message);
		assertThat(this.send.attributes).isEmpty();
		ObservationConsumeInterceptor consume = new ObservationConsumeInterceptor(ObservationRegistry.NOOP,
				ObservedClient.of("eu"), null);
		ConsumeCall call = call("a");
		consume.beforeConsume(call);
		assertThat(call.attributes()).isEmpty();
		consume.afterConsume(call, result(ConsumeOutcome.SUCCESS));
		consume.afterReturn(call);
	}

	@Test
	void namesMayBeReplaced() {
		ObservationSendInterceptor interceptor = send(this.registry, new RocketSendObservationConvention() {

			@Override
			public String getName() {
				return "mine";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(RocketSendContext context) {
				return KeyValues.of("topic", context.message().topic());
			}

		});
		interceptor.beforeSend(this.message, this.send);
		interceptor.afterSend(this.send, report(null));
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("mine")
			.hasLowCardinalityKeyValue("topic", "orders");
	}

	@Test
	void aCallIsTheCurrentObservationUntilItReturns() {
		ObservationConsumeInterceptor interceptor = consume();
		ConsumeCall call = call("a");
		interceptor.beforeConsume(call);
		assertThat(this.registry).hasRemainingCurrentObservation();
		interceptor.processed(call.messages().get(0), "mine", null);
		interceptor.afterConsume(call, result(ConsumeOutcome.SUCCESS));
		interceptor.afterReturn(call);
		assertThat(this.registry).doesNotHaveAnyRemainingCurrentObservation()
			.hasSingleObservationThat()
			.hasBeenStopped()
			.hasNameEqualTo("messaging.process.duration")
			.hasContextualNameEqualTo("process orders")
			.hasLowCardinalityKeyValue("messaging.operation.name", "process")
			.hasLowCardinalityKeyValue("messaging.consumer.group.name", "billing")
			.hasLowCardinalityKeyValue("rocketmq.lite.listener.id", "mine")
			.hasLowCardinalityKeyValue("rocketmq.lite.outcome", "success")
			.hasHighCardinalityKeyValue("rocketmq.lite.attempt", "4");
	}

	@Test
	void aCallThatEndsLaterLeavesItsThreadAtOnce() {
		ObservationConsumeInterceptor interceptor = consume();
		ConsumeCall call = call("a");
		interceptor.beforeConsume(call);
		interceptor.afterReturn(call);
		assertThat(this.registry).doesNotHaveAnyRemainingCurrentObservation().hasSingleObservationThat().isNotStopped();
		IllegalStateException error = new IllegalStateException("on purpose");
		interceptor.processed(call.messages().get(0), "mine", error);
		interceptor.afterConsume(call, result(ConsumeOutcome.RETRY));
		assertThat(this.registry).hasSingleObservationThat()
			.hasBeenStopped()
			.hasError(error)
			.hasLowCardinalityKeyValue("error.type", IllegalStateException.class.getName())
			.hasLowCardinalityKeyValue("rocketmq.lite.outcome", "retry");
	}

	@Test
	void aBatchIsOneObservation() {
		ObservationConsumeInterceptor interceptor = consume();
		ConsumeCall call = call("a", "b");
		interceptor.beforeConsume(call);
		interceptor.afterConsume(call, result(ConsumeOutcome.SUCCESS, ConsumeOutcome.RETRY));
		interceptor.afterReturn(call);
		assertThat(this.registry).hasSingleObservationThat()
			.hasHighCardinalityKeyValue("messaging.batch.message_count", "2")
			.hasLowCardinalityKeyValue("rocketmq.lite.outcome", "mixed");
	}

	private static List<String> keys(KeyValues values) {
		return values.stream().map((value) -> value.getKey()).toList();
	}

	private static ObservationSendInterceptor send(ObservationRegistry registry,
			@Nullable RocketSendObservationConvention convention) {
		return new ObservationSendInterceptor(registry, ObservedClient.of("eu"), convention);
	}

	private ObservationConsumeInterceptor consume() {
		return new ObservationConsumeInterceptor(this.registry, ObservedClient.of("eu"), null);
	}

	private static ConsumeCall call(String... texts) {
		return new ConsumeCall("billing",
				List.of(texts).stream().map((text) -> new FakeReceivedMessage(text).topic("orders")).toList());
	}

	private static ConsumeResult result(ConsumeOutcome... outcomes) {
		return new ConsumeResult(List.of(outcomes), Duration.ofMillis(1), null, false);
	}

	private SendReport report(@Nullable RuntimeException failure) {
		return new SendReport(this.message, List.of(new SendReport.Attempt(1, new MessageQueue("orders", "broker-a", 3),
				"10.0.0.1:10911", Duration.ofMillis(1), null, null)), Duration.ofMillis(1), null, failure);
	}

	/**
	 * Propagates what a tracer would, and what no tracer should.
	 */
	private static final class Propagating implements ObservationHandler<RocketSendContext> {

		@Override
		public void onStart(RocketSendContext context) {
			Map<String, String> carrier = context.getCarrier();
			Map.of("traceparent", "00-1-2-01", "empty", " ", "KEYS", "reserved", "broken", "a\u0001b")
				.forEach((name, value) -> context.getSetter().set(carrier, name, value));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof RocketSendContext;
		}

	}

	private static final class Send implements SendInvocation {

		private final Map<Object, Object> attributes = new HashMap<>();

		@Override
		public String group() {
			return "group";
		}

		@Override
		public String messageId() {
			return "id-1";
		}

		@Override
		public Mode mode() {
			return Mode.SYNC;
		}

		@Override
		public Instant startedAt() {
			return Instant.EPOCH;
		}

		@Override
		public @Nullable Object attribute(Object key) {
			return this.attributes.get(key);
		}

		@Override
		public void attribute(Object key, @Nullable Object value) {
			this.attributes.put(key, value);
		}

	}

}
