package io.github.rocketmqlite.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backlog far beyond the heap, and a listener that stands still. With the system
 * property {@code stalledBacklog} the backlog is of so many messages of one kilobyte,
 * otherwise of two thousand of a hundred kilobytes.
 */
@Timeout(1800)
class StalledListenerIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(StalledListenerIntegrationTests.class);

	private static final int BACKLOG = Integer.getInteger("stalledBacklog", 0);

	private static final int QUEUES = 8;

	private static final long LIMIT = 64L * 1024 * 1024;

	@Test
	void holdsSixtyFourMebibytesAtMostAndLosesNothing() throws IOException {
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		String topic = Names.topic();
		server.createTopic(topic, QUEUES);
		int messages = (BACKLOG > 0) ? BACKLOG : 2000;
		send(server, topic, messages, (BACKLOG > 0) ? 1024 : 100 * 1024);
		Process child = start(server.nameServers(), topic, Names.group(), String.valueOf(messages));
		try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
			String[] stalled = line(output, "STALLED").split(" ");
			long cachedBytes = Long.parseLong(stalled[1]);
			logger.info("backlog={} cached_messages={} cached_bytes={} heap_used={} heap_max={}", messages, stalled[2],
					cachedBytes, stalled[3], stalled[4]);
			assertThat(cachedBytes).isBetween(LIMIT * 9 / 10, LIMIT);
			child.getOutputStream().write('\n');
			child.getOutputStream().flush();
			assertThat(line(output, "HANDLED")).isEqualTo("HANDLED " + messages);
		}
		finally {
			child.destroyForcibly();
		}
	}

	private static String line(BufferedReader output, String start) throws IOException {
		List<String> read = new ArrayList<>();
		String line = output.readLine();
		while (line != null && !line.startsWith(start)) {
			read.add(line);
			line = output.readLine();
		}
		assertThat(line).as("what the consumer printed: " + read).isNotNull();
		assertThat(read).noneMatch((printed) -> printed.contains("OutOfMemoryError"));
		return String.valueOf(line);
	}

	private static Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m",
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", StalledConsumerMain.class.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment()
			.put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		return builder.start();
	}

	private static void send(EmbeddedRocketMQServer server, String topic, int messages, int size) {
		ProducerOptions patient = ProducerOptions.builder(Names.group())
			.sendTimeout(Duration.ofSeconds(60))
			.compression(Algorithm.NONE)
			.build();
		try (RocketClient client = RocketClient.builder().nameServers(server.nameServers()).build();
				Producer producer = client.newProducer(patient)) {
			Message message = Message.builder(topic).body(new byte[size]).build();
			List<CompletableFuture<?>> sent = new ArrayList<>();
			for (int i = 0; i < messages; i++) {
				sent.add(producer.sendAsync(message));
				if (sent.size() == 64) {
					sent.forEach(CompletableFuture::join);
					sent.clear();
				}
			}
			sent.forEach(CompletableFuture::join);
		}
	}

}
