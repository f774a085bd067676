package io.github.rocketmqlite.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import org.awaitility.Awaitility;

/**
 * A consumer in a JVM of its own whose listener stands still until a line arrives on
 * standard input. Arguments: name servers, topic, group, number of messages.
 */
final class StalledConsumerMain {

	private StalledConsumerMain() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		CountDownLatch stalled = new CountDownLatch(1);
		AtomicInteger handled = new AtomicInteger();
		int messages = Integer.parseInt(arguments[3]);
		PushConsumerOptions options = PushConsumerOptions.builder(arguments[2])
			.subscribe(arguments[1], Filter.all())
			.startPosition(StartPosition.FIRST)
			.maxCachedMessagesPerQueue(1_000_000)
			.build();
		try (RocketClient client = RocketClient.builder().nameServers(arguments[0]).build();
				PushConsumer consumer = client.newPushConsumer(options, (message) -> {
					stalled.await();
					handled.incrementAndGet();
					return ConsumeOutcome.SUCCESS;
				})) {
			AtomicLong before = new AtomicLong(-1);
			// it has stalled when it holds the same after four seconds
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofSeconds(4))
				.forever()
				.until(() -> before.getAndSet(consumer.cachedBytes()) == consumer.cachedBytes());
			Runtime runtime = Runtime.getRuntime();
			System.out.println("STALLED " + before + " " + consumer.cachedMessages() + " "
					+ (runtime.totalMemory() - runtime.freeMemory()) + " " + runtime.maxMemory());
			System.in.read();
			stalled.countDown();
			Awaitility.await().forever().until(() -> handled.get() >= messages);
			System.out.println("HANDLED " + handled);
		}
	}

}
