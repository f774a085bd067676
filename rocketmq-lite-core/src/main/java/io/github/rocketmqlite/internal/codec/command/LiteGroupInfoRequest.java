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
import org.jspecify.annotations.Nullable;

/**
 * Asks one broker how far a group is behind, in one lite topic or in all
 * (GET_LITE_GROUP_INFO, 200078, from 5.4 on). Refused with code 26 when there is no such
 * group, with 29 when it is bound to no topic.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param liteTopic the lite topic, {@code null} for all
 * @param top of how many lite topics details are wanted
 */
public record LiteGroupInfoRequest(String group, @Nullable String liteTopic,
		int top) implements Request<LiteGroupInfoRequest.Info> {

	public LiteGroupInfoRequest {
		Objects.requireNonNull(group, "group");
	}

	@Override
	public int code() {
		return 200_078;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("group", this.group);
		out.field("liteTopic", this.liteTopic);
		out.field("topK", this.top);
	}

	@Override
	public Info decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Info decode(Frame answer, RequestScope scope) {
		Map<String, String> plain = new HashMap<>();
		Map<String, String> queue = new HashMap<>();
		List<Lag> largest = new ArrayList<>();
		List<Lag> oldest = new ArrayList<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> {
				switch (name) {
					case "liteTopicOffsetWrapper" -> json.all((offset) -> json.scalar(offset, queue));
					case "lagCountTopK" -> largest.addAll(json.elements(Lag::read));
					case "lagTimestampTopK" -> oldest.addAll(json.elements(Lag::read));
					default -> {
						return json.scalar(name, plain);
					}
				}
				return true;
			});
			JsonBody.Members members = json.members(plain);
			return new Info(scope.namespace().unwrap(members.text("parentTopic")), members.number("totalLagCount", 0),
					members.number("earliestUnconsumedTimestamp", -1),
					queue.isEmpty() ? null : Progress.of(json.members(queue)), largest, oldest);
		});
	}

	/**
	 * How far the group is behind.
	 *
	 * @param topic the topic that the group is bound to
	 * @param lag how many messages wait; -1 for a lite topic that the broker does not
	 * have
	 * @param earliestStoreTime when the oldest of them was stored, in milliseconds of the
	 * wall clock; 0 or less when none waits
	 * @param progress its progress in the one lite topic; {@code null} when it never read
	 * it, or all were asked for
	 * @param largest the lite topics of which the most messages wait
	 * @param oldest the lite topics whose messages wait the longest
	 */
	public record Info(String topic, long lag, long earliestStoreTime, @Nullable Progress progress, List<Lag> largest,
			List<Lag> oldest) {
	}

	/**
	 * The progress in a lite topic.
	 *
	 * @param maxOffset one past the last offset
	 * @param committedOffset the next offset of the group
	 * @param lastTimestamp when the last message before it was stored, in milliseconds of
	 * the wall clock; 0 or less when there is none
	 */
	public record Progress(long maxOffset, long committedOffset, long lastTimestamp) {

		private static Progress of(JsonBody.Members members) {
			return new Progress(members.number("brokerOffset"), members.number("consumerOffset"),
					members.number("lastTimestamp", 0));
		}

	}

	/**
	 * What waits in a lite topic.
	 *
	 * @param liteTopic the lite topic
	 * @param count how many messages wait
	 * @param earliestStoreTime when the oldest of them was stored, in milliseconds of the
	 * wall clock
	 */
	public record Lag(String liteTopic, long count, long earliestStoreTime) {

		private static Lag read(JsonBody json) {
			JsonBody.Members members = json.scalars();
			return new Lag(members.text("liteTopic"), members.number("lagCount", 0),
					members.number("earliestUnconsumedTimestamp", -1));
		}

	}

}
