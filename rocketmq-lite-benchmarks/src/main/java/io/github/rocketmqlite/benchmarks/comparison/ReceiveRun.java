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
import org.jspecify.annotations.Nullable;

/**
 * Consumes the backlog from its first message on. What comes after the warm-up is
 * measured. Each message must come once and, from an ordered consumer and from polls, in
 * the order of its queue.
 */
final class ReceiveRun {

	private static final int MOST_QUEUES = 64;

	private static final int PATIENCE_SECONDS = 120;

	private final RunSettings settings;

	private final Contender contender;

	private final int total;

	private final boolean ordered;

	private final Meter meter = new Meter();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicReference<Meter.@Nullable Usage> usage = new AtomicReference<>();

	private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

	private final CountDownLatch all = new CountDownLatch(1);

	/** The offset that each queue is at, where there is an order. */
	private final long[] next = new long[MOST_QUEUES];

	/**
	 * What has come, by queue and offset, where there is none: each place has one writer.
	 */
	private final boolean[][] seen;

	ReceiveRun(RunSettings settings, Contender contender) {
		this.settings = settings;
		this.contender = contender;
		this.total = settings.warmUp() + settings.messages();
		this.ordered = settings.workload().kind() != Kind.PUSH;
		this.seen = this.ordered ? new boolean[0][0] : new boolean[MOST_QUEUES][this.total];
	}

	Map<Metric, Double> run() throws Exception {
		if (this.settings.workload().kind() == Kind.PULL) {
			Poller poller = this.contender.poller(this.settings.group(), this.settings.topic());
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
			while (this.all.getCount() > 0 && System.nanoTime() - end < 0) {
				poller.poll(this::received);
			}
		}
		else {
			this.contender.push(this.settings.group(), this.settings.topic(), this.ordered, this::received);
		}
		boolean complete = this.all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
		Meter.Usage used = this.usage.get();
		String wrong = this.problem.get();
		if (wrong != null) {
			throw new VoidRunException(wrong);
		}
		if (!complete || used == null) {
			throw new VoidRunException(this.count + " of " + this.total + " messages came");
		}
		return used.perMessage(this.settings.messages());
	}

	private void received(int queueId, long queueOffset, byte[] body) {
		if (body.length != this.settings.workload().bodyBytes()) {
			this.problem.compareAndSet(null, "a body has " + body.length + " bytes");
		}
		if (this.ordered) {
			if (queueOffset != this.next[queueId]) {
				this.problem.compareAndSet(null,
						"queue " + queueId + " delivered offset " + queueOffset + " in place of " + this.next[queueId]);
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
		if (number == this.settings.warmUp()) {
			this.meter.start();
		}
		else if (number == this.total) {
			this.usage.set(this.meter.stop());
			this.all.countDown();
		}
	}

}
