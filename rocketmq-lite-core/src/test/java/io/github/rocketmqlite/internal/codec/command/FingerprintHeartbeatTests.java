package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.Vectors;
import org.apache.rocketmq.remoting.protocol.heartbeat.ConsumerData;
import org.apache.rocketmq.remoting.protocol.heartbeat.HeartbeatData;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Heartbeats of the second version.
 */
class FingerprintHeartbeatTests {

	private static final HeartbeatRequest.Subscription RETRY = new HeartbeatRequest.Subscription("%RETRY%CG_TEST", "*",
			Set.of(), 1_700_000_000_001L);

	private static final HeartbeatRequest.Subscription TOPIC = new HeartbeatRequest.Subscription("TopicTest",
			"TagA || TagB", new java.util.LinkedHashSet<>(List.of("TagA", "TagB")), 1_700_000_000_000L);

	private static final HeartbeatRequest.ConsumerGroup GROUP = new HeartbeatRequest.ConsumerGroup("CG_TEST",
			"CONSUME_FROM_LAST_OFFSET", List.of(RETRY, TOPIC));

	private static final HeartbeatRequest HEARTBEAT = new HeartbeatRequest("10.0.0.1@12345#987654321",
			List.of("PG_TEST"), List.of(GROUP));

	@Test
	void inFullItIsTheFirstVersionWithAFingerprint() {
		ObjectNode recorded = (ObjectNode) JsonMapper.shared().readTree(Vectors.text("heartbeat_v1_body.json"));
		// the SQL92 subscription is not in this heartbeat
		((ArrayNode) recorded.at("/consumerDataSet/0/subscriptionDataSet")).remove(0);
		recorded.put("heartbeatFingerprint", -185_562_293);
		byte[] body = new FingerprintHeartbeat(HEARTBEAT, -185_562_293, false).body();
		assertThat(JsonMapper.shared().readTree(body)).isEqualTo(recorded);
	}

	@Test
	void theOfficialBodyReadsBothForms() {
		HeartbeatData full = HeartbeatData.decode(new FingerprintHeartbeat(HEARTBEAT, 7, false).body(),
				HeartbeatData.class);
		assertThat(full.getHeartbeatFingerprint()).isEqualTo(7);
		assertThat(full.isWithoutSub()).isFalse();
		assertThat(full.getConsumerDataSet()).singleElement()
			.satisfies((group) -> assertThat(group.getSubscriptionDataSet()).hasSize(2));
		HeartbeatData compact = HeartbeatData.decode(new FingerprintHeartbeat(HEARTBEAT, 7, true).body(),
				HeartbeatData.class);
		assertThat(compact.getHeartbeatFingerprint()).isEqualTo(7);
		assertThat(compact.isWithoutSub()).isTrue();
		assertThat(compact.getClientID()).isEqualTo(full.getClientID());
		assertThat(compact.getProducerDataSet()).singleElement()
			.satisfies((producer) -> assertThat(producer.getGroupName()).isEqualTo("PG_TEST"));
		ConsumerData group = compact.getConsumerDataSet().iterator().next();
		assertThat(group.getSubscriptionDataSet()).isEmpty();
		assertThat(group.getGroupName()).isEqualTo("CG_TEST");
		assertThat(group.getConsumeType()).isEqualTo(full.getConsumerDataSet().iterator().next().getConsumeType());
	}

	@Test
	void namesAreThoseOfTheNamespace() {
		RequestScope scope = new RequestScope(new Namespace("shop"), null, null, false);
		HeartbeatData data = HeartbeatData.decode(new FingerprintHeartbeat(HEARTBEAT, 7, false).body(scope),
				HeartbeatData.class);
		assertThat(data.getConsumerDataSet().iterator().next().getGroupName()).isEqualTo("shop%CG_TEST");
	}

	@Test
	void theFingerprintIsThatOfWhatMembersOfAGroupHaveInCommon() {
		int fingerprint = FingerprintHeartbeat.fingerprint(HEARTBEAT);
		assertThat(fingerprint).isNotZero().isEqualTo(FingerprintHeartbeat.fingerprint(HEARTBEAT));
		HeartbeatRequest.Subscription later = new HeartbeatRequest.Subscription("TopicTest", "TagA || TagB",
				TOPIC.tags(), 1_800_000_000_000L);
		assertThat(FingerprintHeartbeat.fingerprint(heartbeat("another", later, RETRY))).isEqualTo(fingerprint);
		HeartbeatRequest.Subscription other = new HeartbeatRequest.Subscription("TopicTest", "TagA", Set.of("TagA"),
				1_700_000_000_000L);
		assertThat(FingerprintHeartbeat.fingerprint(heartbeat("another", RETRY, other))).isNotEqualTo(fingerprint);
		assertThat(FingerprintHeartbeat.fingerprint(heartbeat("another", RETRY))).isNotEqualTo(fingerprint);
		assertThat(FingerprintHeartbeat.fingerprint(new HeartbeatRequest("c", List.of(), List.of(GROUP))))
			.isNotEqualTo(fingerprint);
	}

	private static HeartbeatRequest heartbeat(String clientId, HeartbeatRequest.Subscription... subscriptions) {
		return new HeartbeatRequest(clientId, List.of("PG_TEST"), List
			.of(new HeartbeatRequest.ConsumerGroup("CG_TEST", "CONSUME_FROM_LAST_OFFSET", List.of(subscriptions))));
	}

}
