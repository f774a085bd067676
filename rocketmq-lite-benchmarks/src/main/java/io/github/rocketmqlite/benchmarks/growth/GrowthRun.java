package io.github.rocketmqlite.benchmarks.growth;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.benchmarks.harness.ClientJvm;
import io.github.rocketmqlite.benchmarks.harness.Meter;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;

/**
 * The main class of one step's JVM: series, count, name servers, the topic that has
 * messages, and a prefix for groups. The same in small comes before, to warm up.
 */
final class GrowthRun implements AutoCloseable {

	private static final int MOST_WARM_UP = 20;

	private static final int PATIENCE_SECONDS = 90;

	private static final long SETTLE_SECONDS = 4;

	private static final long REST_SECONDS = 10;

	private static final int QUEUES = 8;

	private static final int SPARE_ROOM = 64;

	private static final int COLLECTIONS = 4;

	private final Series series;

	private final String nameServers;

	private final String topic;

	private final String prefix;

	private final List<RocketClient> clients = new ArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	/** How many messages are cached now; more than asked for, as pulls bring many. */
	private IntSupplier cached = () -> 0;

	private GrowthRun(Series series, String nameServers, String topic, String prefix) {
		this.series = series;
		this.nameServers = nameServers;
		this.topic = topic;
		this.prefix = prefix;
	}

	public static void main(String[] arguments) {
		Series series = Series.valueOf(arguments[0]);
		int count = Integer.parseInt(arguments[1]);
		ClientJvm.tell(() -> {
			try (GrowthRun warmUp = new GrowthRun(series, arguments[2], arguments[3], arguments[4] + "-warm")) {
				warmUp
					.grow((series == Series.QUEUES || series == Series.CACHED) ? count : Math.min(count, MOST_WARM_UP));
			}
			try (GrowthRun run = new GrowthRun(series, arguments[2], arguments[3], arguments[4])) {
				return run.measure(count);
			}
		});
	}

	private Map<Metric, Double> measure(int count) throws InterruptedException {
		long before = heap();
		long started = System.nanoTime();
		grow(count);
		double millis = (System.nanoTime() - started) / 1e6;
		double kibibytes = (heap() - before) / 1024.0 * count / Math.max(count, this.cached.getAsInt());
		if (this.series == Series.IDLE) {
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
			Meter meter = new Meter();
			meter.start();
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(REST_SECONDS));
			millis = meter.stop().cpuNanos() / 1e6;
		}
		return Map.of(Metric.MILLIS, millis, Metric.KIBIBYTES, kibibytes);
	}

	private void grow(int count) throws InterruptedException {
		switch (this.series) {
			case TOPICS -> {
				Producer producer = producer(client(), "-p");
				for (int i = 0; i < count; i++) {
					send(producer, this.prefix + "-" + i + "-" + QUEUES);
				}
			}
			case QUEUES -> send(producer(client(), "-p"), this.prefix + "-" + count);
			case PRODUCERS -> {
				RocketClient client = client();
				for (int i = 0; i < count; i++) {
					send(producer(client, "-p" + i), this.prefix + "-" + QUEUES);
				}
			}
			case CONSUMERS -> consumers(client(), count);
			case CACHED -> cached(count);
			case IDLE -> {
				for (int i = 0; i < count; i++) {
					RocketClient client = client();
					send(producer(client, "-p" + i), this.topic);
					consumer(client, "-c" + i);
				}
			}
		}
	}

	private void consumers(RocketClient client, int count) throws InterruptedException {
		List<CountDownLatch> firsts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			firsts.add(listen(client, "-c" + i));
		}
		for (CountDownLatch first : firsts) {
			await(first);
		}
	}

	private void consumer(RocketClient client, String group) throws InterruptedException {
		await(listen(client, group));
	}

	private CountDownLatch listen(RocketClient client, String group) {
		CountDownLatch first = new CountDownLatch(1);
		client.newPushConsumer(options(group).build(), (message) -> {
			first.countDown();
			return ConsumeOutcome.SUCCESS;
		});
		return first;
	}

	private void cached(int count) {
		MessageListener waiting = (message) -> {
			this.release.await();
			return ConsumeOutcome.SUCCESS;
		};
		// a queue that is nearly full is not pulled, so there has to be some more room
		PushConsumer consumer = client().newPushConsumer(
				options("-c").maxCachedMessagesPerQueue(count / QUEUES * 5 / 4 + SPARE_ROOM).build(), waiting);
		await(() -> consumer.cachedMessages() >= count);
		this.cached = consumer::cachedMessages;
	}

	private PushConsumerOptions.Builder options(String group) {
		return PushConsumerOptions.builder(this.prefix + group)
			.subscribe(this.topic, Filter.all())
			.startPosition(StartPosition.FIRST);
	}

	private RocketClient client() {
		RocketClient client = RocketClient.builder().nameServers(this.nameServers).build();
		this.clients.add(client);
		return client;
	}

	private Producer producer(RocketClient client, String group) {
		return client.newProducer(ProducerOptions.builder(this.prefix + group).build());
	}

	private static void send(Producer producer, String topic) {
		producer.send(Message.builder(topic).body(new byte[128]).build());
	}

	private static void await(CountDownLatch first) throws InterruptedException {
		if (!first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new VoidRunException("a consumer got nothing in " + PATIENCE_SECONDS + " s");
		}
	}

	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new VoidRunException("not enough messages came in " + PATIENCE_SECONDS + " s");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	/**
	 * What is alive on the heap; a region that another thread just began counts whole.
	 */
	private static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	@Override
	public void close() {
		this.release.countDown();
		this.clients.forEach(RocketClient::close);
	}

}
