package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks one broker what a client has subscribed to (GET_LITE_CLIENT_INFO, 200077, from 5.4
 * on). Refused with code 17 when there is no such topic, with 26 when there is no such
 * group, with 29 when they do not belong together.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic that holds the lite topics
 * @param group the consumer group
 * @param clientId the name under which the client subscribed
 * @param maxLiteTopics how many lite topics are to be listed, at most
 * {@link #MAX_LITE_TOPICS}
 */
public record LiteClientInfoRequest(String topic, String group, String clientId,
		int maxLiteTopics) implements Request<LiteClientInfoRequest.Info> {

	/** Brokers list no more. */
	public static final int MAX_LITE_TOPICS = 10_000;

	private static final String QUEUE = "%LMQ%$";

	public LiteClientInfoRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(clientId, "clientId");
	}

	@Override
	public int code() {
		return 200_077;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("parentTopic", this.topic);
		out.field("group", this.group);
		out.field("clientId", this.clientId);
		out.field("maxCount", this.maxLiteTopics);
	}

	@Override
	public Info decode(Frame answer) {
		Map<String, String> plain = new HashMap<>();
		List<String> liteTopics = new ArrayList<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> {
				if (!name.equals("liteTopicSet")) {
					return json.scalar(name, plain);
				}
				liteTopics.addAll(json.elements((queue) -> liteTopic(queue.text())));
				return true;
			});
			JsonBody.Members members = json.members(plain);
			return new Info((int) members.number("liteTopicCount", -1), liteTopics, members.number("lastAccessTime", 0),
					members.number("lastConsumeTime", 0));
		});
	}

	/** Brokers of 5.5.0 name the queues, {@code %LMQ%$<topic>$<lite topic>}. */
	private static String liteTopic(String queue) {
		return queue.startsWith(QUEUE) ? queue.substring(queue.lastIndexOf('$') + 1) : queue;
	}

	/**
	 * What the broker knows of the client.
	 *
	 * @param count how many lite topics it has subscribed to, -1 when the broker does not
	 * know it
	 * @param liteTopics as many of them as were wanted
	 * @param lastAccessTime when it was last heard of, in milliseconds of the wall clock
	 * @param lastConsumeTime when it last received something, in milliseconds of the wall
	 * clock; brokers of 5.5.0 say 0
	 */
	public record Info(int count, List<String> liteTopics, long lastAccessTime, long lastConsumeTime) {
	}

}
