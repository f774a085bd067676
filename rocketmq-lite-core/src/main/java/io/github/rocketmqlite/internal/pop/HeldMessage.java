package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.LeaseExpiredException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import io.github.rocketmqlite.internal.codec.WrappedMessage;
import io.github.rocketmqlite.internal.codec.command.PopMessageResponse.Popped;
import io.github.rocketmqlite.internal.codec.command.ReceiptHandle;
import io.github.rocketmqlite.internal.pop.Popping.Catch;
import org.jspecify.annotations.Nullable;

/**
 * A popped message and its lease: the handle, and until when it is good. The time of the
 * lease is counted from the moment the request was sent, so it ends here before it ends
 * at the broker.
 * <p>
 * Threading: thread-safe.
 */
final class HeldMessage extends WrappedMessage<StoredMessage> implements PoppedMessage {

	private final Leases owner;

	private final PopTarget target;

	private final String realTopic;

	private final int reconsumeTimes;

	private final long heldSince;

	private volatile Lease lease;

	private volatile boolean acknowledged;

	private volatile boolean renewable;

	/** Whether it is decided what becomes of it. */
	private final AtomicBoolean settled = new AtomicBoolean();

	/** What happens to the lease happens one after the other; guarded by the owner. */
	private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

	HeldMessage(Leases owner, PopTarget target, Popped popped, boolean renewable, long sentNanos) {
		super(popped.message());
		this.owner = owner;
		this.target = target;
		this.realTopic = popped.realTopic();
		this.reconsumeTimes = popped.reconsumeTimes();
		this.renewable = renewable;
		this.heldSince = sentNanos;
		this.lease = Lease.of(popped.handle(), sentNanos);
	}

	/** The messages of a catch, each of which is one. */
	static List<HeldMessage> of(Catch caught) {
		return caught.messages().stream().map(HeldMessage.class::cast).toList();
	}

	Leases owner() {
		return this.owner;
	}

	String subscribedTopic() {
		return this.target.topic();
	}

	String realTopic() {
		return this.realTopic;
	}

	ReceiptHandle handle() {
		return this.lease.handle();
	}

	@Override
	public String topic() {
		String topic = super.topic();
		return topic.equals(this.target.topic()) ? this.target.shownTopic() : topic;
	}

	@Override
	public int reconsumeTimes() {
		return this.reconsumeTimes;
	}

	@Override
	public @Nullable String liteTopic() {
		String liteTopic = handle().liteTopic();
		return (liteTopic != null) ? liteTopic : super.liteTopic();
	}

	/**
	 * A lite topic has one queue, whichever queue of the topic holds the message, too.
	 */
	@Override
	public MessageQueue queue() {
		MessageQueue queue = super.queue();
		return (handle().liteTopic() != null) ? new MessageQueue(queue.topic(), queue.brokerName(), 0) : queue;
	}

	@Override
	public long queueOffset() {
		return (handle().liteTopic() != null) ? handle().queueOffset() : super.queueOffset();
	}

	/** Whether the caller is the one to decide what becomes of it. */
	boolean settle() {
		return this.settled.compareAndSet(false, true);
	}

	void acknowledged() {
		this.acknowledged = true;
	}

	void renewed(ReceiptHandle handle, long sentNanos) {
		this.lease = Lease.of(handle, sentNanos);
	}

	/** Renews the lease no more. */
	void endRenewal() {
		this.renewable = false;
	}

	boolean isRenewable() {
		return this.renewable;
	}

	/** Whether half of the lease is over. */
	boolean isRenewalDue() {
		Lease now = this.lease;
		long half = TimeUnit.MILLISECONDS.toNanos(now.handle().invisibleMillis()) / 2;
		return this.renewable && now.endNanos() - System.nanoTime() < half;
	}

	boolean isHeldLongerThan(Duration limit) {
		return System.nanoTime() - this.heldSince > limit.toNanos();
	}

	boolean isExpired() {
		return this.lease.endNanos() - System.nanoTime() <= 0;
	}

	LeaseExpiredException expired(String what, Outcome outcome) {
		return new LeaseExpiredException(what + " message " + messageId() + " of " + queue() + " at offset "
				+ queueOffset() + " comes too late: its invisible time of " + handle().invisibleMillis()
				+ " ms is over and it will be delivered again", outcome);
	}

	/** Lines up behind what is under way with the lease; under the owner's lock. */
	CompletableFuture<?> follow(CompletableFuture<?> next) {
		CompletableFuture<?> before = this.last;
		this.last = next;
		return before.handle((ignored, failure) -> true);
	}

	@Override
	public String receiptHandle() {
		return handle().toString();
	}

	@Override
	public Duration remainingInvisibleTime() {
		return Duration.ofNanos(Math.max(0, this.lease.endNanos() - System.nanoTime()));
	}

	@Override
	public boolean isAcknowledged() {
		return this.acknowledged;
	}

	@Override
	public String toString() {
		return "PoppedMessage[queue=" + queue() + ", queueOffset=" + queueOffset() + ", messageId=" + messageId()
				+ ", remainingInvisibleTime=" + remainingInvisibleTime() + ", acknowledged=" + this.acknowledged + "]";
	}

	private record Lease(ReceiptHandle handle, long endNanos) {

		static Lease of(ReceiptHandle handle, long sentNanos) {
			return new Lease(handle, sentNanos + TimeUnit.MILLISECONDS.toNanos(handle.invisibleMillis()));
		}

	}

}
