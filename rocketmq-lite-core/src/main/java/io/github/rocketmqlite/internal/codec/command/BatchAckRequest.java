package io.github.rocketmqlite.internal.codec.command;

import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;
import tools.jackson.core.JsonGenerator;

/**
 * Tells the master that several popped messages are done with (BATCH_ACK_MESSAGE, 200151,
 * from 5.1.3 on). Messages that were popped together become one entry with one bit each.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param brokerName the broker that all handles name
 * @param acks the deliveries
 */
public record BatchAckRequest(String group, String brokerName, List<Ack> acks) implements BodyRequest<Boolean> {

	/** The farthest a message may be from the first one of its entry. */
	private static final long MAX_BIT = 1 << 16;

	public BatchAckRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(brokerName, "brokerName");
		acks = List.copyOf(acks);
	}

	/**
	 * Whether a delivery can be one of several; if not, it needs a request of its own.
	 */
	public static boolean fits(ReceiptHandle handle) {
		long bit = handle.queueOffset() - handle.checkpointOffset();
		return bit >= 0 && bit < MAX_BIT;
	}

	@Override
	public int code() {
		return 200_151;
	}

	@Override
	public byte[] body(RequestScope scope) {
		Map<Ack, BitSet> entries = new LinkedHashMap<>();
		for (Ack ack : this.acks) {
			ReceiptHandle handle = ack.handle();
			entries.computeIfAbsent(ack.entry(), (entry) -> new BitSet())
				.set((int) (handle.queueOffset() - handle.checkpointOffset()));
		}
		return JsonBody.write((json) -> {
			json.writeArrayPropertyStart("acks");
			entries.forEach((entry, bits) -> write(json, entry, bits, scope));
			json.writeEndArray();
			json.writeStringProperty("brokerName", this.brokerName);
		});
	}

	private void write(JsonGenerator json, Ack entry, BitSet bits, RequestScope scope) {
		ReceiptHandle handle = entry.handle();
		json.writeStartObject();
		json.writeStringProperty("b", Base64.getEncoder().encodeToString(bits.toByteArray()));
		json.writeStringProperty("c", scope.namespace().wrap(this.group));
		json.writeNumberProperty("it", handle.invisibleMillis());
		json.writeNumberProperty("pt", handle.popTime());
		json.writeNumberProperty("q", handle.queueId());
		json.writeStringProperty("r", Integer.toString(handle.retryFlag()));
		json.writeNumberProperty("rq", handle.reviveQueueId());
		json.writeNumberProperty("so", handle.checkpointOffset());
		json.writeStringProperty("t", scope.namespace().wrap(entry.topic()));
		json.writeEndObject();
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

	/**
	 * One delivery.
	 *
	 * @param topic the topic that was asked for, also when the message came from its
	 * retry topic
	 * @param handle the delivery
	 */
	public record Ack(String topic, ReceiptHandle handle) {

		/** What deliveries of one entry have in common. */
		private Ack entry() {
			return new Ack(this.topic,
					new ReceiptHandle(this.handle.checkpointOffset(), this.handle.popTime(),
							this.handle.invisibleMillis(), this.handle.reviveQueueId(), this.handle.retryFlag(),
							this.handle.brokerName(), this.handle.queueId(), 0));
		}

	}

}
