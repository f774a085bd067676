package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * {@link SendBudget} under every order of its steps that the model checker finds.
 */
class SendBudgetConcurrencyTests {

	private static final int MAX_SENDS = 2;

	private static final int MAX_THREADS = 8;

	private static final int MAX_BYTES = 3;

	/**
	 * How many scenarios to try, each in so many orders. Few by default: every step is a
	 * switch of threads, which takes its time on a busy machine.
	 */
	private static final int SCENARIOS = Integer.getInteger("scenarios", 2);

	private static final int ORDERS = Integer.getInteger("orders", 20);

	@Test
	void whoDoesNotWaitSeesOneBudgetWhateverTheOrder() {
		new ModelCheckingOptions().iterations(SCENARIOS)
			.invocationsPerIteration(ORDERS)
			.threads(3)
			.actorsPerThread(2)
			.actorsBefore(0)
			.actorsAfter(1)
			.sequentialSpecification(OneBudget.class)
			.check(WithoutWaiting.class);
	}

	@Test
	void whoWaitsGetsItsTurnWhateverTheOrder() {
		new ModelCheckingOptions().iterations(SCENARIOS)
			.invocationsPerIteration(ORDERS)
			.threads(3)
			.actorsPerThread(1)
			.actorsBefore(0)
			.actorsAfter(1)
			.check(Waiting.class);
	}

	/**
	 * Takes and gives back without waiting; each thread has one send at most.
	 */
	@Param(name = "thread", gen = ThreadIdGen.class)
	@Param(name = "bytes", gen = IntGen.class, conf = "1:3")
	public static class WithoutWaiting {

		private final SendBudget budget = new SendBudget(MAX_SENDS, MAX_BYTES);

		private final int[] held = new int[MAX_THREADS];

		@Operation
		public boolean acquire(@Param(name = "thread") int thread, @Param(name = "bytes") int bytes) {
			if (this.held[thread] != 0) {
				return false;
			}
			try {
				this.budget.acquireNow(bytes);
			}
			catch (BackPressureException ex) {
				return false;
			}
			this.held[thread] = bytes;
			return true;
		}

		@Operation
		public int release(@Param(name = "thread") int thread) {
			int bytes = this.held[thread];
			if (bytes > 0) {
				this.held[thread] = 0;
				this.budget.release(bytes);
			}
			return bytes;
		}

		@Validate
		public void nothingIsLostOrTooMuch() {
			int sends = 0;
			int bytes = 0;
			for (int size : this.held) {
				sends += (size > 0) ? 1 : 0;
				bytes += size;
			}
			if (this.budget.pendingSends() != sends || this.budget.pendingBytes() != bytes || sends > MAX_SENDS
					|| bytes > MAX_BYTES) {
				throw new IllegalStateException(sends + " sends of " + bytes + " bytes are held, but the budget says "
						+ this.budget.pendingSends() + " and " + this.budget.pendingBytes());
			}
		}

	}

	/**
	 * What {@link WithoutWaiting} amounts to, one call after the other.
	 */
	public static class OneBudget {

		private final int[] held = new int[MAX_THREADS];

		private int sends;

		private int bytes;

		public boolean acquire(int thread, int size) {
			if (this.held[thread] != 0 || this.sends == MAX_SENDS || this.bytes + size > MAX_BYTES) {
				return false;
			}
			this.sends++;
			this.bytes += size;
			this.held[thread] = size;
			return true;
		}

		public int release(int thread) {
			int size = this.held[thread];
			if (size > 0) {
				this.sends--;
				this.bytes -= size;
				this.held[thread] = 0;
			}
			return size;
		}

	}

	/**
	 * Takes, waiting for its turn, and gives back: ends unless a wake-up is lost.
	 */
	@Param(name = "bytes", gen = IntGen.class, conf = "1:3")
	public static class Waiting {

		private final SendBudget budget = new SendBudget(1, MAX_BYTES);

		private final AtomicInteger holders = new AtomicInteger();

		@Operation(blocking = true)
		public boolean holdForAMoment(@Param(name = "bytes") int bytes) {
			this.budget.acquire(bytes, Deadline.after(Duration.ofMinutes(1)));
			boolean alone = this.holders.incrementAndGet() == 1;
			this.holders.decrementAndGet();
			this.budget.release(bytes);
			return alone;
		}

		@Validate
		public void nothingIsLeft() {
			if (this.budget.pendingSends() != 0 || this.budget.pendingBytes() != 0) {
				throw new IllegalStateException("Left over: " + this.budget.pendingSends() + " sends");
			}
		}

	}

}
