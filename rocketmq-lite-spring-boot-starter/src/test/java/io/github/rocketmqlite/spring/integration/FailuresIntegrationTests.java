package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.annotation.DltListener;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.listener.DeadLetterPublishingRecoverer;
import io.github.rocketmqlite.spring.listener.FailedDelivery;
import io.github.rocketmqlite.spring.listener.ListenerInterceptor;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.StoredBody;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What becomes of messages that listeners fail on, through a real broker.
 */
@SpringBootTest(properties = { "spring.application.name=failures-tests", "rocketmq-lite.consumer.start-position=first",
		"rocketmq-lite.route-refresh-interval=1s", "rocketmq-lite.rebalance-interval=1s",
		"rocketmq-lite.producer.send-timeout=10s" })
@EmbeddedRocketMQ(topics = { "failures-hopeless:1", "failures-exhausted:1", "failures-published:1", "failures-later:1",
		"failures-ordered:1", "failures-filtered:1" })
class FailuresIntegrationTests {

	@Autowired
	private EmbeddedRocketMQServer server;

	@Autowired
	private RocketTemplate template;

	@Autowired
	private Listeners listeners;

	@Autowired
	private Interceptor interceptor;

	@Test
	void whatIsHopelessGoesToTheDltListenerAtOnceWithItsOriginAndError() {
		this.template.message("never").topic("failures-hopeless").header("tenant", "acme").send();
		await().untilAsserted(() -> assertThat(this.listeners.dead)
			.anySatisfy((dead) -> assertThat(dead).contains(entry("body", "never"), entry("tenant", "acme"),
					entry(RocketHeaders.DLT_GROUP, "failures-hopeless"),
					entry(RocketHeaders.DLT_ORIGINAL_TOPIC, "failures-hopeless"),
					entry(RocketHeaders.DLT_EXCEPTION_FQCN, UnsupportedOperationException.class.getName()),
					entry(RocketHeaders.DLT_EXCEPTION_MESSAGE, "on purpose"))));
		assertThat(this.listeners.hopeless).contains("never");
	}

	@Test
	void whatIsExhaustedGoesToTheRecovererAndIsDone() {
		this.template.send("failures-exhausted", "stored elsewhere");
		await().untilAsserted(() -> assertThat(this.listeners.recovered).isNotEmpty());
		FailedDelivery failed = this.listeners.recovered.get(0);
		assertThat(failed.message().body()).asString().isEqualTo("stored elsewhere");
		assertThat(failed.message().reconsumeTimes()).isEqualTo(1);
		assertThat(failed.message().topic()).isEqualTo("failures-exhausted");
		assertThat(failed.error()).hasMessage("on purpose");
		// a message behind it shows that the group went on
		this.template.send("failures-hopeless", "last");
		await().untilAsserted(() -> assertThat(this.listeners.dead).anyMatch((dead) -> dead.containsValue("last")));
		assertThat(this.server.messages("%DLQ%failures-exhausted")).isEmpty();
	}

	@Test
	void aRecovererMayPublishDeadLettersThatTellOfTheirError() {
		this.template.message("published")
			.topic("failures-published")
			.tag("t")
			.key("k1")
			.header("tenant", "acme")
			.send();
		await().untilAsserted(
				() -> assertThat(this.server.messages("%DLQ%failures-published")).extracting(StoredBody::text)
					.contains("published"));
		await().untilAsserted(() -> assertThat(this.listeners.publishedDead).isNotEmpty());
		assertThat(this.listeners.publishedDead.get(0)).contains(entry("tenant", "acme"),
				entry(RocketHeaders.TAGS, "t"), entry(RocketHeaders.KEYS, "k1"),
				entry(RocketHeaders.DLT_GROUP, "failures-published"),
				entry(RocketHeaders.DLT_ORIGINAL_TOPIC, "failures-published"),
				entry(RocketHeaders.DLT_EXCEPTION_FQCN, IllegalStateException.class.getName()));
	}

	@Test
	void aFailedMessageComesAgainAfterTheBackOff() {
		this.template.send("failures-later", "again");
		await().untilAsserted(() -> assertThat(this.listeners.later).hasSizeGreaterThanOrEqualTo(2));
		// three seconds are no delay level; the broker's timer is right to a second
		assertThat(Duration.between(this.listeners.later.get(0), this.listeners.later.get(1)))
			.isGreaterThanOrEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void inOrderTheBackOffIsKeptExactlyAndNothingOvertakes() {
		this.template.message("first").topic("failures-ordered").orderingKey("k").send();
		this.template.message("second").topic("failures-ordered").orderingKey("k").send();
		await().untilAsserted(() -> assertThat(this.listeners.ordered).contains("second"));
		assertThat(this.listeners.ordered).containsExactly("first", "first", "second");
	}

	@Test
	void anInterceptorFiltersAndSeesTheEnd() {
		this.template.send("failures-filtered:skip", "skipped");
		this.template.send("failures-filtered", "handled");
		await().untilAsserted(() -> assertThat(this.interceptor.ended).containsExactly("handled SUCCESS"));
		assertThat(this.listeners.filtered).containsExactly("handled");
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	static class Listeners {

		final List<String> hopeless = new CopyOnWriteArrayList<>();

		final List<Map<String, Object>> dead = new CopyOnWriteArrayList<>();

		final List<FailedDelivery> recovered = new CopyOnWriteArrayList<>();

		final List<Map<String, Object>> publishedDead = new CopyOnWriteArrayList<>();

		final List<Instant> later = new CopyOnWriteArrayList<>();

		final List<String> ordered = new CopyOnWriteArrayList<>();

		final List<String> filtered = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "failures-exhausted", group = "failures-exhausted", maxReconsumeTimes = "1",
				backOff = "1s", recoverer = "storing")
		void exhausted(String text) {
			throw new IllegalStateException("on purpose");
		}

		@RocketListener(topics = "failures-published", group = "failures-published", maxReconsumeTimes = "0",
				recoverer = "publishing")
		void published(String text) {
			throw new IllegalStateException("on purpose");
		}

		@DltListener(of = "failures-published")
		void publishedDead(@Headers Map<String, Object> headers) {
			this.publishedDead.add(headers);
		}

		@RocketListener(topics = "failures-later", group = "failures-later", backOff = "${later.back-off:3s}")
		void later(String text) {
			this.later.add(Instant.now());
			if (this.later.size() == 1) {
				throw new IllegalStateException("on purpose");
			}
		}

		@RocketListener(topics = "failures-ordered", group = "failures-ordered", ordered = "true", backOff = "50ms",
				maxBackOff = "1s")
		void ordered(String text) {
			this.ordered.add(text);
			if (this.ordered.size() == 1) {
				throw new IllegalStateException("on purpose");
			}
		}

		@RocketListener(id = "filtered", topics = "failures-filtered", group = "failures-filtered")
		void filtered(String text) {
			this.filtered.add(text);
		}

	}

	/** In a class of its own, as most applications will have it. */
	static class Hopeless {

		private final Listeners listeners;

		Hopeless(Listeners listeners) {
			this.listeners = listeners;
		}

		@RocketListener(topics = "failures-hopeless", group = "failures-hopeless",
				notRetryable = UnsupportedOperationException.class)
		void on(String text) {
			this.listeners.hopeless.add(text);
			throw new UnsupportedOperationException("on purpose");
		}

		@DltListener
		void dead(String text, @Headers Map<String, Object> headers) {
			Map<String, Object> seen = new java.util.HashMap<>(headers);
			seen.put("body", text);
			this.listeners.dead.add(seen);
		}

	}

	static class Interceptor implements ListenerInterceptor {

		final List<String> ended = new CopyOnWriteArrayList<>();

		@Override
		public boolean preHandle(String listenerId, io.github.rocketmqlite.ReceivedMessage message) {
			return !"skip".equals(message.tag());
		}

		@Override
		public void afterCompletion(String listenerId, io.github.rocketmqlite.ReceivedMessage message,
				ConsumeOutcome outcome, @Nullable Exception error) {
			if (listenerId.equals("filtered")) {
				this.ended.add(new String(message.body()) + " " + outcome);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

		@Bean
		Hopeless hopeless(Listeners listeners) {
			return new Hopeless(listeners);
		}

		@Bean
		Interceptor interceptor() {
			return new Interceptor();
		}

		@Bean
		MessageRecoverer storing(Listeners listeners) {
			return listeners.recovered::add;
		}

		@Bean
		MessageRecoverer publishing(Producer producer) {
			return new DeadLetterPublishingRecoverer(producer);
		}

	}

}
