package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker what it keeps of lite topics (GET_BROKER_LITE_INFO, 200074, from 5.4
 * on).
 * <p>
 * Threading: immutable.
 */
public record LiteBrokerInfoRequest() implements Request<LiteBrokerInfoRequest.Info> {

	@Override
	public int code() {
		return 200_074;
	}

	@Override
	public void writeFields(FieldWriter out) {
		// the broker knows all
	}

	@Override
	public Info decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Info decode(Frame answer, RequestScope scope) {
		Namespace namespace = scope.namespace();
		Map<String, String> plain = new TreeMap<>();
		Map<String, Integer> expirations = new TreeMap<>();
		Map<String, List<String>> groups = new TreeMap<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> switch (name) {
				case "topicMeta" -> json.all((topic) -> expirations.put(namespace.unwrap(topic), json.integer()));
				case "groupMeta" -> json.all((topic) -> groups.put(namespace.unwrap(topic),
						json.elements((group) -> namespace.unwrap(group.text()))));
				default -> json.scalar(name, plain);
			});
			return new Info(json.members(plain), expirations, groups);
		});
	}

	/**
	 * What a broker keeps.
	 *
	 * @param storeType the kind of its store, in its words
	 * @param maxQueues the most queues of lite topics that it allows
	 * @param queues how many there are
	 * @param subscriptions how many subscriptions of clients there are
	 * @param orderStates of how many lite topics and groups it keeps what is under way
	 * @param consumeQueues how many queues of all kinds there are
	 * @param offsets how many committed offsets of groups there are
	 * @param eventQueues for how many clients it keeps what has arrived
	 * @param expirations the topics that hold lite topics, with the minutes after which
	 * those expire, -1 for never
	 * @param groups the groups that are bound to each of them
	 */
	public record Info(String storeType, int maxQueues, int queues, int subscriptions, int orderStates,
			int consumeQueues, int offsets, int eventQueues, Map<String, Integer> expirations,
			Map<String, List<String>> groups) {

		private Info(JsonBody.Members plain, Map<String, Integer> expirations, Map<String, List<String>> groups) {
			this(plain.text("storeType"), (int) plain.number("maxLmqNum", 0), (int) plain.number("currentLmqNum", 0),
					(int) plain.number("liteSubscriptionCount", 0), (int) plain.number("orderInfoCount", 0),
					(int) plain.number("cqTableSize", 0), (int) plain.number("offsetTableSize", 0),
					(int) plain.number("eventMapSize", 0), expirations, groups);
		}

	}

}
