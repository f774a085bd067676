package io.github.rocketmqlite.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.producer.Transaction;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketTransactions;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import io.github.rocketmqlite.spring.transaction.JdbcTransactionLog;
import io.github.rocketmqlite.spring.transaction.TransactionLog;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Sends as part of transactions of a database, here H2.
 */
@SpringBootTest(classes = TransactionBindingIntegrationTests.H2Application.class,
		properties = { "spring.application.name=binding-h2", "test.topic=binding-h2",
				"rocketmq-lite.consumer.start-position=first", "rocketmq-lite.producer.join-transactions=true",
				"rocketmq-lite.producer.send-timeout=10s" })
@EmbeddedRocketMQ(topics = { "binding-h2", "binding-postgres" })
class TransactionBindingIntegrationTests {

	@Value("${test.topic}")
	private String topic;

	@Autowired
	private Shop shop;

	@Autowired
	private Listener listener;

	@Autowired
	private RocketTemplate template;

	@Autowired
	private RocketTransactions transactions;

	@Autowired
	private TransactionLog log;

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private PlatformTransactionManager transactionManager;

	@Test
	void aMessageArrivesIfTheTransactionIsCommitted() {
		this.shop.place("committed", false);
		assertThatIllegalStateException().isThrownBy(() -> this.shop.place("rolled back", true));
		this.template.send(this.topic, "without a transaction");
		await().untilAsserted(() -> assertThat(this.listener.received).contains("committed", "committed later",
				"without a transaction"));
		assertThat(this.shop.orders()).contains("committed").doesNotContain("rolled back");
		// the broker has had time to ask about what was not committed
		assertThat(this.listener.received).doesNotContain("rolled back", "rolled back later");
		assertThat(this.listener.headers).noneMatch((name) -> name.equals(RocketHeaders.TRANSACTION_LOG));
	}

	@Test
	void theLogAnswersForDecisionsThatGotLost() {
		Transaction committed = half("decided by the log");
		inTransaction(() -> this.log.add(committed.id()));
		committed.close();
		Transaction unknown = half("never committed");
		unknown.close();
		await().untilAsserted(() -> assertThat(this.listener.received).contains("decided by the log"));
		await().untilAsserted(() -> assertThat(state(unknown.id())).containsExactly("R"));
		// who comes too late is rolled back, because somebody was told so
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> inTransaction(() -> this.log.add(unknown.id())));
		assertThat(this.listener.received).doesNotContain("never committed");
	}

	@Test
	void aTransactionThatStillRunsIsNotDecided() throws Exception {
		CountDownLatch added = new CountDownLatch(1);
		CountDownLatch mayCommit = new CountDownLatch(1);
		CompletableFuture<Void> running = CompletableFuture.runAsync(() -> inTransaction(() -> {
			this.log.add("still-running-" + this.topic);
			added.countDown();
			try {
				assertThat(mayCommit.await(60, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}));
		assertThat(added.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.log.decide("still-running-" + this.topic)).isEqualTo(TransactionDecision.UNKNOWN);
		mayCommit.countDown();
		assertThat(running).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.log.decide("still-running-" + this.topic)).isEqualTo(TransactionDecision.COMMIT);
	}

	@Test
	void aTableThatIsMissingIsNamedWithWhatMakesIt() {
		JdbcTransactionLog missing = new JdbcTransactionLog(this.jdbc, this.transactionManager, "NO_SUCH_TABLE");
		assertThatIllegalStateException().isThrownBy(missing::verify)
			.withMessageContaining("CREATE TABLE NO_SUCH_TABLE");
		assertThatIllegalStateException().isThrownBy(() -> this.log.add("outside of a transaction"))
			.withMessageContaining(JdbcTransactionLog.DEFAULT_TABLE);
	}

	private Transaction half(String text) {
		return this.transactions.get()
			.begin(Message.builder(this.topic).property(RocketHeaders.TRANSACTION_LOG, "true").body(text).build());
	}

	private void inTransaction(Runnable work) {
		new TransactionTemplate(this.transactionManager).executeWithoutResult((status) -> work.run());
	}

	private List<String> state(String id) {
		return this.jdbc.queryForList("SELECT STATE FROM ROCKETMQ_LITE_TRANSACTION WHERE ID = ?", String.class, id);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	static class Shop {

		private final JdbcTemplate jdbc;

		private final RocketTemplate template;

		private final String topic;

		Shop(JdbcTemplate jdbc, RocketTemplate template, String topic) {
			this.jdbc = jdbc;
			this.template = template;
			this.topic = topic;
		}

		@Transactional
		void place(String order, boolean fail) {
			this.jdbc.update("INSERT INTO ORDERS (ID) VALUES (?)", order);
			this.template.send(this.topic, order);
			this.template.sendAsync(this.topic, order + " later");
			if (fail) {
				throw new IllegalStateException("on purpose");
			}
		}

		List<String> orders() {
			return this.jdbc.queryForList("SELECT ID FROM ORDERS", String.class);
		}

	}

	static class Listener {

		final List<String> received = new CopyOnWriteArrayList<>();

		final List<String> headers = new CopyOnWriteArrayList<>();

		@RocketListener(topics = "${test.topic}", group = "${test.topic}")
		void on(String text, ReceivedMessage message, @Headers Map<String, Object> headers) {
			this.received.add(text);
			this.headers.addAll(headers.keySet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Application {

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		DataSourceTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

		@Bean
		Shop shop(JdbcTemplate jdbc, RocketTemplate template, @Value("${test.topic}") String topic) {
			jdbc.execute("CREATE TABLE ORDERS (ID VARCHAR(64) NOT NULL PRIMARY KEY)");
			jdbc.execute("CREATE TABLE ROCKETMQ_LITE_TRANSACTION (ID VARCHAR(64) NOT NULL PRIMARY KEY,"
					+ " STATE CHAR(1) NOT NULL, CREATED_AT TIMESTAMP NOT NULL)");
			return new Shop(jdbc, template, topic);
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class H2Application {

		@Bean
		DataSource dataSource() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:binding;DB_CLOSE_DELAY=-1");
			return dataSource;
		}

	}

}
