package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker about a lite topic (GET_LITE_TOPIC_INFO, 200076, from 5.4 on). One that
 * nobody ever sent to is empty. Refused with code 17 when there is no topic to hold it,
 * with 29 when that is of another type.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic that holds the lite topic
 * @param liteTopic the lite topic
 */
public record LiteTopicInfoRequest(String topic, String liteTopic) implements Request<LiteTopicInfoRequest.Info> {

	public LiteTopicInfoRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(liteTopic, "liteTopic");
	}

	@Override
	public int code() {
		return 200_076;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("parentTopic", this.topic);
		out.field("liteTopic", this.liteTopic);
	}

	@Override
	public Info decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Info decode(Frame answer, RequestScope scope) {
		Map<String, String> plain = new HashMap<>();
		Map<String, String> offsets = new HashMap<>();
		List<Subscriber> subscribers = new ArrayList<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> switch (name) {
				case "subscriber" -> {
					subscribers.addAll(json.elements((one) -> Subscriber.read(one, scope.namespace())));
					yield true;
				}
				case "topicOffset" -> json.all((offset) -> json.scalar(offset, offsets));
				default -> json.scalar(name, plain);
			});
			JsonBody.Members queue = json.members(offsets);
			return new Info(subscribers, queue.number("minOffset", 0), queue.number("maxOffset", 0),
					queue.number("lastUpdateTimestamp", 0), json.members(plain).flag("shardingToBroker", false));
		});
	}

	/**
	 * What the broker knows of the lite topic.
	 *
	 * @param subscribers the clients that want it
	 * @param minOffset the first offset it still has
	 * @param maxOffset one past its last offset
	 * @param lastStoreTime when its last message was stored, in milliseconds of the wall
	 * clock
	 * @param belongsHere whether its messages are sent to this broker
	 */
	public record Info(List<Subscriber> subscribers, long minOffset, long maxOffset, long lastStoreTime,
			boolean belongsHere) {
	}

	/**
	 * A client that wants it.
	 *
	 * @param clientId its name, {@code *} for all clients of a wildcard group
	 * @param group the consumer group
	 */
	public record Subscriber(String clientId, String group) {

		private static Subscriber read(JsonBody json, Namespace namespace) {
			JsonBody.Members members = json.scalars();
			return new Subscriber(members.text("clientId"), namespace.unwrap(members.text("group")));
		}

	}

}
