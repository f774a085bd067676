package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.Vectors;
import org.apache.rocketmq.common.BoundaryType;
import org.apache.rocketmq.remoting.protocol.LanguageCode;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.remoting.protocol.body.Connection;
import org.apache.rocketmq.remoting.protocol.body.ConsumerConnection;
import org.apache.rocketmq.remoting.protocol.body.TopicList;
import org.apache.rocketmq.remoting.protocol.header.DeleteSubscriptionGroupRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerConnectionListRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetSubscriptionGroupConfigRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ResetOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.SearchOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.codec.command.AdministrationCommandTests.answer;
import static io.github.rocketmqlite.internal.codec.command.AdministrationCommandTests.official;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clusters, groups and their members, beside the official client.
 */
class ClusterCommandTests {

	private static final RequestScope RED = new RequestScope(new Namespace("red"), null, null, false);

	@Test
	void theBrokersOfALiveCluster() {
		ClusterInfoRequest request = new ClusterInfoRequest();
		assertThat(request.code()).isEqualTo(106);
		assertThat(request.decode(Vectors.frame("live_550_cluster_info_response"))).singleElement()
			.satisfies((broker) -> {
				assertThat(broker.name()).isEqualTo("broker-a");
				assertThat(broker.addresses()).containsKey(0L);
			});
		assertThat(request.decode(answer(0, Map.of(), "{}"))).isEmpty();
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> request.decode(answer(0, Map.of(), "{\"brokerAddrTable\":{\"b\":{}}}")))
			.withMessageContaining("brokerName");
	}

	@Test
	void topicsOfANamespace() {
		TopicList official = new TopicList();
		official.setTopicList(Set.of("orders", "red%orders", "%RETRY%red%billing", "blue%orders"));
		String body = text(official.encode());
		TopicListRequest request = new TopicListRequest();
		assertThat(request.code()).isEqualTo(206);
		assertThat(request.decode(answer(0, Map.of(), body))).containsExactlyInAnyOrder("orders", "red%orders",
				"%RETRY%red%billing", "blue%orders");
		assertThat(request.decode(answer(0, Map.of(), body), RED)).containsExactlyInAnyOrder("orders",
				"%RETRY%billing");
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> request.decode(answer(1, Map.of(), "")));
	}

	@Test
	void offsetsAreReset() {
		ResetOffsetsRequest reset = new ResetOffsetsRequest("CG_TEST", "TopicTest", 99);
		ResetOffsetRequestHeader header = official(reset, ResetOffsetRequestHeader.class);
		assertThat(header.getGroup()).isEqualTo("CG_TEST");
		assertThat(header.getTopic()).isEqualTo("TopicTest");
		assertThat(header.getTimestamp()).isEqualTo(99);
		assertThat(header.isForce()).isTrue();
		Map<MessageQueue, Long> offsets = reset.decode(answer(0, Map.of(), Vectors.text("reset_offset_body.json")));
		assertThat(offsets).hasSize(1).containsKey(new MessageQueue("TopicTest", "broker-a", 1));
		assertThat(reset
			.decode(answer(0, Map.of(), Vectors.text("reset_offset_body.json").replace("Topic", "red%Topic")), RED))
			.isEqualTo(offsets);
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> reset.decode(answer(206, Map.of(), "")));
	}

	@Test
	void offsetsAreSearchedFromEitherSide() {
		assertThat(official(new SearchOffsetRequest("T", 1, 99, true, "b"), SearchOffsetRequestHeader.class)
			.getBoundaryType()).isEqualTo(BoundaryType.UPPER);
		assertThat(
				official(new SearchOffsetRequest("T", 1, 99, "b"), SearchOffsetRequestHeader.class).getBoundaryType())
			.isEqualTo(BoundaryType.LOWER);
	}

	@Test
	void membersOfAGroup() {
		ConsumerConnectionRequest request = new ConsumerConnectionRequest("G");
		assertThat(official(request, GetConsumerConnectionListRequestHeader.class).getConsumerGroup()).isEqualTo("G");
		ConsumerConnectionRequest.Connections connections = request.decode(answer(0, Map.of(), text(members())), RED);
		assertThat(connections.members())
			.containsExactly(new ConsumerConnectionRequest.Connection("10.0.0.1@x", "10.0.0.1:50000", "JAVA", 493));
		assertThat(connections.subscriptions()).containsOnly(Map.entry("orders", "paid || refunded"));
		assertThat(request.decode(answer(206, Map.of(), "")).members()).isEmpty();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> request.decode(answer(1, Map.of(), "")));
	}

	private static byte[] members() {
		Connection member = new Connection();
		member.setClientId("10.0.0.1@x");
		member.setClientAddr("10.0.0.1:50000");
		member.setLanguage(LanguageCode.JAVA);
		member.setVersion(493);
		SubscriptionData subscription = new SubscriptionData("red%orders", "paid || refunded");
		subscription.setTagsSet(Set.of("paid", "refunded"));
		ConsumerConnection official = new ConsumerConnection();
		official.setConnectionSet(new HashSet<>(List.of(member)));
		official.setSubscriptionTable(new ConcurrentHashMap<>(Map.of("red%orders", subscription)));
		return official.encode();
	}

	@Test
	void groupsAreCreatedAndRead() {
		GroupConfig config = new GroupConfig("billing", false, false, true, 3, 5);
		CreateGroupRequest create = new CreateGroupRequest(config);
		assertThat(create.code()).isEqualTo(200);
		SubscriptionGroupConfig official = RemotingSerializable.decode(create.body(RED), SubscriptionGroupConfig.class);
		assertThat(official.getGroupName()).isEqualTo("red%billing");
		assertThat(official.isConsumeEnable()).isFalse();
		assertThat(official.isConsumeBroadcastEnable()).isFalse();
		assertThat(official.isConsumeMessageOrderly()).isTrue();
		assertThat(official.getRetryQueueNums()).isEqualTo(3);
		assertThat(official.getRetryMaxTimes()).isEqualTo(5);
		assertThat(official.isConsumeFromMinEnable()).isTrue();
		GetGroupRequest get = new GetGroupRequest("billing");
		assertThat(official(get, GetSubscriptionGroupConfigRequestHeader.class).getGroup()).isEqualTo("billing");
		String body = text(RemotingSerializable.encode(official));
		assertThat(get.decode(answer(0, Map.of(), body), RED)).contains(config);
		assertThat(get.decode(answer(26, Map.of(), ""))).isEmpty();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> get.decode(answer(3, Map.of(), "")));
		assertThat(official(RED.apply(new DeleteGroupRequest("G", true)), DeleteSubscriptionGroupRequestHeader.class)
			.getGroupName()).isEqualTo("red%G");
	}

	@Test
	void namesInAnswersAreBare() {
		String stats = "{\"offsetTable\":{{\"brokerName\":\"b\",\"queueId\":1,\"topic\":\"red%T\"}:"
				+ "{\"minOffset\":1,\"maxOffset\":2,\"brokerOffset\":2,\"consumerOffset\":1}}}";
		MessageQueue queue = new MessageQueue("T", "b", 1);
		assertThat(new TopicStatsRequest("T").decode(answer(0, Map.of(), stats), RED)).containsOnlyKeys(queue);
		assertThat(new ConsumeStatsRequest("G", "T").decode(answer(0, Map.of(), stats), RED)).containsOnlyKeys(queue);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
