package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * A broker's request to hand one message to the listener (CONSUME_MESSAGE_DIRECTLY, 309).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group, as the broker names it
 * @param message the message
 */
public record DirectConsumption(String group, StoredMessage message) {

	/** The request code. */
	public static final int CODE = 309;

	public static DirectConsumption decode(Frame frame, Namespace namespace) {
		String brokerName = Objects.requireNonNullElse(frame.fields().text("brokerName"), "");
		List<StoredMessage> messages = MessageBatch.decode(frame, brokerName, namespace).messages();
		if (messages.size() != 1) {
			throw new ProtocolException(
					frame.peer() + " wants " + messages.size() + " messages to be consumed directly instead of one",
					Outcome.UNKNOWN, null);
		}
		return new DirectConsumption(ServerFields.text(frame, "consumerGroup"), messages.get(0));
	}

	/**
	 * What came of it.
	 *
	 * @param result the protocol's word for it: {@code CR_SUCCESS}, {@code CR_LATER},
	 * {@code CR_THROW_EXCEPTION} or {@code CR_RETURN_NULL}
	 * @param ordered whether the consumer is an ordered one
	 * @param remark more about it
	 * @param spentMillis how long the listener ran
	 */
	public record Result(String result, boolean ordered, @Nullable String remark, long spentMillis) {

		/** The body of the answer. */
		public byte[] body() {
			return JsonBody.write((json) -> {
				json.writeBooleanProperty("autoCommit", true);
				json.writeStringProperty("consumeResult", this.result);
				json.writeBooleanProperty("order", this.ordered);
				if (this.remark != null) {
					json.writeStringProperty("remark", this.remark);
				}
				json.writeNumberProperty("spentTimeMills", this.spentMillis);
			});
		}

	}

}
