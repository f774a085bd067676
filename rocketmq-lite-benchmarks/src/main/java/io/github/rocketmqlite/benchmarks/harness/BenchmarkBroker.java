package io.github.rocketmqlite.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.BrokerProcess;

/**
 * A real broker in a JVM of its own, with its files in memory where the system has such a
 * place, and what the comparison wants of it.
 */
public final class BenchmarkBroker implements AutoCloseable {

	private static final int QUEUES = 8;

	private static final int BATCH = 100;

	private static final Path MEMORY = Path.of("/dev/shm");

	private static final long MEMORY_BYTES = 8L << 30;

	private static final int PATIENCE_SECONDS = 120;

	private static final Duration FILL_TIMEOUT = Duration.ofMinutes(1);

	private final Path directory;

	private final BrokerProcess process;

	private BenchmarkBroker(Path directory, BrokerProcess process) {
		this.directory = directory;
		this.process = process;
	}

	/** Starts it, which takes some ten seconds. */
	public static BenchmarkBroker start() throws IOException {
		boolean memory = Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() >= MEMORY_BYTES;
		Path directory = memory ? Files.createTempDirectory(MEMORY, "rocketmq-lite-benchmark-")
				: Files.createTempDirectory("rocketmq-lite-benchmark-");
		Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
		BrokerProcess process = BrokerProcess.builder()
			.nameServerInChild()
			.brokerProperty("storePathRootDir", directory.toString())
			.brokerProperty("storePathCommitLog", directory.resolve("commitlog").toString())
			.brokerProperty("flushDiskType", "ASYNC_FLUSH")
			.brokerProperty("mappedFileSizeCommitLog", String.valueOf(256 << 20))
			.brokerProperty("mappedFileSizeConsumeQueue", String.valueOf(300_000 * 20))
			.brokerProperty("sendThreadPoolQueueCapacity", "2000000")
			.brokerProperty("waitTimeMillsInSendQueue", "60000")
			.brokerProperty("messageIndexEnable", "false")
			.jvmArgument("-Xmx2g")
			.jvmArgument("-Xmn1g")
			.jvmArgument("-XX:TieredStopAtLevel=4")
			.start();
		return new BenchmarkBroker(directory, process);
	}

	/** Where it is found. */
	public String nameServers() {
		return this.process.nameServers();
	}

	/** Where the broker itself listens. */
	public int port() {
		String address = this.process.brokerAddress();
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

	/** Makes a topic of eight queues. */
	public void createTopic(String topic) {
		this.process.createTopic(topic, QUEUES);
	}

	/** Puts messages into a topic, as many into each queue. */
	public void fill(String topic, int messages, byte[] body) {
		createTopic(topic);
		try (RocketClient client = RocketClient.builder().nameServers(nameServers()).build()) {
			Producer producer = client
				.newProducer(ProducerOptions.builder("benchmark-backlog").sendTimeout(FILL_TIMEOUT).build());
			List<Message> batch = IntStream.range(0, BATCH)
				.mapToObj((i) -> Message.builder(topic).body(body).build())
				.toList();
			int batches = messages / BATCH;
			for (int i = 0; i < batches; i += QUEUES) {
				CompletableFuture
					.allOf(IntStream.range(i, Math.min(batches, i + QUEUES))
						.mapToObj((n) -> producer.sendBatchAsync(batch))
						.toArray(CompletableFuture[]::new))
					.join();
			}
		}
		long stored = awaitStored(topic, messages);
		if (stored != messages) {
			throw new IllegalStateException("The backlog has " + stored + " messages in place of " + messages);
		}
	}

	/** How many messages a topic has, after some patience for those that are missing. */
	public long awaitStored(String topic, long expected) {
		try (RocketClient client = RocketClient.builder().nameServers(nameServers()).build()) {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
			long stored = client.admin().topicStats(topic).messages();
			while (stored < expected && System.nanoTime() - end < 0) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
				stored = client.admin().topicStats(topic).messages();
			}
			return stored;
		}
	}

	@Override
	public void close() {
		this.process.close();
		delete(this.directory);
	}

	private static void delete(Path directory) {
		if (!Files.exists(directory)) {
			return;
		}
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			System.err.println("Not deleted: " + directory + ": " + ex);
		}
	}

}
