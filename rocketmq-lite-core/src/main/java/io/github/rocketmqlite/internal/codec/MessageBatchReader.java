package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the stored messages of a pull answer, each by its own size. A bad message is
 * reported and the walk goes on behind it; when even its size is bad, at the next place
 * that holds a whole message.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class MessageBatchReader {

	private static final long UNKNOWN_OFFSET = -1;

	private static final int NOWHERE = Integer.MAX_VALUE;

	/** A usual pull has no more. */
	private static final int EXPECTED_MESSAGES = 32;

	private final byte[] bytes;

	private final String brokerName;

	private final Namespace namespace;

	private final DecodeLimits limits;

	private final List<StoredMessage> messages;

	private List<MessageBatch.Undecodable> undecodable = List.of();

	private @Nullable MessageQueue queue;

	private int topicAt;

	private int topicLength;

	private long unwrappedBytes;

	MessageBatchReader(byte[] bytes, String brokerName, Namespace namespace, DecodeLimits limits) {
		this.bytes = bytes;
		this.brokerName = brokerName;
		this.namespace = namespace;
		this.limits = limits;
		this.messages = new ArrayList<>(Math.min(EXPECTED_MESSAGES, 1 + bytes.length / Math.max(1, size(0))));
	}

	/**
	 * Reads as much as the limits allow. Messages beyond are left to the next pull; bytes
	 * beyond, which tell no offset, are reported.
	 */
	MessageBatch read() {
		int at = 0;
		while (at < this.bytes.length) {
			boolean full = this.messages.size() + this.undecodable.size() >= this.limits.maxMessages();
			String problem = StoredLayout.problem(this.bytes, at);
			if (problem == null) {
				StoredMessage message = new StoredMessage(this.bytes, at, queueOf(at), this.namespace, this.limits);
				if (full || !add(message)) {
					return leaving(message, at);
				}
				at += BigEndian.getInt(this.bytes, at);
			}
			else if (full) {
				reportRest(at);
				break;
			}
			else {
				int next = resume(at);
				report(at, "the message at byte " + at + " cannot be read, " + (next - at) + " bytes are skipped: "
						+ problem);
				at = next;
			}
		}
		return new MessageBatch(this.messages, this.undecodable, MessageBatch.COMPLETE);
	}

	/**
	 * Leaves a message and all after it to the next pull, which needs an offset that
	 * leads on.
	 */
	private MessageBatch leaving(StoredMessage next, int at) {
		int count = this.messages.size();
		if (count == 0 || next.queueOffset() > this.messages.get(count - 1).queueOffset()) {
			return new MessageBatch(this.messages, this.undecodable, next.queueOffset());
		}
		reportRest(at);
		return new MessageBatch(this.messages, this.undecodable, MessageBatch.COMPLETE);
	}

	private void reportRest(int at) {
		report(at, "the answer holds more than " + this.limits.maxMessages() + " messages; " + (this.bytes.length - at)
				+ " bytes are left unread");
	}

	/**
	 * Adds a message, or all of a container.
	 * @return whether there was room; the first container always has it
	 */
	private boolean add(StoredMessage message) {
		if (!message.isContainer()) {
			this.messages.add(message);
			return true;
		}
		try {
			List<StoredMessage> items = InnerBatch.unwrap(message);
			this.unwrappedBytes += message.body().length;
			if (!this.messages.isEmpty() && (this.messages.size() + items.size() > this.limits.maxMessages()
					|| this.unwrappedBytes > this.limits.maxBodyBytes())) {
				return false;
			}
			this.messages.addAll(items);
		}
		catch (ProtocolException ex) {
			report(new MessageBatch.Undecodable(message.queueOffset(), message.commitLogOffset(),
					String.valueOf(ex.getMessage())));
		}
		return true;
	}

	private void report(int at, String reason) {
		boolean start = StoredLayout.isStart(this.bytes, at);
		report(new MessageBatch.Undecodable(
				start ? BigEndian.getLong(this.bytes, at + StoredLayout.QUEUE_OFFSET_AT) : UNKNOWN_OFFSET,
				start ? BigEndian.getLong(this.bytes, at + StoredLayout.COMMIT_LOG_OFFSET_AT) : UNKNOWN_OFFSET,
				reason));
	}

	private void report(MessageBatch.Undecodable place) {
		if (this.undecodable.isEmpty()) {
			this.undecodable = new ArrayList<>();
		}
		this.undecodable.add(place);
	}

	/**
	 * Where to go on after a bad message. Its size field tells, and so do the lengths of
	 * its parts; what leads to the end or to another start is believed. The size counts
	 * for more, because a body may hold what looks like a message, unless whole messages
	 * fill exactly what it would skip.
	 */
	private int resume(int at) {
		int bySize = credible(at + (long) size(at), at);
		int byParts = credible(StoredLayout.endOfParts(this.bytes, at), at);
		if (bySize == NOWHERE) {
			return (byParts != NOWHERE) ? byParts : nextWhole(at + 1);
		}
		return (byParts < bySize && wholeMessagesFill(byParts, bySize)) ? byParts : bySize;
	}

	private boolean wholeMessagesFill(int from, int to) {
		int at = from;
		while (at < to && StoredLayout.problem(this.bytes, at) == null) {
			at += size(at);
		}
		return at == to;
	}

	private int size(int at) {
		return (this.bytes.length - at < Integer.BYTES) ? this.bytes.length - at : BigEndian.getInt(this.bytes, at);
	}

	private int credible(long end, int at) {
		boolean leadsOn = end >= at + (long) StoredLayout.MIN_SIZE && (end == this.bytes.length
				|| (end < this.bytes.length && StoredLayout.isStart(this.bytes, (int) end)));
		return leadsOn ? (int) end : NOWHERE;
	}

	private int nextWhole(int from) {
		for (int next = from; next <= this.bytes.length - StoredLayout.MIN_SIZE; next++) {
			if (StoredLayout.isStart(this.bytes, next) && StoredLayout.problem(this.bytes, next) == null) {
				return next;
			}
		}
		return this.bytes.length;
	}

	/**
	 * The queue of the message; almost always the one of the message before.
	 */
	private MessageQueue queueOf(int start) {
		int queueId = BigEndian.getInt(this.bytes, start + StoredLayout.QUEUE_ID_AT);
		int bodyLengthAt = start
				+ StoredLayout.bodyLengthAt(BigEndian.getInt(this.bytes, start + StoredLayout.SYS_FLAG_AT));
		int lengthAt = bodyLengthAt + Integer.BYTES + BigEndian.getInt(this.bytes, bodyLengthAt);
		int width = StoredLayout.topicLengthBytes(this.bytes, start);
		int length = StoredLayout.topicLength(this.bytes, lengthAt, width);
		int at = lengthAt + width;
		MessageQueue known = this.queue;
		if (known != null && known.queueId() == queueId && Arrays.equals(this.bytes, at, at + length, this.bytes,
				this.topicAt, this.topicAt + this.topicLength)) {
			return known;
		}
		this.topicAt = at;
		this.topicLength = length;
		String topic = new String(this.bytes, at, length, StandardCharsets.UTF_8);
		this.queue = new MessageQueue(this.namespace.unwrap(topic), this.brokerName, queueId);
		return this.queue;
	}

}
