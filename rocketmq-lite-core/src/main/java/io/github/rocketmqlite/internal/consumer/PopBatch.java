package io.github.rocketmqlite.internal.consumer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.internal.codec.command.ReceiptHandle;
import io.github.rocketmqlite.internal.pop.Popping;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one queue or lite topic that were popped together, in the buffer
 * through which they reach the listener. A batch has no offsets to keep, so it is over
 * when it is empty. In a queue a slow message holds back nothing behind it; a lite topic
 * is in order, within the batch and from one batch to the next.
 * <p>
 * Threading: thread-safe.
 */
final class PopBatch {

	private final QueueBuffer buffer;

	private final List<PoppedMessage> messages;

	private final Popping popping;

	/** What it may not overtake; {@code null} for nothing. */
	private volatile @Nullable PopBatch before;

	private PopBatch(MessageQueue queue, List<PoppedMessage> messages, CacheBudget budget, Popping popping) {
		this.messages = messages;
		this.popping = popping;
		this.buffer = new QueueBuffer(queue, QueueLimits.ofMessages(messages.size()), budget,
				popping.isInOrder() ? Order.QUEUE : Order.NONE, this::mayBegin);
		this.buffer.add(messages, 0);
	}

	/**
	 * The batches that a pop brought, one for each lite topic or queue, which may be of
	 * retry topics.
	 */
	static List<PopBatch> of(List<? extends PoppedMessage> popped, CacheBudget budget, Popping popping) {
		Map<String, Map<Long, PoppedMessage>> queues = new TreeMap<>();
		for (PoppedMessage message : popped) {
			ReceiptHandle handle = ReceiptHandle.parse(message.receiptHandle());
			PoppedMessage twin = queues
				.computeIfAbsent(popping.isInOrder() ? String.valueOf(message.liteTopic())
						: handle.retryFlag() + " " + handle.queueId(), (first) -> new TreeMap<>())
				.putIfAbsent(message.queueOffset(), message);
			if (twin != null) {
				popping.giveBack(message);
			}
		}
		return queues.values().stream().map((ofQueue) -> {
			List<PoppedMessage> inOrder = List.copyOf(ofQueue.values());
			return new PopBatch(inOrder.get(0).queue(), inOrder, budget, popping);
		}).toList();
	}

	QueueBuffer buffer() {
		return this.buffer;
	}

	/**
	 * Lines up behind earlier batches of the same lite topic. There are some when the
	 * broker hands out messages again, because it was restarted or did not hear in time
	 * that they are still held here.
	 */
	void follow(Collection<PopBatch> earlier) {
		String liteTopic = this.messages.get(0).liteTopic();
		earlier.stream()
			.filter((batch) -> Objects.equals(liteTopic, batch.messages.get(0).liteTopic()) && !batch.isOver())
			.forEach((batch) -> {
				if (earlier.stream().noneMatch((later) -> later.before == batch)) {
					this.before = batch;
				}
			});
	}

	boolean follows(PopBatch batch) {
		return this.before == batch;
	}

	private boolean mayBegin() {
		PopBatch first = this.before;
		if (first != null && first.isOver()) {
			this.before = null;
			return true;
		}
		return first == null;
	}

	boolean isOver() {
		return this.buffer.cachedMessages() == 0;
	}

	/** Whether the time of a message is over, so that others have it. */
	boolean isLate() {
		return this.messages.stream()
			.anyMatch((message) -> !message.isAcknowledged() && message.remainingInvisibleTime().isZero());
	}

	/** Lets others have what nobody has begun here. */
	void giveBackUnbegun() {
		// a rest must not hide what there is
		this.buffer.endSuspension(this.buffer.suspend());
		Slice slice = this.buffer.take(Slice.MAX_SIZE);
		while (slice != null) {
			for (int i = 0; i < slice.size(); i++) {
				this.popping.giveBack((PoppedMessage) ReattemptedMessage.delivered(slice.message(i)));
			}
			this.buffer.finish(slice, 0, slice.from(0), 0);
			slice = this.buffer.take(Slice.MAX_SIZE);
		}
	}

	/**
	 * Hands out nothing any more.
	 * @return completes when no listener has a message of it
	 */
	CompletableFuture<@Nullable Void> close() {
		giveBackUnbegun();
		return this.buffer.close();
	}

	/**
	 * Ends what is left after the close: what was taken but not begun is given back; what
	 * is still being handled comes again when its time is over.
	 * @param nobodyRuns whether all listeners have ended
	 */
	void end(boolean nobodyRuns) {
		this.messages.forEach(nobodyRuns ? this.popping::giveBack : this.popping::abandon);
	}

}
