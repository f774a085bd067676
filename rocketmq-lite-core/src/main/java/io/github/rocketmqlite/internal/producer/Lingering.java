package io.github.rocketmqlite.internal.producer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
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
	 * Takes a message that may leave together with others, and ends its send.
	 * @return false when it must leave alone
	 */
	boolean takes(Send send, OutgoingMessage outgoing) {
		if (!waits(send, outgoing)) {
			return false;
		}
		OpenBatch former;
		OpenBatch full;
		this.lock.lock();
		try {
			former = takeIfItFitsNot(send, outgoing);
			full = add(send, outgoing);
		}
		finally {
			this.lock.unlock();
		}
		leave(former);
		leave(full);
		return true;
	}

	private boolean waits(Send send, OutgoingMessage outgoing) {
		return this.batching.isOn() && !send.isOneway() && send.target() instanceof SendTarget.Any
				&& this.context.options().selector() == null && outgoing.sysFlag() == 0 && !outgoing.isBatch()
				&& BatchPart.isBatchable(outgoing.message()) && outgoing.encodedBytes() < this.batching.maxBytes()
				&& send.deadline().nanos() > 2 * this.batching.linger().toNanos();
	}

	/** The open batch of the topic leaves if this message cannot join it. */
	private @Nullable OpenBatch takeIfItFitsNot(Send send, OutgoingMessage outgoing) {
		OpenBatch batch = this.open.get(send.message().topic());
		if (batch == null || batch.fits(send, outgoing, this.batching, this.deadlineSpread)) {
			return null;
		}
		this.open.remove(send.message().topic());
		return batch;
	}

	/** Returns the batch if it leaves with this message. */
	private @Nullable OpenBatch add(Send send, OutgoingMessage outgoing) {
		String topic = send.message().topic();
		OpenBatch batch = this.open.get(topic);
		boolean leaves = false;
		if (batch == null) {
			batch = new OpenBatch();
			this.open.put(topic, batch);
			leaves = !alarm(topic, batch);
		}
		batch.add(send, outgoing);
		if (leaves || batch.isFull(this.batching)) {
			this.open.remove(topic);
			return batch;
		}
		return null;
	}

	private boolean alarm(String topic, OpenBatch batch) {
		try {
			batch.alarm = this.timer.schedule(() -> flush(topic, batch), this.batching.linger().toNanos(),
					TimeUnit.NANOSECONDS);
			return true;
		}
		catch (RejectedExecutionException ex) {
			// the client closes: nobody would end the wait
			return false;
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
	private void leave(@Nullable OpenBatch batch) {
		if (batch == null) {
			return;
		}
		if (batch.alarm != null) {
			batch.alarm.cancel(false);
		}
		try {
			attempt(batch).start(0);
		}
		catch (RuntimeException ex) {
			ended(batch, null, Failures.of(ex));
		}
	}

	private SendAttempt attempt(OpenBatch batch) {
		if (batch.sends.size() == 1) {
			return alone(batch, 0);
		}
		OutgoingMessage outgoing = batch.part.outgoing(this.ids.get());
		return new SendAttempt(Send.batch(outgoing, batch.sends, batch.deadline()), outgoing, this.context,
				(sent, failure) -> ended(batch, sent, failure));
	}

	private SendAttempt alone(OpenBatch batch, int index) {
		Send send = batch.sends.get(index);
		return new SendAttempt(send, batch.part.items().get(index), this.context, send);
	}

	private void ended(OpenBatch batch, @Nullable SendResult sent, @Nullable RocketException failure) {
		List<SendResult> results = (sent != null) ? batch.part.results(sent) : List.of();
		boolean tryEach = batch.sends.size() > 1 && mayBeTheFaultOfOne(failure);
		for (int i = 0; i < batch.sends.size(); i++) {
			if (tryEach) {
				alone(batch, i).start(0);
			}
			else {
				batch.sends.get(i).end((sent != null) ? results.get(i) : null, failure);
			}
		}
	}

	/** Brokers refuse a batch as a whole when one of its messages is illegal. */
	private static boolean mayBeTheFaultOfOne(@Nullable RocketException failure) {
		return failure instanceof BrokerException refusal && refusal.outcome() == Outcome.NOT_SENT
				&& refusal.code() == ResponseCode.MESSAGE_ILLEGAL.number();
	}

	/** Messages that wait together; guarded by the lock until they leave. */
	private static final class OpenBatch {

		private static final int LIKELY = 32;

		private final BatchPart part = new BatchPart(LIKELY);

		private final List<Send> sends = new ArrayList<>(LIKELY);

		private @Nullable ScheduledFuture<?> alarm;

		boolean fits(Send send, OutgoingMessage outgoing, Batching batching, long deadlineSpread) {
			return this.part.fits(outgoing, batching.maxBytes(), batching.maxMessages())
					&& Math.abs(send.deadline().nanos() - this.sends.get(0).deadline().nanos()) <= deadlineSpread;
		}

		void add(Send send, OutgoingMessage outgoing) {
			this.sends.add(send);
			this.part.add(outgoing);
		}

		boolean isFull(Batching batching) {
			return this.sends.size() >= batching.maxMessages() || this.part.bytes() >= batching.maxBytes();
		}

		Deadline deadline() {
			Deadline first = this.sends.get(0).deadline();
			for (Send send : this.sends) {
				first = (send.deadline().nanos() < first.nanos()) ? send.deadline() : first;
			}
			return first;
		}

	}

}
