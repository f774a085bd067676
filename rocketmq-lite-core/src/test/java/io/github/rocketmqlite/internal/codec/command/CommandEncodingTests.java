package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.header.GetMaxOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetMinOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.UpdateConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.heartbeat.HeartbeatData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static io.github.rocketmqlite.internal.codec.BytesAssert.assertThatBytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of every request, beside those of the official client.
 */
class CommandEncodingTests {

	private static final String PROPERTIES = "KEYS\u0001k1 k2\u0002TAGS\u0001TagA\u0002"
			+ "UNIQ_KEY\u00010A000001303918B4AAC21000000A0000\u0002WAIT\u0001true\u0002u\u0001中\u0002";

	@Test
	void sendMessage() {
		SendMessageRequest request = new SendMessageRequest("PG_TEST", "TopicTest", "TBW102", 4, 1, 0,
				1_700_000_000_000L, 0, PROPERTIES, 0, null, false, "broker-a", utf8("hello"));
		assertThatBytes(json(request, 1)).isEncodedAs(Vectors.bytes("send_v2_request_json"));
		assertThatBytes(binary(request, 1)).isEncodedAs(Vectors.bytes("send_v2_request_rocketmq"));
	}

	@Test
	void sendMessageOfTheOfficialClient() {
		SendMessageRequest request = new SendMessageRequest("PG_TX", "T1", "TBW102", 4, 0, 0, 1_795_187_649_734L, 0,
				"KEYS\u0001k1 k2\u0002UNIQ_KEY\u0001FD000000000000000000000000000002221130946E09651DC4BB0000\u0002"
						+ "WAIT\u0001true\u0002TAGS\u0001TagA\u0002",
				0, null, false, "broker-a", utf8("hello"));
		assertThatBytes(json(request, 13)).isEncodedAs(Vectors.bytes("official_550_send_v2_request"));
	}

	@Test
	void sendBatch() {
		byte[] recorded = Vectors.bytes("official_550_send_batch_request");
		Frame frame = Vectors.frame("official_550_send_batch_request");
		SendMessageRequest request = new SendMessageRequest("PG_TX", "T1", "TBW102", 4, 2, 0, 1_795_187_650_219L, 0,
				"UNIQ_KEY\u0001FD000000000000000000000000000002221130946E09651DC6AB0006\u0002WAIT\u0001true\u0002", 0,
				null, true, "broker-a", frame.bodyBytes());
		frame.release();
		assertThatBytes(json(request, 29)).isEncodedAs(recorded);
	}

	@ParameterizedTest
	@EnumSource
	void sendToARetryTopicCarriesTheLimit(HeaderFormat format) {
		SendMessageRequest request = new SendMessageRequest("CG", "%RETRY%CG", "TBW102", 4, -1, 0, 1, -9, "", 3, 16,
				false, "broker-a", utf8("x"));
		Map<String, String> fields = Official.fields(Official.decode(encode(request, 1, format)));
		assertThat(fields).containsEntry("j", "3").containsEntry("l", "16").containsEntry("e", "-1");
		assertThat(fields).containsEntry("h", "-9").containsEntry("m", "false").containsEntry("k", "false");
	}

	@Test
	void pullMessage() {
		PullMessageRequest request = new PullMessageRequest("CG_TEST", "TopicTest", 1, 42, 32, 7, 40, 15_000,
				1_700_000_000_000L, "TagA || TagB", "broker-a");
		assertThatBytes(json(request, 3)).isEncodedAs(Vectors.bytes("pull_request_json"));
		assertThatBytes(binary(request, 3)).isEncodedAs(Vectors.bytes("pull_request_rocketmq"));
	}

	@Test
	void pullMessageOfTheOfficialPushConsumer() {
		PullMessageRequest request = new PullMessageRequest("CG1", "T1", 1, 0, 32, PullMessageRequest.SUSPEND, 0,
				15_000, 1_795_187_651_485L, null, "broker-a");
		// the official client writes the fields in the order of a hash map
		RemotingCommand recorded = Official.decode(Vectors.bytes("official_550_pull_request"));
		assertFields(request, recorded.getCode(), Official.fields(recorded));
	}

	@Test
	void getRoute() {
		assertThatBytes(json(new GetRouteRequest("TopicTest"), 7)).isEncodedAs(Vectors.bytes("route_request_json"));
	}

	@Test
	void consumerList() {
		assertThatBytes(json(new ConsumerListRequest("CG1"), 114))
			.isEncodedAs(Vectors.bytes("official_550_consumer_list_request"));
	}

	@Test
	void unregister() {
		assertThatBytes(json(new UnregisterRequest("10.0.0.1@cons", null, "CG1"), 1419))
			.isEncodedAs(Vectors.bytes("official_550_unregister_request"));
		assertFields(new UnregisterRequest("c", "PG", null), 35, Map.of("clientID", "c", "producerGroup", "PG"));
	}

	@Test
	void sendBack() {
		SendBackRequest request = new SendBackRequest("CG1", 257, 0,
				"FD000000000000000000000000000002221130946E09651DC6970002", "T1", 16, "broker-a");
		assertThatBytes(json(request, 162)).isEncodedAs(Vectors.bytes("official_550_send_back_request"));
	}

	@Test
	void queryOffsetAsksNotToPretendZero() {
		RemotingCommand recorded = Official.decode(Vectors.bytes("official_550_query_offset_request"));
		Map<String, String> expected = new HashMap<>(Official.fields(recorded));
		expected.put("setZeroIfNotFound", "false");
		assertFields(new QueryOffsetRequest("CG1", "T1", 1, "broker-a"), recorded.getCode(), expected);
	}

	@Test
	void updateOffset() {
		UpdateOffsetRequest request = new UpdateOffsetRequest("CG", "T", 3, 77, "broker-a");
		assertFields(request, 15,
				Map.of("consumerGroup", "CG", "topic", "T", "queueId", "3", "commitOffset", "77", "bname", "broker-a"));
		UpdateConsumerOffsetRequestHeader header = official(request, UpdateConsumerOffsetRequestHeader.class);
		assertThat(header.getCommitOffset()).isEqualTo(77);
		assertThat(header.getBrokerName()).isEqualTo("broker-a");
	}

	@Test
	void maxAndMinOffset() {
		Map<String, String> fields = Map.of("topic", "T", "queueId", "3", "bname", "broker-a");
		assertFields(new MaxOffsetRequest("T", 3, "broker-a"), 30, fields);
		assertFields(new MinOffsetRequest("T", 3, "broker-a"), 31, fields);
		assertThat(official(new MaxOffsetRequest("T", 3, "b"), GetMaxOffsetRequestHeader.class).getQueueId())
			.isEqualTo(3);
		assertThat(official(new MinOffsetRequest("T", 3, "b"), GetMinOffsetRequestHeader.class).getTopic())
			.isEqualTo("T");
	}

	@Test
	void heartbeat() {
		HeartbeatRequest request = new HeartbeatRequest("10.0.0.1@cons", List.of("CLIENT_INNER_PRODUCER"),
				List.of(new HeartbeatRequest.ConsumerGroup("CG1", "CONSUME_FROM_FIRST_OFFSET",
						List.of(subscription("%RETRY%CG1", "*", 1_795_187_650_390L),
								subscription("T1", "TagA || TagB", 1_795_187_650_378L, "TagA", "TagB")))));
		assertThatBytes(json(request, 100)).isEncodedAs(Vectors.bytes("official_550_heartbeat_request"));
	}

	@Test
	void heartbeatBodyOfTheRecordedFile() {
		ObjectNode recorded = (ObjectNode) JsonMapper.shared().readTree(Vectors.text("heartbeat_v1_body.json"));
		// the SQL92 subscription is not ours to write
		((ArrayNode) recorded.at("/consumerDataSet/0/subscriptionDataSet")).remove(0);
		HeartbeatRequest request = new HeartbeatRequest("10.0.0.1@12345#987654321", List.of("PG_TEST"),
				List.of(new HeartbeatRequest.ConsumerGroup("CG_TEST", "CONSUME_FROM_LAST_OFFSET",
						List.of(subscription("%RETRY%CG_TEST", "*", 1_700_000_000_001L),
								subscription("TopicTest", "TagA || TagB", 1_700_000_000_000L, "TagA", "TagB")))));
		assertThat(JsonMapper.shared().readTree(request.body())).isEqualTo(recorded);
	}

	@Test
	void heartbeatIsReadByTheOfficialBody() {
		HeartbeatRequest request = new HeartbeatRequest("c\"1\u0001", List.of(), List.of());
		HeartbeatData data = HeartbeatData.decode(request.body(), HeartbeatData.class);
		assertThat(data.getClientID()).isEqualTo("c\"1\u0001");
		assertThat(data.getConsumerDataSet()).isEmpty();
		assertThat(data.isWithoutSub()).isFalse();
	}

	private static HeartbeatRequest.Subscription subscription(String topic, String expression, long version,
			String... tags) {
		Set<String> ordered = new LinkedHashSet<>(Arrays.asList(tags));
		return new HeartbeatRequest.Subscription(topic, expression, ordered, version);
	}

	private static void assertFields(Request<?> request, int code, Map<String, String> fields) {
		for (HeaderFormat format : HeaderFormat.values()) {
			RemotingCommand command = Official.decode(encode(request, 5, format));
			assertThat(command.getCode()).isEqualTo(code);
			assertThat(Official.fields(command)).isEqualTo(fields);
		}
	}

	private static <T extends org.apache.rocketmq.remoting.CommandCustomHeader> T official(Request<?> request,
			Class<T> header) {
		try {
			return Official.decode(binary(request, 1)).decodeCommandCustomHeader(header);
		}
		catch (org.apache.rocketmq.remoting.exception.RemotingCommandException ex) {
			throw new AssertionError(ex);
		}
	}

	private static byte[] json(Request<?> request, int opaque) {
		return encode(request, opaque, HeaderFormat.JSON);
	}

	private static byte[] binary(Request<?> request, int opaque) {
		return encode(request, opaque, HeaderFormat.BINARY);
	}

	private static byte[] encode(Request<?> request, int opaque, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		try {
			FrameCodec.encodeRequest(out, request, opaque, false, format);
			return ByteBufUtil.getBytes(out);
		}
		finally {
			out.release();
		}
	}

	private static byte[] utf8(@Nullable String text) {
		return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
	}

}
