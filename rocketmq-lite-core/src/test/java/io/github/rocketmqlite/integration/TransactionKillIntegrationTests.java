package io.github.rocketmqlite.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.test.BrokerProcess;
import io.github.rocketmqlite.test.ChildJvm;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.remoting.protocol.header.QueryConsumerOffsetRequestHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every half message is decided as its local transaction was, although producers and the
 * broker are killed meanwhile. The official client reads what was committed.
 */
class TransactionKillIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(TransactionKillIntegrationTests.class);

	/** {@code -Dtransactions=2000} for the full scale. */
	private static final int TRANSACTIONS = Integer.getInteger("transactions", 160);

	private static final int PRODUCER_KILLS = Integer.getInteger("producerKills", 1);

	private static final int BROKER_KILLS = Integer.getInteger("brokerKills", 1);

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final String topic = Names.topic();

	private final String group = Names.group();

	/** Where each message was found: more than one place means stored more than once. */
	private final Map<String, Set<String>> delivered = new ConcurrentHashMap<>();

	@TempDir
	private Path directory;

	private ChildJvm child;

	private int children;

	@AfterEach
	void killTheChild() {
		if (this.child != null) {
			this.child.kill();
		}
	}

	@Test
	void everyHalfMessageIsDecidedAsItsLocalTransactionWas() throws Exception {
		TransactionChild.Database database = new TransactionChild.Database(this.directory.resolve("decisions"));
		try (BrokerProcess server = BrokerProcess.builder()
			// nobody answers while no producer is alive, and that shall not count
			.brokerProperty("transactionCheckMax", "10000")
			// a tenth of the time between two rounds, as by default
			.brokerProperty("transactionOpBatchInterval", "100")
			.start()) {
			server.createTopic(this.topic, 4);
			DefaultMQPushConsumer consumer = officialConsumer(server);
			try {
				runAndKill(server, database);
				Map<String, TransactionDecision> decisions = database.all();
				Set<String> committed = with(decisions, TransactionDecision.COMMIT);
				long started = System.nanoTime();
				awaitNothingUndecided(server);
				long millis = (System.nanoTime() - started) / 1_000_000;
				await().atMost(PATIENCE).until(() -> this.delivered.keySet().containsAll(committed));
				logger.info("""
						transactions={} committed={} rolled_back={} producer_kills={} broker_kills={} lost={} \
						wrongly_delivered={} stored_again={} undecided=0 all_decided_after_ms={}""", decisions.size(),
						committed.size(), decisions.size() - committed.size(), PRODUCER_KILLS, BROKER_KILLS,
						missing(committed).size(), this.delivered.size() - committed.size(),
						this.delivered.values().stream().mapToInt((places) -> places.size() - 1).sum(), millis);
				assertThat(this.delivered.keySet()).isEqualTo(committed);
				assertThat(decisions).hasSizeGreaterThanOrEqualTo(TRANSACTIONS);
			}
			finally {
				OfficialClients.stop(consumer::shutdown);
			}
		}
	}

	private Set<String> missing(Set<String> committed) {
		Set<String> missing = new TreeSet<>(committed);
		missing.removeAll(this.delivered.keySet());
		return missing;
	}

	/** Kills come at equal distances, those of the broker between those of producers. */
	private void runAndKill(BrokerProcess server, TransactionChild.Database database) throws IOException {
		int kills = PRODUCER_KILLS + BROKER_KILLS;
		startChild(server, database);
		for (int kill = 1; kill <= kills; kill++) {
			awaitDecisions(database, TRANSACTIONS * kill / (kills + 1));
			if (kill % 2 == 0 && kill / 2 <= BROKER_KILLS || kill > 2 * PRODUCER_KILLS) {
				server.restart();
			}
			else {
				this.child.kill();
				startChild(server, database);
			}
		}
		awaitDecisions(database, TRANSACTIONS);
		await().atMost(PATIENCE).until(() -> this.child.output().contains(TransactionChild.DONE));
	}

	/** Each child may run all that is left: those before it were killed. */
	private void startChild(BrokerProcess server, TransactionChild.Database database) throws IOException {
		int first = this.children++ * TRANSACTIONS;
		int count = TRANSACTIONS - database.all().size();
		TransactionChild.Settings settings = new TransactionChild.Settings(server.nameServers(), this.topic, this.group,
				this.directory.resolve("decisions"), first, first + count);
		this.child = ChildJvm.start(
				ChildJvm.Program.here(TransactionChild.class, List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
						settings.toString()),
				this.directory.resolve("child-" + this.children + ".txt"), TransactionChild.READY);
	}

	private static void awaitDecisions(TransactionChild.Database database, int count) {
		await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> database.all().size() >= count);
	}

	/**
	 * Brokers go through their half messages and store those anew that they must ask
	 * about: when they have come to the end, all are decided.
	 */
	@SuppressWarnings("deprecation") // the only way to the official client's queries
	private static void awaitNothingUndecided(BrokerProcess server) throws Exception {
		DefaultMQProducer official = new DefaultMQProducer(Names.group());
		official.setNamesrvAddr(server.nameServers());
		OfficialClients.patient(official);
		official.start();
		try {
			MQClientAPIImpl api = official.getDefaultMQProducerImpl().getMqClientFactory().getMQClientAPIImpl();
			QueryConsumerOffsetRequestHeader query = new QueryConsumerOffsetRequestHeader();
			query.setConsumerGroup("CID_RMQ_SYS_TRANS");
			query.setTopic("RMQ_SYS_TRANS_HALF_TOPIC");
			query.setQueueId(0);
			org.apache.rocketmq.common.message.MessageQueue half = new org.apache.rocketmq.common.message.MessageQueue(
					"RMQ_SYS_TRANS_HALF_TOPIC", "", 0);
			await().atMost(PATIENCE)
				.ignoreExceptions()
				.until(() -> api.queryConsumerOffset(server.brokerAddress(), query, 3000) >= api
					.getMaxOffset(server.brokerAddress(), half, 3000));
		}
		finally {
			OfficialClients.stop(official::shutdown);
		}
	}

	private static Set<String> with(Map<String, TransactionDecision> decisions, TransactionDecision decision) {
		return decisions.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == decision)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	private DefaultMQPushConsumer officialConsumer(BrokerProcess server) throws Exception {
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(Names.group());
		consumer.setNamesrvAddr(server.nameServers());
		OfficialClients.patient(consumer);
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.subscribe(this.topic, "*");
		consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
			messages.forEach((message) -> this.delivered
				.computeIfAbsent(message.getMsgId(), (id) -> ConcurrentHashMap.newKeySet())
				.add(message.getQueueId() + ":" + message.getQueueOffset()));
			return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		});
		consumer.start();
		return consumer;
	}

}
