package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message (SEND_MESSAGE_V2, 310) or an encoded batch (SEND_BATCH_MESSAGE, 320).
 * Written with the one-letter field names of the protocol's second version.
 * <p>
 * Threading: immutable, provided nobody changes the body.
 *
 * @param group the producer group
 * @param topic the topic
 * @param createTopicKey the topic whose settings an auto-created topic copies
 * @param autoCreateQueues how many queues an auto-created topic gets
 * @param queueId the queue to store in
 * @param sysFlag bits of {@link io.github.rocketmqlite.internal.codec.SysFlag}
 * @param bornTimestamp when the message was sent, in milliseconds of the wall clock
 * @param flag the user's own number
 * @param properties the encoded properties
 * @param reconsumeTimes how often the message was consumed before
 * @param maxReconsumeTimes the limit of that, for retry topics only
 * @param batch whether the body is an encoded batch
 * @param brokerName the broker's name
 * @param body the body as it is stored
 */
@SuppressWarnings("ArrayRecordComponent") // requests are compared by identity only
public record SendMessageRequest(String group, String topic, String createTopicKey, int autoCreateQueues, int queueId,
		int sysFlag, long bornTimestamp, int flag, String properties, int reconsumeTimes,
		@Nullable Integer maxReconsumeTimes, boolean batch, String brokerName,
		byte[] body) implements Request<SendMessageResponse> {

	private static final int SEND_MESSAGE_V2 = 310;

	private static final int SEND_BATCH_MESSAGE = 320;

	public SendMessageRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(createTopicKey, "createTopicKey");
		Objects.requireNonNull(properties, "properties");
		Objects.requireNonNull(brokerName, "brokerName");
		Objects.requireNonNull(body, "body");
	}

	@Override
	public int code() {
		return this.batch ? SEND_BATCH_MESSAGE : SEND_MESSAGE_V2;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("a", this.group);
		out.field("b", this.topic);
		out.field("c", this.createTopicKey);
		out.field("d", this.autoCreateQueues);
		out.field("e", this.queueId);
		out.field("f", this.sysFlag);
		out.field("g", this.bornTimestamp);
		out.field("h", this.flag);
		out.field("i", this.properties);
		out.field("j", this.reconsumeTimes);
		out.field("k", false);
		if (this.maxReconsumeTimes != null) {
			out.field("l", this.maxReconsumeTimes.intValue());
		}
		out.field("m", this.batch);
		out.field("n", this.brokerName);
	}

	@Override
	public SendMessageResponse decode(Frame answer) {
		return SendMessageResponse.decode(answer);
	}

	/**
	 * Names the message without its body and properties.
	 */
	@Override
	public String toString() {
		return "SendMessageRequest[topic=" + this.topic + ", brokerName=" + this.brokerName + ", queueId="
				+ this.queueId + ", batch=" + this.batch + ", bodyBytes=" + this.body.length + "]";
	}

}
