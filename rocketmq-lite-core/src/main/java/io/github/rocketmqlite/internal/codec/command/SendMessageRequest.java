package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.BatchBody;
import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message (SEND_MESSAGE_V2, 310) or an encoded batch (SEND_BATCH_MESSAGE, 320).
 * Written with the one-letter field names of the protocol's second version.
 * <p>
 * Threading: immutable, provided nobody changes the body.
 *
 * @param sender who sends
 * @param queue the queue to store in
 * @param content what to store
 */
public record SendMessageRequest(Sender sender, MessageQueue queue,
		Content content) implements Request<SendMessageResponse> {

	private static final int SEND_MESSAGE_V2 = 310;

	private static final int SEND_BATCH_MESSAGE = 320;

	public SendMessageRequest {
		Objects.requireNonNull(sender, "sender");
		Objects.requireNonNull(queue, "queue");
		Objects.requireNonNull(content, "content");
	}

	/**
	 * A request all parts of which are at hand.
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
	public SendMessageRequest(String group, String topic, String createTopicKey, int autoCreateQueues, int queueId,
			int sysFlag, long bornTimestamp, int flag, String properties, int reconsumeTimes,
			@Nullable Integer maxReconsumeTimes, boolean batch, String brokerName, byte[] body) {
		this(new Sender(group, createTopicKey, autoCreateQueues), new MessageQueue(topic, brokerName, queueId),
				new EncodedContent(sysFlag, bornTimestamp, flag, properties, reconsumeTimes, maxReconsumeTimes, batch,
						body));
	}

	@Override
	public int code() {
		return this.content.isBatch() ? SEND_BATCH_MESSAGE : SEND_MESSAGE_V2;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("a", this.sender.group);
		out.field("b", this.queue.topic());
		out.field("c", this.sender.createTopicKey);
		out.field("d", this.sender.autoCreateQueues);
		out.field("e", this.queue.queueId());
		out.field("f", this.content.sysFlag());
		out.field("g", this.content.bornTimestamp());
		out.field("h", this.content.flag());
		out.field("i", this.content);
		out.field("j", this.content.reconsumeTimes());
		out.field("k", false);
		Integer limit = this.content.maxReconsumeTimes();
		if (limit != null) {
			out.field("l", limit.intValue());
		}
		out.field("m", this.content.isBatch());
		out.field("n", this.queue.brokerName());
	}

	@Override
	public byte[] body() {
		return isBodyComposed() ? BatchBody.encode(this.content.items()) : this.content.body();
	}

	@Override
	public boolean isBodyComposed() {
		return !this.content.items().isEmpty();
	}

	@Override
	public void writeBody(ByteBuf out) {
		if (isBodyComposed()) {
			BatchBody.write(out, this.content.items());
		}
		else {
			out.writeBytes(this.content.body());
		}
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
		return "SendMessageRequest[queue=" + this.queue + ", batch=" + this.content.isBatch() + "]";
	}

	/**
	 * What a producer says of itself in each of its requests.
	 *
	 * @param group the producer group
	 * @param createTopicKey the topic whose settings an auto-created topic copies
	 * @param autoCreateQueues how many queues an auto-created topic gets
	 */
	public record Sender(String group, String createTopicKey, int autoCreateQueues) {

		public Sender {
			Objects.requireNonNull(group, "group");
			Objects.requireNonNull(createTopicKey, "createTopicKey");
		}

	}

	/**
	 * A message as it goes onto the wire, the same to whatever queue.
	 */
	public interface Content extends BatchBody.Item {

		/**
		 * Bits of {@link io.github.rocketmqlite.internal.codec.SysFlag}.
		 */
		int sysFlag();

		/**
		 * When the message was sent, in milliseconds of the wall clock.
		 */
		long bornTimestamp();

		/**
		 * How often the message was consumed before.
		 */
		default int reconsumeTimes() {
			return 0;
		}

		/**
		 * The limit of that, for retry topics only.
		 */
		default @Nullable Integer maxReconsumeTimes() {
			return null;
		}

		/**
		 * Whether this is a batch.
		 */
		boolean isBatch();

		/**
		 * The messages of a batch that is not encoded yet, which takes the place of the
		 * body.
		 */
		default List<? extends BatchBody.Item> items() {
			return List.of();
		}

	}

	/**
	 * A message that is encoded already.
	 */
	@SuppressWarnings("ArrayRecordComponent") // requests are compared by identity only
	private record EncodedContent(int sysFlag, long bornTimestamp, int flag, String furtherProperties,
			int reconsumeTimes, @Nullable Integer maxReconsumeTimes, boolean isBatch, byte[] body) implements Content {

		EncodedContent {
			Objects.requireNonNull(furtherProperties, "properties");
			Objects.requireNonNull(body, "body");
		}

		@Override
		public String id() {
			return "";
		}

	}

}
