package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Fields;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.StoredMessage;

/**
 * Takes messages out of the lite topics that a client subscribed to at one master
 * (POP_LITE_MESSAGE, 200070, from 5.4 on), in the order of each lite topic. What was
 * taken of a lite topic must be done with before the broker hands out what is behind it.
 * <p>
 * Source: protocol 17.2. The offset of a message in its lite topic is a property; the
 * header tells only how often each was delivered before.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param topic the topic that holds the lite topics
 * @param clientId the name under which the client subscribed
 * @param maxMessages how many messages are wanted, at most
 * {@link PopMessageRequest#MAX_MESSAGES}
 * @param invisibleMillis how long nobody else gets them
 * @param pollMillis how long the broker may hold the request; 0 for not at all
 * @param brokerName the broker's name
 */
public record PopLiteRequest(String group, String topic, String clientId, int maxMessages, long invisibleMillis,
		long pollMillis, String brokerName) implements Request<PopMessageResponse> {

	private static final String QUEUES = "INNER_MULTI_DISPATCH";

	private static final String OFFSETS = "INNER_MULTI_QUEUE_OFFSET";

	public PopLiteRequest {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(clientId, "clientId");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	@Override
	public int code() {
		return 200_070;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("clientId", this.clientId);
		out.field("consumerGroup", this.group);
		out.field("topic", this.topic);
		out.field("maxMsgNum", this.maxMessages);
		out.field("invisibleTime", this.invisibleMillis);
		out.field("pollTime", this.pollMillis);
		out.field("bornTime", PopMessageRequest.BROKER_CLOCK);
		out.field("bname", this.brokerName);
	}

	@Override
	public PopMessageResponse decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public PopMessageResponse decode(Frame answer, RequestScope scope) {
		PopMessageResponse.Status status = PopMessageResponse.status(answer);
		if (status != PopMessageResponse.Status.FOUND) {
			return new PopMessageResponse(status, List.of(), List.of());
		}
		MessageBatch batch = MessageBatch.decode(answer, this.brokerName, scope.namespace());
		Fields fields = answer.fields();
		String realTopic = scope.namespace().wrap(this.topic);
		List<StoredMessage> messages = new ArrayList<>();
		List<ReceiptHandle> handles = new ArrayList<>();
		List<MessageBatch.Undecodable> undecodable = new ArrayList<>(batch.undecodable());
		for (StoredMessage message : batch.messages()) {
			try {
				handles.add(handle(message, fields, realTopic));
				messages.add(message);
			}
			catch (ProtocolException ex) {
				undecodable.add(new MessageBatch.Undecodable(message.queueOffset(), message.commitLogOffset(),
						String.valueOf(ex.getMessage())));
			}
		}
		List<Integer> deliveries = LiteDeliveries.read(fields.text("orderCountInfo"),
				handles.stream().map(ReceiptHandle::queueOffset).toList());
		List<PopMessageResponse.Popped> popped = new ArrayList<>();
		for (int i = 0; i < messages.size(); i++) {
			popped.add(new PopMessageResponse.Popped(messages.get(i), handles.get(i), realTopic, deliveries.get(i)));
		}
		return new PopMessageResponse(status, popped, undecodable);
	}

	private ReceiptHandle handle(StoredMessage message, Fields fields, String realTopic) {
		String liteTopic = message.property(MessageProperties.LITE_TOPIC);
		if (liteTopic == null) {
			throw problem(message, "it is of no lite topic");
		}
		String queue = "%LMQ%$" + realTopic + "$" + liteTopic;
		List<String> queues = values(message, QUEUES);
		List<String> offsets = values(message, OFFSETS);
		int index = queues.indexOf(queue);
		if (index < 0 || index >= offsets.size()) {
			throw problem(message, "its place in " + queue + " is not known");
		}
		return new ReceiptHandle(0, fields.number("popTime"), fields.number("invisibleTime"),
				fields.integer("reviveQid"), ReceiptHandle.NORMAL, this.brokerName, 0,
				offset(message, offsets.get(index)), liteTopic);
	}

	private static List<String> values(StoredMessage message, String property) {
		String text = message.property(property);
		return (text != null) ? Arrays.asList(text.split(",", -1)) : List.of();
	}

	private long offset(StoredMessage message, String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw problem(message, "'" + text + "' is not an offset");
		}
	}

	private ProtocolException problem(StoredMessage message, String what) {
		return new ProtocolException(
				"The message at commit log offset " + message.commitLogOffset() + " that broker " + this.brokerName
						+ " handed out of lite topics of " + this.topic + " makes no sense: " + what,
				Outcome.UNKNOWN, null);
	}

}
