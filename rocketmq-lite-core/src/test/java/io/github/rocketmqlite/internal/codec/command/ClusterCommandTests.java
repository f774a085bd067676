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
