package io.github.rocketmqlite.integration;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.netty.util.internal.PlatformDependent;

/**
 * A program that sends as fast as it may to a broker that says nothing, in a small heap.
 * Prints one line of figures.
 */
final class SilentFloodMain {

	private static final Duration TIMEOUT = Duration.ofMillis(400);

	private static final int BODY_BYTES = 1_500;

	private SilentFloodMain() {
	}

	public static void main(String[] args) throws InterruptedException {
		String nameServer = args[0];
		int count = Integer.parseInt(args[1]);
		Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
		CountDownLatch ended = new CountDownLatch(count);
		long started = System.nanoTime();
		long maxPending = 0;
		try (RocketClient client = RocketClient.builder().nameServers(nameServer).build()) {
			Producer producer = client.newProducer(ProducerOptions.builder("flood").sendTimeout(TIMEOUT).build());
			for (int i = 0; i < count; i++) {
				// a body of its own for each, as an application has
				producer.sendAsync(Message.builder("flood").body(new byte[BODY_BYTES]).build())
					.whenComplete((sent, failure) -> {
						String outcome = (failure != null) ? failure.getClass().getSimpleName() : "stored";
						outcomes.computeIfAbsent(outcome, (name) -> new LongAdder()).increment();
						ended.countDown();
					});
				if (i % 1_000 == 0) {
					maxPending = Math.max(maxPending, client.stats().pendingSends().sends());
				}
			}
			boolean all = ended.await(30, TimeUnit.SECONDS);
			System.out.println("silent_flood sends=" + count + " unfinished=" + ended.getCount() + " pending_after="
					+ client.stats().pendingSends().sends() + " max_pending=" + maxPending + " "
					+ new TreeMap<>(outcomes) + " heap_mib=" + mebibytes(Runtime.getRuntime().maxMemory())
					+ " peak_heap_mib=" + mebibytes(peakHeap()) + " after_gc_mib=" + mebibytes(liveHeap())
					+ " direct_mib=" + mebibytes(PlatformDependent.usedDirectMemory()) + " millis="
					+ (System.nanoTime() - started) / 1_000_000);
			if (!all) {
				System.exit(1);
			}
		}
	}

	private static long peakHeap() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.map(MemoryPoolMXBean::getPeakUsage)
			.mapToLong((usage) -> usage.getUsed())
			.sum();
	}

	private static long liveHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long mebibytes(long bytes) {
		return bytes >> 20;
	}

}
