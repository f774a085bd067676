package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker about a topic that holds lite topics (GET_PARENT_TOPIC_INFO, 200075,
 * from 5.4 on). Refused with code 17 when there is no such topic, with 29 when it is of
 * another type.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 */
public record LiteParentInfoRequest(String topic) implements Request<LiteParentInfoRequest.Info> {

	public LiteParentInfoRequest {
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 200_075;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
	}

	@Override
	public Info decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Info decode(Frame answer, RequestScope scope) {
		Map<String, String> plain = new HashMap<>();
		List<String> groups = new ArrayList<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> {
				if (!name.equals("groups")) {
					return json.scalar(name, plain);
				}
				groups.addAll(json.elements((group) -> scope.namespace().unwrap(group.text())));
				return true;
			});
			JsonBody.Members members = json.members(plain);
			return new Info((int) members.number("ttl", -1), groups, (int) members.number("liteTopicCount", 0),
					(int) members.number("lmqNum", 0));
		});
	}

	/**
	 * What the broker knows of the topic.
	 *
	 * @param expirationMinutes after how many minutes lite topics expire, -1 for never
	 * @param groups the groups that are bound to the topic
	 * @param liteTopics how many lite topics it holds
	 * @param queues how many queues of lite topics the broker has in all topics
	 */
	public record Info(int expirationMinutes, List<String> groups, int liteTopics, int queues) {
	}

}
