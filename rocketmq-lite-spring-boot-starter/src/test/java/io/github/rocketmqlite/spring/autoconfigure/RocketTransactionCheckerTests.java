package io.github.rocketmqlite.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.spring.annotation.RocketTransactionChecker;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.fakes.FakeTransactionalProducer;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that tell brokers what became of transactions, and sends in transactions.
 */
class RocketTransactionCheckerTests {

	private final FakeRocketClient client = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client)
		.withPropertyValues("spring.application.name=shop", "topics=payments,refunds");

	@Test
	void theTopicDecidesWhichMethodIsAsked() {
		this.runner.withBean(Checkers.class).run((context) -> {
			TransactionChecker checker = producer().transactions.checker();
			assertThat(producer().group()).isEqualTo("shop-producer-tx");
			assertThat(producer().transactions.topics()).containsExactlyInAnyOrder("orders", "payments", "refunds");
			assertThat(checker.check(half("orders", "{\"id\":\"7\"}"))).isEqualTo(TransactionDecision.COMMIT);
			assertThat(checker.check(half("refunds", "any"))).isEqualTo(TransactionDecision.ROLLBACK);
			assertThat(checker.check(half("others", "any"))).isEqualTo(TransactionDecision.UNKNOWN);
			assertThat(context.getBean(Checkers.class).seen).containsExactly(new Order("7"), "message-1");
		});
		assertThat(producer().closed).isTrue();
	}

	@Test
	void oneMethodMayKnowAllOtherTopics() {
		this.runner.withBean(Checkers.class).withBean(ForTheRest.class).run((context) -> {
			TransactionChecker checker = producer().transactions.checker();
			assertThat(checker.check(half("others", "any"))).isEqualTo(TransactionDecision.COMMIT);
			assertThat(checker.check(half("refunds", "any"))).isEqualTo(TransactionDecision.ROLLBACK);
		});
	}

	@Test
	void theTemplateSendsInTransactions() {
		this.runner.withPropertyValues("rocketmq-lite.producer.transaction-group=mine").run((context) -> {
			assertThat(this.client.transactionalProducers).isEmpty();
			RocketTemplate template = context.getBean(RocketTemplate.class);
			TransactionResult result = template.sendInTransaction("orders:created", new Order("7"),
					(id) -> TransactionDecision.COMMIT);
			assertThat(result.isCommitted()).isTrue();
			assertThat(template.message("hello")
				.topic("orders")
				.key("42")
				.sendInTransaction((id) -> TransactionDecision.ROLLBACK)
				.decision()).isEqualTo(TransactionDecision.ROLLBACK);
			assertThat(producer().group()).isEqualTo("mine");
			assertThat(producer().sent).satisfiesExactly((first) -> {
				assertThat(first.tag()).isEqualTo("created");
				assertThat(first.body()).asString().isEqualTo("{\"id\":\"7\"}");
			}, (second) -> assertThat(second.keys()).containsExactly("42"));
		});
	}

	@Test
	void whatMakesNoSenseFailsTheStartAndIsNamed() {
		this.runner.withBean(TwoForATopic.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("TwoForATopic.one")
				.hasStackTraceContaining("TwoForATopic.two")
				.hasStackTraceContaining("'orders'"));
		this.runner.withBean(NoDecision.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("NoDecision")
				.hasStackTraceContaining("TransactionDecision"));
	}

	@Test
	void joiningTransactionsTakesADatabase() {
		this.runner.withPropertyValues("rocketmq-lite.producer.join-transactions=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("rocketmq-lite.producer.join-transactions")));
	}

	private FakeTransactionalProducer producer() {
		return this.client.transactionalProducers.get(this.client.transactionalProducers.size() - 1);
	}

	private static FakeReceivedMessage half(String topic, String body) {
		return new FakeReceivedMessage(body).topic(topic);
	}

	record Order(String id) {
	}

	static class Checkers {

		final List<Object> seen = new ArrayList<>();

		@RocketTransactionChecker(topics = "orders")
		TransactionDecision orders(Order order, @Header(RocketHeaders.MESSAGE_ID) String transactionId) {
			this.seen.add(order);
			this.seen.add(transactionId);
			return TransactionDecision.COMMIT;
		}

		@RocketTransactionChecker(topics = "${topics}")
		TransactionDecision payments(String text) {
			return TransactionDecision.ROLLBACK;
		}

	}

	static class ForTheRest {

		@RocketTransactionChecker
		TransactionDecision rest(String text) {
			return TransactionDecision.COMMIT;
		}

	}

	static class TwoForATopic {

		@RocketTransactionChecker(topics = "orders")
		TransactionDecision one(String text) {
			return TransactionDecision.COMMIT;
		}

		@RocketTransactionChecker(topics = "orders")
		TransactionDecision two(String text) {
			return TransactionDecision.COMMIT;
		}

	}

	static class NoDecision {

		@RocketTransactionChecker(topics = "orders")
		boolean check(String text) {
			return true;
		}

	}

}
