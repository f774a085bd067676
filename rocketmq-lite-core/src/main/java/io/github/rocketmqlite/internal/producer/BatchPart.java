package io.github.rocketmqlite.internal.producer;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.Names;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one topic that leave together (protocol 8.6), and what the broker's one
 * answer means for each of them.
 * <p>
 * Threading: confined to whoever collects it.
 */
final class BatchPart {

	private final List<OutgoingMessage> items;

	private long bytes;

	/**
	 * An empty part.
	 * @param likely how many messages it may well get
	 */
	BatchPart(int likely) {
		this.items = new ArrayList<>(likely);
	}

	/**
	 * Refuses what brokers do not take in a batch.
	 * @param index the message's place in the batch
	 */
	static void requireBatchable(Message message, int index) {
		String kind = kind(message);
		if (kind != null) {
			throw new InvalidMessageException("Message " + index + " of the batch, to topic '" + message.topic()
					+ "', has " + kind + ", which a message of a batch cannot have");
		}
	}

	/**
	 * Whether brokers take the message in a batch.
	 */
	static boolean isBatchable(Message message) {
		return kind(message) == null;
	}

	private static @Nullable String kind(Message message) {
		if (message.delayLevel() > 0 || message.delay() != null || message.deliverAt() != null) {
			return "a delay";
		}
		if (message.priority() != null) {
			return "a priority";
		}
		if (message.liteTopic() != null) {
			return "a lite topic";
		}
		if (message.correlation() != null) {
			return "a correlation";
		}
		return Names.isRetryTopic(message.topic()) ? "a retry topic" : null;
	}

	/**
	 * Whether one more message keeps within the limits. The first always does: alone it
	 * leaves as an ordinary message.
	 */
	boolean fits(OutgoingMessage message, int maxBytes, int maxMessages) {
		return this.items.isEmpty()
				|| (this.items.size() < maxMessages && this.bytes + message.encodedBytes() <= maxBytes);
	}

	void add(OutgoingMessage message) {
		this.items.add(message);
		this.bytes += message.encodedBytes();
	}

	List<OutgoingMessage> items() {
		return this.items;
	}

	/** What the messages take together. */
	long bytes() {
		return this.bytes;
	}

	/**
	 * What leaves.
	 * @param id the id of a batch, which no consumer sees
	 */
	OutgoingMessage outgoing(String id) {
		return (this.items.size() == 1) ? this.items.get(0) : OutgoingMessage.batch(this.items, id);
	}

	/**
	 * The acknowledgement of each message: brokers store them one behind the other.
	 */
	List<SendResult> results(SendResult sent) {
		if (this.items.size() == 1) {
			return List.of(sent);
		}
		String[] places = sent.offsetMessageId().split(",", -1);
		// a broker that keeps the batch in one container tells the place of that
		boolean each = places.length == this.items.size();
		MessageQueue queue = sent.queue();
		List<SendResult> results = new ArrayList<>(this.items.size());
		for (int i = 0; i < this.items.size(); i++) {
			results.add(new SendResult(sent.status(), this.items.get(i).id(), each ? places[i] : sent.offsetMessageId(),
					queue, sent.queueOffset() + i));
		}
		return results;
	}

}
