package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.rocketmqlite.benchmarks.comparison.Contender.Poller;
import io.github.rocketmqlite.benchmarks.comparison.Workload.Kind;
import io.github.rocketmqlite.benchmarks.harness.Meter;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;
import io.github.rocketmqlite.benchmarks.harness.WarmUp;
import org.jspecify.annotations.Nullable;

/**
 * Consumes the backlog from its first message on, again and again with a new group until
 * the JVM is warm. Of the last time, what comes after the first messages is measured.
 * Each message must come once each time and, from an ordered consumer and from polls, in
 * the order of its queue. Consumers of earlier times stay and wait for more.
 */
final class ReceiveRun {

	private static final int MOST_QUEUES = 64;

	private static final int PATIENCE_SECONDS = 120;

	private final RunSettings settings;

	private final Contender contender;

	private final int total;

	private final boolean ordered;

	private int times;

	ReceiveRun(RunSettings settings, Contender contender) {
		this.settings = settings;
		this.contender = contender;
		this.total = settings.warmUp() + settings.messages();
		this.ordered = settings.workload().kind() != Kind.PUSH;
	}

	Map<Metric, Double> run() throws Exception {
		if (this.settings.warmUpSeconds() > 0) {
			new WarmUp(this.settings.warmUpSeconds()).run(() -> {
				consume();
				return this.total;
			});
		}
		return consume().perMessage(this.settings.messages());
	}

	private Meter.Usage consume() throws Exception {
		this.times++;
		return new Time().consume(this.settings.group() + "-" + this.times);
	}

	/**
	 * The backlog once.
	 */
	private final class Time {

		private final Meter meter = new Meter();

		private final AtomicInteger count = new AtomicInteger();

		private final AtomicReference<Meter.@Nullable Usage> usage = new AtomicReference<>();

		private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

		private final CountDownLatch all = new CountDownLatch(1);

		/** The offset that each queue is at, where there is an order. */
		private final long[] next = new long[MOST_QUEUES];

		/**
		 * What has come, by queue and offset, where there is none: each place has one
		 * writer.
		 */
		private final boolean[][] seen = new boolean[ReceiveRun.this.ordered ? 0 : MOST_QUEUES][ReceiveRun.this.total];

		private Meter.Usage consume(String group) throws Exception {
			String topic = ReceiveRun.this.settings.topic();
			if (ReceiveRun.this.settings.workload().kind() == Kind.PULL) {
				Poller poller = ReceiveRun.this.contender.poller(group, topic);
				long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
				while (this.all.getCount() > 0 && System.nanoTime() - end < 0) {
					poller.poll(this::received);
				}
			}
			else {
				ReceiveRun.this.contender.push(group, topic, ReceiveRun.this.ordered, this::received);
			}
			boolean complete = this.all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
			Meter.Usage used = this.usage.get();
			String wrong = this.problem.get();
			if (wrong != null) {
				throw new VoidRunException(wrong);
			}
			if (!complete || used == null) {
				throw new VoidRunException(this.count + " of " + ReceiveRun.this.total + " messages came");
			}
			return used;
		}

		private void received(int queueId, long queueOffset, byte[] body) {
			if (body.length != ReceiveRun.this.settings.workload().bodyBytes()) {
				this.problem.compareAndSet(null, "a body has " + body.length + " bytes");
			}
			if (ReceiveRun.this.ordered) {
				if (queueOffset != this.next[queueId]) {
					this.problem.compareAndSet(null, "queue " + queueId + " delivered offset " + queueOffset
							+ " in place of " + this.next[queueId]);
				}
				this.next[queueId] = queueOffset + 1;
			}
			else {
				if (this.seen[queueId][(int) queueOffset]) {
					this.problem.compareAndSet(null, "offset " + queueOffset + " of queue " + queueId + " came twice");
				}
				this.seen[queueId][(int) queueOffset] = true;
			}
			int number = this.count.incrementAndGet();
			if (number == ReceiveRun.this.settings.warmUp()) {
				this.meter.start();
			}
			else if (number == ReceiveRun.this.total) {
				this.usage.set(this.meter.stop());
				this.all.countDown();
			}
		}

	}

}
