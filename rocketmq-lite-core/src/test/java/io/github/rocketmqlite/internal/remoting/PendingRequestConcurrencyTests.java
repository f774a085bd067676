package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.Request;
import io.netty.buffer.Unpooled;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The table of what is in flight belongs to one event loop, so nothing about it can race.
 * What crosses threads is checked here in every order that the model checker finds: the
 * hand-over of requests from their callers to the loop, and a request that its caller
 * gives up while the loop ends it.
 */
class PendingRequestConcurrencyTests {

	/**
	 * How many scenarios to try, each in so many orders. Few by default: every step is a
	 * switch of threads, which takes its time on a busy machine.
	 */
	private static final int SCENARIOS = Integer.getInteger("scenarios", 2);

	private static final int ORDERS = Integer.getInteger("orders", 20);

	private static final Frame FRAME = frame();

	private static Frame frame() {
		byte[] bytes = Frames.answer(1, "text");
		return FrameCodec.decode(Unpooled.wrappedBuffer(bytes, Integer.BYTES, bytes.length - Integer.BYTES), "server");
	}

	@Test
	void theHandoverLosesNothingAndKeepsTheOrderOfEachCaller() {
		new ModelCheckingOptions().iterations(SCENARIOS)
			.invocationsPerIteration(ORDERS)
			.threads(2)
			.actorsPerThread(2)
			.actorsBefore(1)
			.actorsAfter(1)
			.sequentialSpecification(OneQueue.class)
			.check(Handover.class);
	}

	@Test
	void aRequestEndsExactlyOnceWhateverEndsIt() {
		new ModelCheckingOptions().iterations(SCENARIOS)
			.invocationsPerIteration(ORDERS)
			.threads(2)
			.actorsPerThread(2)
			.actorsBefore(0)
			.actorsAfter(1)
			.sequentialSpecification(OneEnd.class)
			.check(Ending.class);
	}

	/**
	 * Callers that submit, and the loop that takes over.
	 */
	public static class Handover {

		private final HandoverQueue queue = new HandoverQueue();

		private final RequestTally tally = new RequestTally(new TrafficCounters());

		/** Whether the loop must be woken. */
		@Operation
		public boolean add(@Param(gen = IntGen.class, conf = "1:9") int number) {
			return this.queue.add(request(this.tally, String.valueOf(number)));
		}

		@Operation(nonParallelGroup = "loop")
		public String takeAll() {
			StringBuilder taken = new StringBuilder();
			PendingRequest<?> request = this.queue.takeAll();
			while (request != null) {
				PendingRequest<?> next = request.next();
				request.linkTo(null);
				taken.append(((Plain) request.request()).text());
				request = next;
			}
			return taken.toString();
		}

		@Operation(nonParallelGroup = "loop")
		public void failAll() {
			this.queue.failAll(new ClientClosedException("closed", Outcome.NOT_SENT, null));
		}

	}

	/**
	 * What {@link Handover} amounts to, one call after the other.
	 */
	public static class OneQueue {

		private final StringBuilder queue = new StringBuilder();

		public boolean add(int number) {
			this.queue.append(number);
			return this.queue.length() == 1;
		}

		public String takeAll() {
			String taken = this.queue.toString();
			this.queue.setLength(0);
			return taken;
		}

		public void failAll() {
			this.queue.setLength(0);
		}

	}

	/**
	 * A request that the loop ends in one way or another while its caller gives up.
	 */
	public static class Ending {

		private final TrafficCounters counters = new TrafficCounters();

		private final RequestTally tally = new RequestTally(this.counters);

		private final PendingRequest<String> request = request(this.tally, "answered");

		private final AtomicInteger completions = new AtomicInteger();

		public Ending() {
			this.request.whenComplete((answer, failure) -> this.completions.incrementAndGet());
		}

		@Operation(nonParallelGroup = "loop")
		public void answer() {
			this.request.answer(FRAME);
		}

		@Operation(nonParallelGroup = "loop")
		public void expire() {
			this.request.expire();
		}

		@Operation(nonParallelGroup = "loop")
		public void lose() {
			this.request.fail(new IOException("lost"));
		}

		@Operation(nonParallelGroup = "loop")
		public void close() {
			this.request.fail(new ClientClosedException("closed", Outcome.NOT_SENT, null));
		}

		@Operation(nonParallelGroup = "loop")
		public boolean drop() {
			return this.request.endIfMoot();
		}

		@Operation
		public boolean cancel() {
			return this.request.cancel(false);
		}

		@Operation
		public String outcome() {
			try {
				String answer = this.request.getNow(null);
				return (answer != null) ? answer : "pending";
			}
			catch (RocketException | CompletionException ex) {
				Throwable cause = Blocking.unwrap(ex);
				return cause.getClass().getSimpleName();
			}
			catch (java.util.concurrent.CancellationException ex) {
				return "cancelled";
			}
		}

		@Validate
		public void isCountedOnce() {
			AtomicLong counted = new AtomicLong();
			this.counters.forEachRequest((name, outcome, count) -> counted.addAndGet(count));
			int ended = this.request.isDone() ? 1 : 0;
			if (this.completions.get() != ended) {
				throw new IllegalStateException(this.completions + " completions of one request");
			}
			if (counted.get() + this.tally.pending() != 1) {
				throw new IllegalStateException(
						counted + " ends are counted, " + this.tally.pending() + " are pending");
			}
		}

	}

	/**
	 * What {@link Ending} amounts to, one call after the other.
	 */
	public static class OneEnd {

		private String outcome = "pending";

		private boolean ended;

		private void end(String how) {
			if (!this.ended && this.outcome.equals("pending")) {
				this.outcome = how;
			}
			this.ended = true;
		}

		public void answer() {
			end("answered");
		}

		public void expire() {
			end("RocketTimeoutException");
		}

		public void lose() {
			end("RocketConnectionException");
		}

		public void close() {
			end("ClientClosedException");
		}

		public boolean drop() {
			if (this.outcome.equals("pending")) {
				return false;
			}
			this.ended = true;
			return true;
		}

		public boolean cancel() {
			if (this.outcome.equals("pending")) {
				this.outcome = "cancelled";
			}
			return this.outcome.equals("cancelled");
		}

		public String outcome() {
			return this.outcome;
		}

	}

	private static PendingRequest<String> request(RequestTally tally, String text) {
		return PendingRequest.twoWay("server", new Plain(text), Deadline.after(Duration.ofDays(1)), tally);
	}

	/**
	 * A request that knows its answer.
	 */
	private record Plain(String text) implements Request<String> {

		@Override
		public int code() {
			return 1;
		}

		@Override
		public void writeFields(FieldWriter out) {
			out.field("text", this.text);
		}

		@Override
		public String decode(Frame answer) {
			return this.text;
		}

	}

}
