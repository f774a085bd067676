package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A heartbeat of the second version (HEART_BEAT, 34, protocol 4.5): it carries a
 * fingerprint of what it says, and may leave out the subscriptions that the broker has
 * confirmed under the same fingerprint. Brokers before 5.1.3 would take an empty list of
 * subscriptions literally and drop those of the group.
 * <p>
 * Threading: immutable.
 *
 * @param heartbeat what there is to say
 * @param fingerprint stands for it
 * @param withoutSubscriptions whether the subscriptions are left out
 */
public record FingerprintHeartbeat(HeartbeatRequest heartbeat, int fingerprint,
		boolean withoutSubscriptions) implements BodyRequest<FingerprintHeartbeat.Answer> {

	private static final String SUBSCRIPTIONS = "subscriptionDataSet";

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * The fingerprint of a heartbeat, equal in all members of its groups that say the
	 * same: without the client's id, the times of subscriptions, and any order. Never
	 * zero, which means none.
	 */
	public static int fingerprint(HeartbeatRequest heartbeat) {
		ObjectNode body = tree(heartbeat, RequestScope.NONE).put("clientID", "");
		sort(body, "producerDataSet", "groupName");
		sort(body, "consumerDataSet", "groupName");
		for (JsonNode group : body.path("consumerDataSet")) {
			sort((ObjectNode) group, SUBSCRIPTIONS, "topic");
			group.path(SUBSCRIPTIONS).forEach((subscription) -> ((ObjectNode) subscription).put("subVersion", 0));
		}
		int hash = body.toString().hashCode();
		return (hash != 0) ? hash : 1;
	}

	private static void sort(ObjectNode parent, String array, String key) {
		List<JsonNode> elements = new ArrayList<>();
		parent.path(array).forEach(elements::add);
		elements.sort(Comparator.comparing((JsonNode element) -> element.path(key).asString()));
		parent.putArray(array).addAll(elements);
	}

	private static ObjectNode tree(HeartbeatRequest heartbeat, RequestScope scope) {
		return (ObjectNode) JSON.readTree(heartbeat.body(scope));
	}

	@Override
	public int code() {
		return 34;
	}

	@Override
	public String name() {
		return this.heartbeat.name();
	}

	@Override
	public byte[] body(RequestScope scope) {
		ObjectNode body = tree(this.heartbeat, scope).put("heartbeatFingerprint", this.fingerprint)
			.put("withoutSub", this.withoutSubscriptions);
		if (this.withoutSubscriptions) {
			body.path("consumerDataSet").forEach((group) -> ((ArrayNode) group.path(SUBSCRIPTIONS)).removeAll());
		}
		return JSON.writeValueAsBytes(body);
	}

	@Override
	public Answer decode(Frame answer) {
		Frame frame = answer.requireSuccess();
		// absent before 5.1.3
		return new Answer(frame.version(), frame.fields().flag("IS_SUPPORT_HEART_BEAT_V2"),
				frame.fields().flag("IS_SUB_CHANGE"));
	}

	/**
	 * What a broker says to a heartbeat.
	 *
	 * @param version the broker's version number
	 * @param supported whether the broker understands fingerprints
	 * @param changed whether what the broker knew of a group was something else
	 */
	public record Answer(int version, boolean supported, boolean changed) {

		/**
		 * Whether the next heartbeat with the same fingerprint may leave out what this
		 * one said.
		 */
		public boolean isConfirmed() {
			return this.supported && !this.changed;
		}

	}

}
