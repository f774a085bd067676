package io.github.rocketmqlite.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How soon a broker that was killed acknowledges again once its port is open, to a client
 * that slept meanwhile and to one that kept sending.
 */
class BrokerRestartIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(BrokerRestartIntegrationTests.class);

	/** How many kills; {@code -Drestarts=20} for better figures. */
	private static final int RESTARTS = Integer.getInteger("restarts", 2);

	/** The aim is one second; the rest is for loaded machines. */
	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String TOPIC = "restarts";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void acknowledgesSoonAfterItsPortIsOpenAgain() {
		try (BrokerProcess server = BrokerProcess.builder().start()) {
			server.createTopic(TOPIC, 4);
			try (RocketClient idle = client(server);
					RocketClient busy = client(server);
					Producer idleProducer = producer(idle);
					Producer busyProducer = producer(busy)) {
				List<Long> idleMillis = new ArrayList<>();
				List<Long> busyMillis = new ArrayList<>();
				for (int i = 0; i < RESTARTS; i++) {
					idleProducer.send(message());
					busyProducer.send(message());
					killAndRestart(server, idleProducer, busyProducer, idleMillis, busyMillis);
				}
				logger.info("broker_restart restarts={} first_ack_after_port_ms idle={} busy={}", RESTARTS, idleMillis,
						busyMillis);
				assertThat(idleMillis).allSatisfy((millis) -> assertThat(millis).isLessThan(LIMIT.toMillis()));
				assertThat(busyMillis).allSatisfy((millis) -> assertThat(millis).isLessThan(LIMIT.toMillis()));
			}
		}
	}

	private void killAndRestart(BrokerProcess server, Producer idle, Producer busy, List<Long> idleMillis,
			List<Long> busyMillis) {
		server.kill();
		AtomicBoolean failed = new AtomicBoolean();
		CompletableFuture<Long> busyAcknowledged = CompletableFuture
			.supplyAsync(() -> firstAcknowledgement(busy, failed), this.threads);
		Awaitility.await().atMost(PATIENCE).untilTrue(failed);
		CompletableFuture<Long> open = CompletableFuture.supplyAsync(() -> portOpen(server.brokerAddress()),
				this.threads);
		CompletableFuture<Long> idleAcknowledged = open
			.thenApplyAsync((opened) -> firstAcknowledgement(idle, new AtomicBoolean()), this.threads);
		server.restart();
		idleMillis.add((idleAcknowledged.join() - open.join()) / 1_000_000);
		busyMillis.add((busyAcknowledged.join() - open.join()) / 1_000_000);
	}

	/** Sends until a send succeeds and tells when that was. */
	private static long firstAcknowledgement(Producer producer, AtomicBoolean failed) {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				producer.send(message());
				return System.nanoTime();
			}
			catch (RocketException ex) {
				failed.set(true);
			}
		}
		throw new IllegalStateException("interrupted");
	}

	private static long portOpen(String address) {
		int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
		Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		});
		return System.nanoTime();
	}

	private static RocketClient client(BrokerProcess server) {
		return RocketClient.builder().nameServers(server.nameServers()).build();
	}

	private static Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder(Names.group()).build());
	}

	private static Message message() {
		return Message.builder(TOPIC).body("hello").build();
	}

}
