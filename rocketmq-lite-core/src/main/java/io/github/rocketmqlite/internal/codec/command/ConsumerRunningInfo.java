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
 * @param topics how each topic gets on
 * @param stacks the stacks of all threads, if they may be shown
 */
public record ConsumerRunningInfo(Map<String, String> properties, List<HeartbeatRequest.Subscription> subscriptions,
		Map<MessageQueue, QueueState> queues, Map<String, TopicState> topics, @Nullable String stacks) {

	/** The request code. */
	public static final int CODE = 307;

	public ConsumerRunningInfo {
		properties = Map.copyOf(properties);
		subscriptions = List.copyOf(subscriptions);
		queues = Map.copyOf(queues);
		topics = Map.copyOf(topics);
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
			this.topics.forEach((topic, state) -> {
				json.writeName(scope.namespace().wrap(topic));
				state.write(json);
			});
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
	 * The state of one queue. Times are in milliseconds since 1970, 0 for never.
	 *
	 * @param commitOffset the offset before which everything is finished
	 * @param nextOffset the offset of the next pull
	 * @param cachedMessages how many messages are held
	 * @param cachedBytes the bytes they take
	 * @param givenUp whether the queue is being given up
	 * @param locked whether the queue is locked for this member, if it is ordered
	 * @param lockedMillis when the lock was last granted
	 * @param pulledMillis when the queue was last pulled
	 * @param consumedMillis when a message was last handed to the listener or finished
	 */
	public record QueueState(long commitOffset, long nextOffset, int cachedMessages, long cachedBytes, boolean givenUp,
			boolean locked, long lockedMillis, long pulledMillis, long consumedMillis) {

		private void write(JsonGenerator json) {
			json.writeStartObject();
			json.writeNumberProperty("commitOffset", this.commitOffset);
			json.writeNumberProperty("cachedMsgMinOffset", (this.cachedMessages > 0) ? this.commitOffset : 0);
			json.writeNumberProperty("cachedMsgMaxOffset", (this.cachedMessages > 0) ? this.nextOffset - 1 : 0);
			json.writeNumberProperty("cachedMsgCount", this.cachedMessages);
			json.writeNumberProperty("cachedMsgSizeInMiB", this.cachedBytes / (1024 * 1024));
			json.writeBooleanProperty("locked", this.locked);
			json.writeNumberProperty("lastLockTimestamp", this.lockedMillis);
			// the protocol's spelling
			json.writeBooleanProperty("droped", this.givenUp);
			json.writeNumberProperty("lastPullTimestamp", this.pulledMillis);
			json.writeNumberProperty("lastConsumeTimestamp", this.consumedMillis);
			json.writeEndObject();
		}

	}

	/**
	 * How a topic gets on, in the last minute if nothing else is said.
	 *
	 * @param pullMillis how long a pull that brought messages took on average
	 * @param pulledPerSecond messages pulled in a second
	 * @param consumeMillis how long a call of the listener took on average
	 * @param succeededPerSecond messages that succeeded in a second
	 * @param failedPerSecond messages that failed in a second
	 * @param failedInHour how many messages failed in the last hour
	 */
	public record TopicState(double pullMillis, double pulledPerSecond, double consumeMillis, double succeededPerSecond,
			double failedPerSecond, long failedInHour) {

		private void write(JsonGenerator json) {
			json.writeStartObject();
			json.writeNumberProperty("pullRT", this.pullMillis);
			json.writeNumberProperty("pullTPS", this.pulledPerSecond);
			json.writeNumberProperty("consumeRT", this.consumeMillis);
			json.writeNumberProperty("consumeOKTPS", this.succeededPerSecond);
			json.writeNumberProperty("consumeFailedTPS", this.failedPerSecond);
			json.writeNumberProperty("consumeFailedMsgs", this.failedInHour);
			json.writeEndObject();
		}

	}

}
