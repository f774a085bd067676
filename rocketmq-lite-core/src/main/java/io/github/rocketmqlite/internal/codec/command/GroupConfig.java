package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import tools.jackson.core.JsonGenerator;

/**
 * How a broker treats a consumer group (SubscriptionGroupConfig, protocol 7.8).
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param consumeEnabled whether its members get messages
 * @param broadcastEnabled whether they may consume as broadcasting
 * @param ordered whether it pops in order
 * @param retryQueues how many queues its retry topic has
 * @param maxRetries how often a message comes again
 */
public record GroupConfig(String group, boolean consumeEnabled, boolean broadcastEnabled, boolean ordered,
		int retryQueues, int maxRetries) {

	public GroupConfig {
		Objects.requireNonNull(group, "group");
	}

	static GroupConfig read(Frame answer, Namespace namespace) {
		return JsonBody.read(answer, (json) -> {
			JsonBody.Members members = json.scalars();
			return new GroupConfig(namespace.unwrap(members.text("groupName")), members.flag("consumeEnable", true),
					members.flag("consumeBroadcastEnable", true), members.flag("consumeMessageOrderly", false),
					(int) members.number("retryQueueNums", 1), (int) members.number("retryMaxTimes", 16));
		});
	}

	void write(JsonGenerator json, Namespace namespace) {
		json.writeStringProperty("groupName", namespace.wrap(this.group));
		json.writeBooleanProperty("consumeEnable", this.consumeEnabled);
		json.writeBooleanProperty("consumeBroadcastEnable", this.broadcastEnabled);
		json.writeBooleanProperty("consumeMessageOrderly", this.ordered);
		json.writeNumberProperty("retryQueueNums", this.retryQueues);
		json.writeNumberProperty("retryMaxTimes", this.maxRetries);
	}

}
