package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The answer to a broker's question what a consumer is doing (GET_CONSUMER_RUNNING_INFO,
 * 307).
 * <p>
 * Threading: immutable.
 *
 * @param properties settings, by the names that tools know
 * @param subscriptions what the consumer subscribes to
 * @param queues the state of each queue
 * @param stacks the stacks of all threads, if they may be shown
 */
public record ConsumerRunningInfo(Map<String, String> properties, List<HeartbeatRequest.Subscription> subscriptions,
		Map<MessageQueue, QueueState> queues, @Nullable String stacks) {

	/** The request code. */
	public static final int CODE = 307;

	public ConsumerRunningInfo {
		properties = Map.copyOf(properties);
		subscriptions = List.copyOf(subscriptions);
		queues = Map.copyOf(queues);
	}

	/**
	 * The question.
	 *
	 * @param group the consumer group, as the broker names it
	 * @param withStacks whether the stacks of all threads are wanted
	 */
	public record Question(String group, boolean withStacks) {

		public static Question decode(Frame frame) {
			return new Question(ServerFields.text(frame, "consumerGroup"),
					Boolean.parseBoolean(frame.fields().text("jstackEnable")));
		}

	}

	/**
	 * The body of the answer.
	 */
	public byte[] body(RequestScope scope) {
		return JsonBody.write((json) -> {
			writeTexts(json, "properties", this.properties);
			json.writeArrayPropertyStart("subscriptionSet");
			this.subscriptions.forEach((one) -> HeartbeatWriter.writeSubscription(json, one, scope));
			json.writeEndArray();
			JsonBody.writeTable(json, "mqTable", this.queues, scope.namespace(), (value, state) -> state.write(value));
			json.writeObjectPropertyStart("mqPopTable");
			json.writeEndObject();
			json.writeObjectPropertyStart("statusTable");
			json.writeEndObject();
			if (this.stacks != null) {
				json.writeStringProperty("jstack", this.stacks);
			}
		});
	}

	private static void writeTexts(JsonGenerator json, String name, Map<String, String> texts) {
		json.writeObjectPropertyStart(name);
		texts.forEach(json::writeStringProperty);
		json.writeEndObject();
	}

	/**
	 * The state of one queue.
	 *
	 * @param commitOffset the offset before which everything is finished
	 * @param nextOffset the offset of the next pull
	 * @param cachedMessages how many messages are held
	 * @param cachedBytes the bytes they take
	 * @param givenUp whether the queue is being given up
	 */
	public record QueueState(long commitOffset, long nextOffset, int cachedMessages, long cachedBytes,
			boolean givenUp) {

		private void write(JsonGenerator json) {
			json.writeStartObject();
			json.writeNumberProperty("commitOffset", this.commitOffset);
			json.writeNumberProperty("cachedMsgMinOffset", (this.cachedMessages > 0) ? this.commitOffset : 0);
			json.writeNumberProperty("cachedMsgMaxOffset", (this.cachedMessages > 0) ? this.nextOffset - 1 : 0);
			json.writeNumberProperty("cachedMsgCount", this.cachedMessages);
			json.writeNumberProperty("cachedMsgSizeInMiB", this.cachedBytes / (1024 * 1024));
			// the protocol's spelling
			json.writeBooleanProperty("droped", this.givenUp);
			json.writeEndObject();
		}

	}

}
