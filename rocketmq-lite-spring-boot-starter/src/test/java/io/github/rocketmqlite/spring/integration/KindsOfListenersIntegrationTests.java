package io.github.rocketmqlite.spring.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches, order, replies and futures, through a real broker.
 */
@SpringBootTest(properties = { "spring.application.name=kinds-tests", "rocketmq-lite.consumer.start-position=first",
		"rocketmq-lite.producer.send-timeout=10s" })
@EmbeddedRocketMQ(topics = { "kinds-batches:1", "kinds-ordered", "kinds-keyed:1", "kinds-requests", "kinds-later" })
class KindsOfListenersIntegrationTests {

	@Autowired
	private RocketTemplate template;

	@Autowired
	private Listeners listeners;

	@Test
	void ofABatchThatFailsInPartOnlyWhatFailedComesAgain() {
		List<String> texts = List.of("m1", "m2", "m3", "m4", "m5");
		assertThat(this.template.sendBatch("kinds-batches", texts)).hasSize(5);
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(this.listeners.deliveries).containsOnlyKeys(texts);
			assertThat(this.listeners.deliveries.get("m3")).isEqualTo(2);
		});
		assertThat(this.listeners.deliveries).containsEntry("m1", 1)
			.containsEntry("m2", 1)
			.containsEntry("m4", 1)
			.containsEntry("m5", 1);
	}

	@Test
	void messagesOfOneKeyArriveInTheirOrder() {
		List<String> texts = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
		texts.forEach((text) -> this.template.message(text).topic("kinds-ordered").orderingKey("42").send());
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.listeners.ordered).containsExactlyElementsOf(texts));
	}

	/** In one queue; the first key waits for the others, which wait for nobody. */
	@Test
	void keysOfOneQueueAreHandledSideBySide() {
		for (String text : List.of("slow1", "slow2", "a1", "b1", "a2", "b2")) {
			this.template.message(text).topic("kinds-keyed").orderingKey(text.substring(0, text.length() - 1)).send();
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.listeners.keyed).contains("slow2"));
		assertThat(this.listeners.keyed).containsExactlyInAnyOrder("slow1", "slow2", "a1", "b1", "a2", "b2")
			.containsSubsequence("a1", "a2", "slow1", "slow2")
			.containsSubsequence("b1", "b2", "slow1");
	}

	@Test
	void aRequestGetsWhatTheListenerReturns() {
		assertThat(this.template.message(new Question(20))
			.topic("kinds-requests")
			.timeout(Duration.ofSeconds(20))
			.request(Answer.class)).isEqualTo(new Answer(40));
		assertThat(this.template.message(new Question(4))
			.topic("kinds-requests")
			.timeout(Duration.ofSeconds(20))
			.requestAsync(Answer.class)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(new Answer(8));
	}

	@Test
	void aMessageIsDoneWhenItsFutureIs() {
		this.template.send("kinds-later", "twice");
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.listeners.later).containsExactly("twice", "twice"));
	}

	record Question(int number) {
	}

	record Answer(int number) {
	}

	static class Listeners {

		final ConcurrentMap<String, Integer> deliveries = new ConcurrentHashMap<>();

		final List<String> ordered = new CopyOnWriteArrayList<>();

		final List<String> keyed = new CopyOnWriteArrayList<>();

		private final CountDownLatch others = new CountDownLatch(4);

		final List<String> later = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "kinds-batches", group = "kinds-batches", batch = "true")
		List<ConsumeOutcome> batch(List<ReceivedMessage> messages) {
			return messages.stream().map((message) -> {
				String text = new String(message.body(), StandardCharsets.UTF_8);
				int times = this.deliveries.merge(text, 1, Integer::sum);
				return (text.equals("m3") && times == 1) ? ConsumeOutcome.retryAtLevel(1) : ConsumeOutcome.SUCCESS;
			}).toList();
		}

		@RocketListener(topics = "kinds-ordered", group = "kinds-ordered", ordered = "true")
		void ordered(String text) {
			this.ordered.add(text);
		}

		@RocketListener(topics = "kinds-keyed", group = "kinds-keyed", orderedByKey = "true", concurrency = "3")
		void keyed(String text) throws InterruptedException {
			if (text.startsWith("slow")) {
				this.others.await(30, TimeUnit.SECONDS);
				this.keyed.add(text);
			}
			else {
				this.keyed.add(text);
				this.others.countDown();
			}
		}

		@RocketListener(topics = "kinds-requests", group = "kinds-requests")
		Answer answer(Question question) {
			return new Answer(2 * question.number());
		}

		@RocketListener(topics = "kinds-later", group = "kinds-later")
		CompletableFuture<ConsumeOutcome> later(String text) {
			this.later.add(text);
			return CompletableFuture
				.supplyAsync(() -> (this.later.size() == 1) ? ConsumeOutcome.retryAtLevel(1) : ConsumeOutcome.SUCCESS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

	}

}
