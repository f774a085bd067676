package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.spring.annotation.RocketHandler;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.annotation.RocketTransactionChecker;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketMessagingTemplate;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.listener.Acknowledgment;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers by type, acknowledgments, reactive results, {@code @SendTo}, the template of
 * spring-messaging and transactions, through a real broker.
 */
@SpringBootTest(properties = { "spring.application.name=methods-tests", "rocketmq-lite.consumer.start-position=first",
		"rocketmq-lite.producer.type-header=true", "rocketmq-lite.producer.send-timeout=10s",
		"next-topic=methods-invoices" })
@EmbeddedRocketMQ(topics = { "methods-events", "methods-manual:1", "methods-reactive:1", "methods-orders",
		"methods-invoices", "methods-questions", "methods-accounts", "methods-payments", "methods-surroundings:1" })
class ListenerMethodsIntegrationTests {

	@Autowired
	private RocketTemplate template;

	@Autowired
	private RocketMessagingTemplate messaging;

	@Autowired
	private Events events;

	@Autowired
	private Listeners listeners;

	@Autowired
	private RocketListenerEndpointRegistry registry;

	@Test
	void theMethodsOfAClassDivideItsMessagesByType() {
		this.template.send("methods-events", new Created("1"));
		this.template.send("methods-events", new Paid("2", 7));
		this.template.send("methods-events:cancelled", new Created("3"));
		this.template.send("methods-events", "something else");
		await().untilAsserted(() -> assertThat(this.events.seen).containsExactlyInAnyOrder(new Created("1"),
				new Paid("2", 7), "cancelled 3", "rest something else"));
	}

	@Test
	void aMessageIsDoneWhenItIsAcknowledgedOnWhateverThread() {
		this.template.send("methods-manual", "later");
		await().untilAsserted(() -> assertThat(this.listeners.manual).containsExactly("later", "later"));
	}

	@Test
	void reactiveListenersAreDoneWithTheirPublishers() {
		this.template.send("methods-reactive", "mono");
		await()
			.untilAsserted(() -> assertThat(this.listeners.reactive).contains("mono 0", "mono 1", "flux a", "flux b"));
	}

	@Test
	void aListenerPausesItselfThroughItsContainer() {
		this.template.send("methods-surroundings", "first");
		RocketMessageListenerContainer container = this.registry.getContainer("surroundings");
		assertThat(container).isNotNull();
		await().until(container::isPaused);
		assertThat(this.listeners.surroundings).containsExactly("first methods-surroundings#0, delivery 1");
		this.template.send("methods-surroundings", "second");
		container.resume();
		await().untilAsserted(
				() -> assertThat(this.listeners.surroundings).contains("second methods-surroundings#0, delivery 1"));
	}

	@Test
	void whatAMethodReturnsGoesToTheTopicOfSendTo() {
		this.template.send("methods-orders", new Created("1"));
		await().untilAsserted(() -> assertThat(this.listeners.invoices).containsExactly("invoice of 1 for acme"));
	}

	@Test
	void aRequestIsAnsweredAlthoughThereIsASendTo() {
		assertThat(this.messaging.convertSendAndReceive("methods-questions", "ping", String.class))
			.isEqualTo("ping pong");
	}

	@Test
	void aTransactionIsCommittedRolledBackOrDecidedByTheCheckerOfItsTopic() {
		TransactionResult committed = this.template.sendInTransaction("methods-accounts", "committed",
				(id) -> TransactionDecision.COMMIT);
		this.template.sendInTransaction("methods-accounts", "rolled back", (id) -> TransactionDecision.ROLLBACK);
		this.template.sendInTransaction("methods-accounts", "account in doubt", (id) -> TransactionDecision.UNKNOWN);
		this.template.sendInTransaction("methods-payments", "payment in doubt", (id) -> {
			throw new IllegalStateException("on purpose");
		});
		assertThat(committed.decision()).isEqualTo(TransactionDecision.COMMIT);
		await().untilAsserted(() -> assertThat(this.listeners.transacted).contains("committed", "account in doubt"));
		await().untilAsserted(() -> assertThat(this.listeners.asked).contains("account in doubt", "payment in doubt"));
		assertThat(this.listeners.transacted).doesNotContain("rolled back", "payment in doubt");
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	record Created(String id) {
	}

	record Paid(String id, int amount) {
	}

	@RocketListener(topics = "methods-events", group = "methods-events")
	static class Events {

		final List<Object> seen = new CopyOnWriteArrayList<>();

		@RocketHandler
		void created(Created created) {
			this.seen.add(created);
		}

		@RocketHandler
		void paid(Paid paid) {
			this.seen.add(paid);
		}

		@RocketHandler(tags = "cancelled")
		void cancelled(Created created) {
			this.seen.add("cancelled " + created.id());
		}

		@RocketHandler(isDefault = true)
		void rest(String text) {
			this.seen.add("rest " + text);
		}

	}

	static class Listeners implements AutoCloseable {

		final ExecutorService elsewhere = Executors.newSingleThreadExecutor();

		final List<String> manual = new CopyOnWriteArrayList<>();

		final List<String> reactive = new CopyOnWriteArrayList<>();

		final List<String> invoices = new CopyOnWriteArrayList<>();

		final List<String> transacted = new CopyOnWriteArrayList<>();

		final List<String> asked = new CopyOnWriteArrayList<>();

		final List<String> surroundings = new CopyOnWriteArrayList<>();

		@RocketListener(id = "surroundings", topics = "methods-surroundings", group = "methods-surroundings")
		void surroundings(String text, MessageQueue queue, @Header(RocketHeaders.DELIVERY_ATTEMPT) int attempt,
				RocketMessageListenerContainer container) {
			this.surroundings.add(text + " " + queue.topic() + "#" + queue.queueId() + ", delivery " + attempt);
			container.pause();
		}

		@RocketListener(topics = "methods-manual", group = "methods-manual")
		void manual(String text, Acknowledgment acknowledgment) {
			this.manual.add(text);
			boolean again = this.manual.size() == 1;
			this.elsewhere.execute(() -> {
				if (again) {
					acknowledgment.nack(Duration.ofSeconds(1));
				}
				else {
					acknowledgment.acknowledge();
				}
			});
		}

		@RocketListener(topics = "methods-reactive", group = "methods-mono", backOff = "1s")
		Mono<Void> mono(String text, @Header("rocketmq_RECONSUME_TIMES") int times) {
			return Mono.fromRunnable(() -> {
				this.reactive.add(text + " " + times);
				if (times == 0) {
					throw new IllegalStateException("on purpose");
				}
			});
		}

		@RocketListener(topics = "methods-reactive", group = "methods-flux")
		Flux<String> flux(String text) {
			return Flux.just("a", "b").doOnNext((element) -> this.reactive.add("flux " + element));
		}

		@RocketListener(topics = "methods-orders", group = "methods-orders")
		@SendTo("${next-topic}:created")
		Message<String> invoice(Created order) {
			return MessageBuilder.withPayload("invoice of " + order.id()).setHeader("tenant", "acme").build();
		}

		@RocketListener(topics = "methods-invoices", group = "methods-invoices", selector = "created")
		void invoice(String text, @Header("tenant") String tenant) {
			this.invoices.add(text + " for " + tenant);
		}

		@RocketListener(topics = "methods-questions", group = "methods-questions")
		@SendTo("methods-nowhere")
		Mono<String> answer(String question) {
			return Mono.just(question + " pong");
		}

		@RocketListener(topics = { "methods-accounts", "methods-payments" }, group = "methods-transacted")
		void transacted(String text) {
			this.transacted.add(text);
		}

		@RocketTransactionChecker(topics = "methods-accounts")
		TransactionDecision account(String text) {
			this.asked.add(text);
			return TransactionDecision.COMMIT;
		}

		@RocketTransactionChecker(topics = "methods-payments")
		TransactionDecision payment(String text) {
			this.asked.add(text);
			return TransactionDecision.ROLLBACK;
		}

		@Override
		public void close() {
			this.elsewhere.shutdown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Events events() {
			return new Events();
		}

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

	}

}
