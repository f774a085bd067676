package io.github.rocketmqlite.internal.offset;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A timer whose clock is turned by hand and whose tasks run on the thread that turns it.
 */
public final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {

	private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>(
			Comparator.<Task<?>>comparingLong((task) -> task.dueNanos).thenComparingLong((task) -> task.number));

	private final AtomicLong numbers = new AtomicLong();

	private long nowNanos;

	/** What the clock shows. */
	public long nanoTime() {
		return this.nowNanos;
	}

	/** Runs what is due, and what becomes due by that. */
	public void runDue() {
		advance(Duration.ZERO);
	}

	/** Turns the clock, stopping wherever something is due. */
	public void advance(Duration duration) {
		long end = this.nowNanos + duration.toNanos();
		Task<?> task = next(end);
		while (task != null) {
			this.nowNanos = Math.max(this.nowNanos, task.dueNanos);
			task.run();
			task = next(end);
		}
		this.nowNanos = end;
	}

	private synchronized @Nullable Task<?> next(long end) {
		Task<?> first = this.tasks.peek();
		return (first != null && first.dueNanos <= end) ? this.tasks.poll() : null;
	}

	private synchronized <T> Task<T> add(Callable<T> action, long delayNanos, long periodNanos) {
		Task<T> task = new Task<>(action, this.nowNanos + delayNanos, periodNanos);
		this.tasks.add(task);
		return task;
	}

	private synchronized void addAgain(Task<?> task) {
		this.tasks.add(task);
	}

	@Override
	public void execute(Runnable command) {
		add(() -> {
			command.run();
			return true;
		}, 0, 0);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return schedule(() -> {
			command.run();
			return true;
		}, delay, unit);
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		return add(callable, unit.toNanos(delay), 0);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
		return scheduleWithFixedDelay(command, initialDelay, period, unit);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
		return add(() -> {
			command.run();
			return true;
		}, unit.toNanos(initialDelay), unit.toNanos(delay));
	}

	@Override
	public void shutdown() {
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return false;
	}

	private final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {

		private long dueNanos;

		private final long periodNanos;

		private final long number = ManualTimer.this.numbers.incrementAndGet();

		private Task(Callable<T> action, long dueNanos, long periodNanos) {
			super(action);
			this.dueNanos = dueNanos;
			this.periodNanos = periodNanos;
		}

		@Override
		public void run() {
			if (this.periodNanos == 0) {
				super.run();
			}
			else if (runAndReset()) {
				this.dueNanos = ManualTimer.this.nowNanos + this.periodNanos;
				addAgain(this);
			}
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.dueNanos - ManualTimer.this.nowNanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

	}

}
