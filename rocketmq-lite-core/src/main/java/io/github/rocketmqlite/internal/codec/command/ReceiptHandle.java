package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * What a broker must be told to recognise one delivery of a popped message: the property
 * {@code POP_CK} (protocol 10.3). It dies with the message's invisible time, and earlier
 * when that time is changed.
 * <p>
 * Threading: immutable.
 *
 * @param checkpointOffset the first offset of the messages that were popped together
 * @param popTime when the broker handed the message out, by its clock, in milliseconds
 * @param invisibleMillis how long nobody else gets the message
 * @param reviveQueueId where the broker keeps the checkpoint
 * @param retryFlag {@link #NORMAL}, {@link #RETRY} or {@link #RETRY_V2}
 * @param brokerName the broker
 * @param queueId the queue
 * @param queueOffset the message's offset in the queue
 * @param liteTopic the lite topic whose queue it is, which the text form does not hold;
 * {@code null} for an ordinary queue
 */
public record ReceiptHandle(long checkpointOffset, long popTime, long invisibleMillis, int reviveQueueId, int retryFlag,
		String brokerName, int queueId, long queueOffset, @Nullable String liteTopic) {

	/** {@code retryFlag}: the message was popped from its own topic. */
	public static final int NORMAL = 0;

	/** {@code retryFlag}: from the group's retry topic of the topic. */
	public static final int RETRY = 1;

	/** {@code retryFlag}: from that retry topic under its newer name. */
	public static final int RETRY_V2 = 2;

	private static final int FIELDS = 8;

	public ReceiptHandle {
		Objects.requireNonNull(brokerName, "brokerName");
	}

	/**
	 * The handle of a message in an ordinary queue.
	 */
	public ReceiptHandle(long checkpointOffset, long popTime, long invisibleMillis, int reviveQueueId, int retryFlag,
			String brokerName, int queueId, long queueOffset) {
		this(checkpointOffset, popTime, invisibleMillis, reviveQueueId, retryFlag, brokerName, queueId, queueOffset,
				null);
	}

	/**
	 * Reads the text form; what follows the eighth field is ignored.
	 * @throws ProtocolException when it is none
	 */
	public static ReceiptHandle parse(String text) {
		String[] fields = text.split(" ", FIELDS + 1);
		if (fields.length < FIELDS) {
			throw new ProtocolException("Not a receipt handle: '" + text + "'", Outcome.UNKNOWN, null);
		}
		try {
			return new ReceiptHandle(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]),
					Integer.parseInt(fields[3]), Integer.parseInt(fields[4]), fields[5], Integer.parseInt(fields[6]),
					Long.parseLong(fields[7]));
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("Not a receipt handle: '" + text + "'", Outcome.UNKNOWN, ex);
		}
	}

	/**
	 * The handle after the invisible time was changed; this one is dead then.
	 */
	ReceiptHandle changed(long newPopTime, long newInvisibleMillis, int newReviveQueueId) {
		return new ReceiptHandle(this.queueOffset, newPopTime, newInvisibleMillis, newReviveQueueId, this.retryFlag,
				this.brokerName, this.queueId, this.queueOffset, this.liteTopic);
	}

	/**
	 * The text form.
	 */
	@Override
	public String toString() {
		return this.checkpointOffset + " " + this.popTime + " " + this.invisibleMillis + " " + this.reviveQueueId + " "
				+ this.retryFlag + " " + this.brokerName + " " + this.queueId + " " + this.queueOffset;
	}

}
