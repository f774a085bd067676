package io.github.rocketmqlite.internal.producer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.BatchBody;
import io.github.rocketmqlite.internal.producer.DefaultProducer.Send;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.ProducerOptions.Batching;
import io.github.rocketmqlite.producer.SendTarget;
import org.jspecify.annotations.Nullable;

/**
 * Lets messages wait a moment for others of their topic, so that they leave in one
 * request. What cannot be in a batch, and everything if the producer's options do not ask
 * for it, leaves at once.
 * <p>
 * Messages that wait have been admitted as sends already, so the send budget bounds them.
 * Messages share a batch when their deadlines are near each other; it runs until the
 * first of them.
 * <p>
 * Threading: thread-safe. Batches leave on the thread that fills them, or on the timer;
 * never blocks but for the lock, which is held for a moment only.
 */
final class Lingering {

	/** Which part of the send timeout the deadlines in a batch may lie apart. */
	private static final int DEADLINE_SPREAD = 4;

	private final Batching batching;

	private final long deadlineSpread;

	private final SendContext context;

	private final Supplier<String> ids;

	private final ScheduledExecutorService timer;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, OpenBatch> open = new HashMap<>();

	/**
	 * Makes the waiting room of a producer.
	 * @param context the producer's
	 * @param ids makes the ids of batches
	 * @param timer ends the wait
	 */
	Lingering(SendContext context, Supplier<String> ids, ScheduledExecutorService timer) {
		this.batching = context.options().batching();
		this.deadlineSpread = context.options().sendTimeout().toNanos() / DEADLINE_SPREAD;
		this.context = context;
		this.ids = ids;
		this.timer = timer;
	}

	/**
	 * Sends a message, perhaps together with others.
	 * @param alone how it leaves when it leaves alone
	 * @return completes on an event loop or the timer
	 */
	CompletableFuture<@Nullable SendResult> send(Send send, OutgoingMessage outgoing, SendAttempt alone,
			Supplier<CompletableFuture<@Nullable SendResult>> startAlone) {
		if (!waits(send, outgoing)) {
			return startAlone.get();
		}
		BatchBody.Item item = outgoing.inBatch();
		if (item.encodedBytes() >= this.batching.maxBytes()) {
			return startAlone.get();
		}
		Entry entry = new Entry(outgoing, item, send, alone, new CompletableFuture<>());
		List<OpenBatch> ready = new ArrayList<>(2);
		this.lock.lock();
		try {
			add(entry, ready);
		}
		finally {
			this.lock.unlock();
		}
		ready.forEach(this::leave);
		return entry.result;
	}

	private boolean waits(Send send, OutgoingMessage outgoing) {
		return this.batching.isOn() && !send.oneway() && send.target() instanceof SendTarget.Any
				&& this.context.options().selector() == null && outgoing.sysFlag() == 0 && !outgoing.batch()
				&& BatchPart.isBatchable(outgoing.message())
				&& send.deadline().nanos() > 2 * this.batching.linger().toNanos();
	}

	private void add(Entry entry, List<OpenBatch> ready) {
		String topic = entry.outgoing.message().topic();
		OpenBatch batch = this.open.get(topic);
		if (batch != null && !batch.fits(entry, this.batching, this.deadlineSpread)) {
			ready.add(batch);
			batch = null;
		}
		if (batch == null) {
			batch = new OpenBatch();
			this.open.put(topic, batch);
			OpenBatch fresh = batch;
			try {
				batch.alarm = this.timer.schedule(() -> flush(topic, fresh), this.batching.linger().toNanos(),
						TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// the client closes: nobody would end the wait
				this.open.remove(topic);
				ready.add(batch);
			}
		}
		batch.add(entry);
		if (batch.isFull(this.batching) && this.open.remove(topic, batch)) {
			ready.add(batch);
		}
	}

	private void flush(String topic, OpenBatch batch) {
		boolean mine;
		this.lock.lock();
		try {
			mine = this.open.remove(topic, batch);
		}
		finally {
			this.lock.unlock();
		}
		if (mine) {
			leave(batch);
		}
	}

	/**
	 * Lets all that wait leave now.
	 */
	void flush() {
		List<OpenBatch> waiting;
		this.lock.lock();
		try {
			waiting = List.copyOf(this.open.values());
			this.open.clear();
		}
		finally {
			this.lock.unlock();
		}
		waiting.forEach(this::leave);
	}

	/** Called once for each batch, when no more messages join it. */
	private void leave(OpenBatch batch) {
		if (batch.alarm != null) {
			batch.alarm.cancel(false);
		}
		CompletableFuture<@Nullable SendResult> sending;
		try {
			sending = attempt(batch).start(0);
		}
		catch (RuntimeException ex) {
			sending = CompletableFuture.failedFuture(Failures.of(ex));
		}
		sending.whenComplete((sent, failure) -> ended(batch, sent, failure));
	}

	private SendAttempt attempt(OpenBatch batch) {
		if (batch.entries.size() == 1) {
			return batch.entries.get(0).alone;
		}
		return new SendAttempt(batch.part.outgoing(this.ids.get()), SendTarget.any(), batch.hooks(), false,
				batch.deadline(), this.context);
	}

	private void ended(OpenBatch batch, @Nullable SendResult sent, @Nullable Throwable failure) {
		if (sent != null) {
			List<SendResult> results = batch.part.results(sent);
			for (int i = 0; i < results.size(); i++) {
				batch.entries.get(i).result.complete(results.get(i));
			}
		}
		else if (batch.entries.size() > 1 && mayBeTheFaultOfOne(failure)) {
			batch.entries.forEach((entry) -> entry.alone.start(0).whenComplete(entry::end));
		}
		else {
			batch.entries.forEach((entry) -> entry.end(null, Failures.of(failure)));
		}
	}

	/** Brokers refuse a batch as a whole when one of its messages is illegal. */
	private static boolean mayBeTheFaultOfOne(@Nullable Throwable failure) {
		return failure != null && Blocking.unwrap(failure) instanceof BrokerException refusal
				&& refusal.outcome() == Outcome.NOT_SENT && refusal.code() == ResponseCode.MESSAGE_ILLEGAL.number();
	}

	private record Entry(OutgoingMessage outgoing, BatchBody.Item item, Send send, SendAttempt alone,
			CompletableFuture<@Nullable SendResult> result) {

		Deadline deadline() {
			return this.send.deadline();
		}

		void end(@Nullable SendResult sent, @Nullable Throwable failure) {
			if (sent != null) {
				this.result.complete(sent);
			}
			else {
				this.result.completeExceptionally(Failures.of(failure));
			}
		}

	}

	/** Messages that wait together; guarded by the lock until they leave. */
	private static final class OpenBatch {

		private final BatchPart part = new BatchPart();

		private final List<Entry> entries = new ArrayList<>();

		private @Nullable ScheduledFuture<?> alarm;

		boolean fits(Entry entry, Batching batching, long deadlineSpread) {
			return this.part.fits(entry.item, batching.maxBytes(), batching.maxMessages())
					&& Math.abs(entry.deadline().nanos() - this.entries.get(0).deadline().nanos()) <= deadlineSpread;
		}

		void add(Entry entry) {
			this.entries.add(entry);
			this.part.add(entry.outgoing, entry.item);
		}

		boolean isFull(Batching batching) {
			return this.entries.size() >= batching.maxMessages() || this.part.bytes() >= batching.maxBytes();
		}

		SendHooks hooks() {
			return SendHooks.ofBatch(this.entries.stream().map((entry) -> entry.send.hooks()).toList());
		}

		Deadline deadline() {
			Deadline first = this.entries.get(0).deadline();
			for (Entry entry : this.entries) {
				first = (entry.deadline().nanos() < first.nanos()) ? entry.deadline() : first;
			}
			return first;
		}

	}

}
