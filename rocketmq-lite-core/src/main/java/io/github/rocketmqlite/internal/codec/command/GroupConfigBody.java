package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.command.GroupConfig.Exponential;
import io.github.rocketmqlite.internal.codec.command.GroupConfig.RetryPolicy;
import io.github.rocketmqlite.internal.codec.command.GroupConfig.Subscription;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON form of a group's settings. What is missing has its default.
 * <p>
 * Threading: confined to one thread.
 */
final class GroupConfigBody {

	/** The one attribute that names a topic. */
	private static final String LITE_BIND_TOPIC = "lite.bind.topic";

	private final JsonBody json;

	private final Namespace namespace;

	private final Map<String, String> plain = new HashMap<>();

	private final Map<String, String> attributes = new LinkedHashMap<>();

	private @Nullable RetryPolicy retryPolicy;

	private @Nullable List<Subscription> subscriptions;

	private GroupConfigBody(JsonBody json, Namespace namespace) {
		this.json = json;
		this.namespace = namespace;
	}

	static GroupConfig read(Frame answer, Namespace namespace) {
		return JsonBody.read(answer, (json) -> new GroupConfigBody(json, namespace).read());
	}

	private GroupConfig read() {
		this.json.members(this::member);
		JsonBody.Members values = this.json.members(this.plain);
		GroupConfig defaults = GroupConfig.of(this.namespace.unwrap(values.text("groupName")));
		return new GroupConfig(defaults.group(), values.flag("consumeEnable", defaults.consumeEnabled()),
				values.flag("consumeFromMinEnable", defaults.consumeFromMinEnabled()),
				values.flag("consumeBroadcastEnable", defaults.broadcastEnabled()),
				values.flag("consumeMessageOrderly", defaults.ordered()),
				(int) values.number("retryQueueNums", defaults.retryQueues()),
				(int) values.number("retryMaxTimes", defaults.retryMaxTimes()), this.retryPolicy,
				values.number("brokerId", defaults.brokerId()),
				values.number("whichBrokerWhenConsumeSlowly", defaults.slowBrokerId()),
				values.flag("notifyConsumerIdsChangedEnable", defaults.notifyIdsChanged()),
				(int) values.number("groupSysFlag", defaults.sysFlag()),
				(int) values.number("consumeTimeoutMinute", defaults.consumeTimeoutMinutes()), this.subscriptions,
				bare(this.attributes));
	}

	private Map<String, String> bare(Map<String, String> known) {
		Map<String, String> bare = new LinkedHashMap<>(known);
		bare.computeIfPresent(LITE_BIND_TOPIC, (name, topic) -> this.namespace.unwrap(topic));
		return bare;
	}

	private boolean member(String name) {
		switch (name) {
			case "groupRetryPolicy" -> this.retryPolicy = policy();
			case "subscriptionDataSet" -> this.subscriptions = this.json.elements((element) -> subscription());
			case "attributes" -> this.json.members((key) -> this.json.scalar(key, this.attributes));
			default -> {
				return this.json.scalar(name, this.plain);
			}
		}
		return true;
	}

	private RetryPolicy policy() {
		Map<String, String> type = new HashMap<>();
		List<Exponential> exponential = new ArrayList<>();
		List<List<Long>> customized = new ArrayList<>();
		this.json.members((name) -> switch (name) {
			case "exponentialRetryPolicy" -> exponential.add(exponential(this.json.scalars()));
			case "customizedRetryPolicy" -> {
				this.json
					.members((next) -> next.equals("next") && customized.add(this.json.elements(JsonBody::number)));
				yield true;
			}
			default -> this.json.scalar(name, type);
		});
		return new RetryPolicy(this.json.members(type).text("type"), exponential.isEmpty() ? null : exponential.get(0),
				customized.isEmpty() ? null : customized.get(0));
	}

	private static Exponential exponential(JsonBody.Members values) {
		return new Exponential(values.number("initial"), values.number("max"), values.number("multiplier"));
	}

	private Subscription subscription() {
		JsonBody.Members values = this.json.scalars();
		return new Subscription(this.namespace.unwrap(values.text("topic")), values.text("expressionType"),
				values.text("expression"), values.number("version", 0));
	}

	static byte[] write(GroupConfig config, Map<String, String> attributes, Namespace namespace) {
		return JsonBody.write((json) -> {
			json.writeObjectPropertyStart("attributes");
			attributes.forEach((name, value) -> json.writeStringProperty(name,
					name.equals("+" + LITE_BIND_TOPIC) ? namespace.wrap(value) : value));
			json.writeEndObject();
			json.writeNumberProperty("brokerId", config.brokerId());
			json.writeBooleanProperty("consumeBroadcastEnable", config.broadcastEnabled());
			json.writeBooleanProperty("consumeEnable", config.consumeEnabled());
			json.writeBooleanProperty("consumeFromMinEnable", config.consumeFromMinEnabled());
			json.writeBooleanProperty("consumeMessageOrderly", config.ordered());
			json.writeNumberProperty("consumeTimeoutMinute", config.consumeTimeoutMinutes());
			json.writeStringProperty("groupName", namespace.wrap(config.group()));
			if (config.retryPolicy() != null) {
				writePolicy(json, config.retryPolicy());
			}
			json.writeNumberProperty("groupSysFlag", config.sysFlag());
			json.writeBooleanProperty("notifyConsumerIdsChangedEnable", config.notifyIdsChanged());
			json.writeNumberProperty("retryMaxTimes", config.retryMaxTimes());
			json.writeNumberProperty("retryQueueNums", config.retryQueues());
			if (config.subscriptions() != null) {
				json.writeArrayPropertyStart("subscriptionDataSet");
				config.subscriptions().forEach((subscription) -> writeSubscription(json, subscription, namespace));
				json.writeEndArray();
			}
			json.writeNumberProperty("whichBrokerWhenConsumeSlowly", config.slowBrokerId());
		});
	}

	private static void writePolicy(JsonGenerator json, RetryPolicy policy) {
		json.writeObjectPropertyStart("groupRetryPolicy");
		if (policy.customized() != null) {
			json.writeObjectPropertyStart("customizedRetryPolicy");
			json.writeArrayPropertyStart("next");
			policy.customized().forEach(json::writeNumber);
			json.writeEndArray();
			json.writeEndObject();
		}
		if (policy.exponential() != null) {
			json.writeObjectPropertyStart("exponentialRetryPolicy");
			json.writeNumberProperty("initial", policy.exponential().initial());
			json.writeNumberProperty("max", policy.exponential().max());
			json.writeNumberProperty("multiplier", policy.exponential().multiplier());
			json.writeEndObject();
		}
		json.writeStringProperty("type", policy.type());
		json.writeEndObject();
	}

	private static void writeSubscription(JsonGenerator json, Subscription subscription, Namespace namespace) {
		json.writeStartObject();
		json.writeStringProperty("expression", subscription.expression());
		json.writeStringProperty("expressionType", subscription.expressionType());
		json.writeStringProperty("topic", namespace.wrap(subscription.topic()));
		json.writeNumberProperty("version", subscription.version());
		json.writeEndObject();
	}

}
