package io.github.rocketmqlite.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.test.ParentWatch;

/**
 * A JVM that runs transactions until it is killed. Its local transactions are lines in a
 * file, the database: what stands there was decided, whoever looks at it.
 */
final class TransactionChild {

	static final String READY = "TRANSACTION-CHILD-READY";

	static final String DONE = "TRANSACTION-CHILD-DONE";

	private static final int THREADS = 8;

	/** Longer than the time after which the broker asks for the first time. */
	private static final Duration SLOW = Duration.ofMillis(1500);

	private TransactionChild() {
	}

	public static void main(String[] arguments) throws Exception {
		ParentWatch.haltWithParent();
		Settings settings = Settings.parse(arguments[0]);
		Database database = new Database(settings.database());
		RocketClient client = RocketClient.builder().nameServers(settings.nameServers()).build();
		TransactionalProducer producer = client.newTransactionalProducer(
				ProducerOptions.builder(settings.group()).build(),
				TransactionOptions.builder((half) -> database.decision(half.messageId())).build());
		System.out.println(READY);
		AtomicInteger next = new AtomicInteger(settings.first());
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		for (int i = 0; i < THREADS; i++) {
			threads.execute(() -> {
				for (int n = next.getAndIncrement(); n < settings.end(); n = next.getAndIncrement()) {
					run(producer, database, settings.topic(), n);
				}
			});
		}
		threads.shutdown();
		threads.awaitTermination(10, TimeUnit.MINUTES);
		System.out.println(DONE);
		// goes on answering checks until it is killed
		Thread.currentThread().join();
	}

	private static void run(TransactionalProducer producer, Database database, String topic, int number) {
		Message message = Message.builder(topic).key(Integer.toString(number)).body("order " + number).build();
		while (true) {
			try {
				producer.send(message, (id) -> local(database, id, number));
				return;
			}
			catch (RocketException ex) {
				// the half message was not stored, so nothing was done: begin anew
				System.out.println(number + ": " + ex);
			}
		}
	}

	/** Decides, and now and then dies, forgets or tarries after that. */
	private static TransactionDecision local(Database database, String id, int number) throws IOException {
		if (number % 50 == 7) {
			LockSupport.parkNanos(SLOW.toNanos());
		}
		TransactionDecision decision = (number % 3 == 0) ? TransactionDecision.ROLLBACK : TransactionDecision.COMMIT;
		database.write(id, decision);
		if (number % 10 == 8) {
			return TransactionDecision.UNKNOWN;
		}
		if (number % 10 == 9) {
			throw new IOException("the answer of the database was lost");
		}
		return decision;
	}

	/**
	 * What a child runs.
	 *
	 * @param nameServers the cluster
	 * @param topic where to
	 * @param group the producer group
	 * @param database the file of local transactions
	 * @param first the number of the first transaction
	 * @param end the number after the last one
	 */
	record Settings(String nameServers, String topic, String group, Path database, int first, int end) {

		static Settings parse(String text) {
			String[] parts = text.split(",");
			return new Settings(parts[0], parts[1], parts[2], Path.of(parts[3]), Integer.parseInt(parts[4]),
					Integer.parseInt(parts[5]));
		}

		@Override
		public String toString() {
			return this.nameServers + "," + this.topic + "," + this.group + "," + this.database + "," + this.first + ","
					+ this.end;
		}

	}

	/**
	 * Decided transactions, one line each. A line that was written survives its process.
	 */
	record Database(Path file) {

		void write(String id, TransactionDecision decision) throws IOException {
			Files.writeString(this.file, id + " " + decision + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}

		/** A transaction without a line never happened, and its process is gone. */
		TransactionDecision decision(String id) throws IOException {
			return all().getOrDefault(id, TransactionDecision.ROLLBACK);
		}

		Map<String, TransactionDecision> all() throws IOException {
			Map<String, TransactionDecision> decisions = new ConcurrentHashMap<>();
			if (Files.exists(this.file)) {
				String text = Files.readString(this.file);
				// a line without its end is not written yet
				text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach((line) -> {
					String[] parts = line.split(" ");
					decisions.put(parts[0], TransactionDecision.valueOf(parts[1]));
				});
			}
			return decisions;
		}

	}

}
