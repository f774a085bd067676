package io.github.rocketmqlite.benchmarks.layer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.benchmarks.harness.ClientJvm;
import io.github.rocketmqlite.benchmarks.harness.Meter;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;
import io.github.rocketmqlite.benchmarks.harness.WarmUp;
import org.jspecify.annotations.Nullable;

/**
 * The main class of one run's JVM: side, scenario, name servers, topic, group, how many
 * messages are measured, and the most seconds in which sends get warm. Listeners get warm
 * on {@value #WARM_UP_SHARE} times as many messages.
 */
final class LayerRun {

	static final Duration SEND_TIMEOUT = Duration.ofSeconds(15);

	/** Of a backlog, how many times the measured messages come before them. */
	static final int WARM_UP_SHARE = 6;

	private static final int IN_FLIGHT = 1_000;

	private static final int PATIENCE_SECONDS = 120;

	private final LayerScenario scenario;

	private final Layer layer;

	private final String topic;

	private final int messages;

	private final int warmUpSeconds;

	private LayerRun(LayerScenario scenario, Layer layer, String topic, int messages, int warmUpSeconds) {
		this.scenario = scenario;
		this.layer = layer;
		this.topic = topic;
		this.messages = messages;
		this.warmUpSeconds = warmUpSeconds;
	}

	public static void main(String[] arguments) {
		ClientJvm.tell(() -> {
			LayerScenario scenario = LayerScenario.valueOf(arguments[1]);
			try (Layer layer = LayerSide.valueOf(arguments[0]).open(arguments[2])) {
				LayerRun run = new LayerRun(scenario, layer, arguments[3], Integer.parseInt(arguments[5]),
						Integer.parseInt(arguments[6]));
				return (scenario.kind() == LayerScenario.Kind.RECEIVE) ? run.receive(arguments[4]) : run.send();
			}
		});
	}

	private Map<Metric, Double> send() throws Exception {
		new WarmUp(this.warmUpSeconds).run(() -> {
			send(this.messages / 2);
			return this.messages / 2;
		});
		Meter meter = new Meter();
		meter.start();
		send(this.messages);
		return meter.stop().perMessage(this.messages);
	}

	private void send(int count) throws InterruptedException {
		if (this.scenario.kind() == LayerScenario.Kind.SYNC) {
			for (int i = 0; i < count; i++) {
				this.layer.send(this.topic, this.scenario.payload());
			}
			return;
		}
		Semaphore room = new Semaphore(IN_FLIGHT);
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		for (int i = 0; i < count; i++) {
			room.acquire();
			CompletableFuture<?> sent = this.layer.sendAsync(this.topic, this.scenario.payload());
			sent.whenComplete((result, error) -> {
				if (error != null) {
					failure.compareAndSet(null, error);
				}
				room.release();
			});
		}
		if (!room.tryAcquire(IN_FLIGHT, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new VoidRunException("some of " + count + " sends never ended");
		}
		if (failure.get() != null) {
			throw new VoidRunException("a send failed with " + failure.get());
		}
	}

	private Map<Metric, Double> receive(String group) throws InterruptedException {
		int warmUp = WARM_UP_SHARE * this.messages;
		int total = warmUp + this.messages;
		Meter meter = new Meter();
		AtomicInteger count = new AtomicInteger();
		AtomicReference<Meter.@Nullable Usage> used = new AtomicReference<>();
		CountDownLatch all = new CountDownLatch(1);
		Class<?> type = this.scenario.payload().value().getClass();
		this.layer.receive(group, this.topic, this.scenario.payload(), (value) -> {
			int number = type.isInstance(value) ? count.incrementAndGet() : 0;
			if (number == warmUp) {
				meter.start();
			}
			else if (number == total) {
				used.set(meter.stop());
				all.countDown();
			}
		});
		boolean complete = all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
		Meter.Usage usage = used.get();
		if (!complete || usage == null || count.get() > total) {
			throw new VoidRunException(count + " of " + total + " messages came");
		}
		return usage.perMessage(this.messages);
	}

}
