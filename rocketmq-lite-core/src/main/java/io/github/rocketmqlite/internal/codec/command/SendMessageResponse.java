package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.internal.codec.Fields;
import io.github.rocketmqlite.internal.codec.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The broker's acknowledgement of a stored message. Four answer codes mean "stored".
 * <p>
 * Threading: immutable.
 *
 * @param status how durable the message is
 * @param offsetMessageId the id of its place in the commit log; of a batch the ids joined
 * by commas; empty when the broker gave none
 * @param queueId the queue it is in
 * @param queueOffset the position of the (first) message in that queue
 * @param recallHandle by which a timer message can be taken back; absent before 5.3.2 and
 * unless the broker allows it
 * @param region the broker's region, for the message trace
 * @param traced whether the broker wants the send in the message trace
 */
public record SendMessageResponse(SendStatus status, String offsetMessageId, int queueId, long queueOffset,
		@Nullable String recallHandle, @Nullable String region, boolean traced) {

	/** What brokers say that were not told where they are. */
	private static final String DEFAULT_REGION = "DefaultRegion";

	static SendMessageResponse decode(Frame answer) {
		SendStatus status = status(answer);
		Fields fields = answer.fields();
		return new SendMessageResponse(status, Objects.requireNonNullElse(fields.text("msgId"), ""),
				fields.integer("queueId"), fields.number("queueOffset"), fields.text("recallHandle"),
				fields.text("MSG_REGION", DEFAULT_REGION), !"false".equals(fields.text("TRACE_ON", "true")));
	}

	private static SendStatus status(Frame answer) {
		return switch (answer.code()) {
			case 0 -> SendStatus.SEND_OK;
			case 10 -> SendStatus.FLUSH_DISK_TIMEOUT;
			case 11 -> SendStatus.SLAVE_NOT_AVAILABLE;
			case 12 -> SendStatus.FLUSH_SLAVE_TIMEOUT;
			default -> throw answer.refusal();
		};
	}

}
