package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.observation.RocketObservationAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trace that goes from a sender through a real broker into listeners.
 */
class TracingIntegrationTests {

	private static final String TOPIC = "tracing-orders";

	private static final String ASYNC = "tracing-async";

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final List<SpanData> spans = new CopyOnWriteArrayList<>();

	private final OtelTracer tracer;

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RocketAutoConfiguration.class, RocketObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.registry)
		.withBean(Listeners.class, () -> new Listeners(this.registry))
		.withPropertyValues("rocketmq-lite.name-servers=" + EmbeddedRocketMQServer.shared().nameServers(),
				"rocketmq-lite.consumer.start-position=first", "rocketmq-lite.consumer.drain-timeout=2s");

	TracingIntegrationTests() {
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(new Collecting(this.spans)))
			.build();
		ContextPropagators propagators = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
		this.tracer = new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), (event) -> {
		});
		OtelPropagator propagator = new OtelPropagator(propagators, provider.get("test"));
		this.registry.observationConfig()
			.observationHandler(new FirstMatchingCompositeObservationHandler(
					new PropagatingReceiverTracingObservationHandler<>(this.tracer, propagator),
					new PropagatingSenderTracingObservationHandler<>(this.tracer, propagator),
					new DefaultTracingObservationHandler(this.tracer)));
	}

	@BeforeAll
	static void createTopics() {
		EmbeddedRocketMQServer.shared().createTopic(TOPIC, 1);
		EmbeddedRocketMQServer.shared().createTopic(ASYNC, 1);
	}

	@Test
	void theListenerGoesOnWithTheTraceOfTheSender() {
		this.runner.run((context) -> {
			Observation.createNotStarted("place order", this.registry)
				.observe(() -> context.getBean(RocketTemplate.class).send(TOPIC + ":created", "hello"));
			SpanData process = await((span) -> span.getName().equals("process " + TOPIC));
			SpanData send = await((span) -> span.getName().equals("send " + TOPIC));
			SpanData parent = await((span) -> span.getName().equals("place order"));
			assertThat(List.of(send.getTraceId(), process.getTraceId())).containsOnly(parent.getTraceId());
			assertThat(send.getParentSpanId()).isEqualTo(parent.getSpanId());
			assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
			assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
			assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
			SpanData inside = await((span) -> span.getName().equals("inside"));
			assertThat(inside.getParentSpanId()).isEqualTo(process.getSpanId());
			assertThat(context.getBean(Listeners.class).traceparents).isNotEmpty()
				.allMatch((text) -> text.startsWith("00-" + send.getTraceId() + "-" + send.getSpanId() + "-"));
			assertThat(this.tracer.currentSpan()).isNull();
		});
	}

	@Test
	void aListenerThatFailsLaterHasItsErrorInTheTrace() {
		this.runner.run((context) -> {
			context.getBean(RocketTemplate.class).sendAsync(ASYNC, "hello").join();
			SpanData send = await((span) -> span.getName().equals("send " + ASYNC));
			SpanData failed = await((span) -> span.getName().equals("process " + ASYNC)
					&& span.getStatus().getStatusCode() == StatusCode.ERROR);
			assertThat(failed.getTraceId()).isEqualTo(send.getTraceId());
			assertThat(failed.getStatus().getDescription()).contains("on purpose");
		});
	}

	private SpanData await(Predicate<SpanData> wanted) {
		return Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> this.spans.stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
			.orElseThrow();
	}

	static class Listeners {

		final List<String> traceparents = new CopyOnWriteArrayList<>();

		private final ObservationRegistry registry;

		Listeners(ObservationRegistry registry) {
			this.registry = registry;
		}

		@RocketListener(topics = TOPIC, group = "tracing")
		void on(ReceivedMessage message) {
			this.traceparents.add(String.valueOf(message.property("traceparent")));
			Observation.createNotStarted("inside", this.registry).observe(() -> {
			});
		}

		@RocketListener(topics = ASYNC, group = "tracing-async")
		CompletionStage<Void> onAsync(String text) {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("on purpose");
			});
		}

	}

	/**
	 * Keeps spans.
	 *
	 * @param spans where they are kept
	 */
	private record Collecting(List<SpanData> spans) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> ended) {
			this.spans.addAll(ended);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
