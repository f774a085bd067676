package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the answers of real servers, and made-up ones, are read as.
 */
class CommandDecodingTests {

	private static final SendMessageRequest SEND = new SendMessageRequest("PG", "T", "TBW102", 4, 0, 0, 0, 0, "", 0,
			null, false, "broker-a", new byte[1]);

	private static final PullMessageRequest PULL = pull(0);

	@ParameterizedTest
	@ValueSource(strings = { "send_response_json", "send_response_rocketmq" })
	void sendResponse(String vector) {
		assertThat(answer(SEND, vector)).isEqualTo(new SendMessageResponse(SendStatus.SEND_OK,
				"0A00000100002A9F0000000000001000", 1, 42, null, "DefaultRegion", true));
	}

	@Test
	void sendResponsesOfALiveBroker() {
		assertThat(answer(SEND, "live_550_send_response")).isEqualTo(new SendMessageResponse(SendStatus.SEND_OK,
				"7F000001000078BF000000000000019C", 0, 1, null, "DefaultRegion", true));
		assertThat(answer(SEND, "live_550_half_send_response").queueId()).isEqualTo(1);
		assertThat(answer(SEND, "live_550_inner_batch_send_response").status()).isEqualTo(SendStatus.SEND_OK);
	}

	@ParameterizedTest
	@CsvSource({ "0,SEND_OK", "10,FLUSH_DISK_TIMEOUT", "11,SLAVE_NOT_AVAILABLE", "12,FLUSH_SLAVE_TIMEOUT" })
	void fourCodesMeanStored(int code, SendStatus status) {
		SendMessageResponse response = SEND.decode(frame(code, Map.of("queueId", "3", "queueOffset", "9"), ""));
		assertThat(response).isEqualTo(new SendMessageResponse(status, "", 3, 9, null, null, true));
	}

	@Test
	void anAcknowledgementSaysWhereAndWhetherItsSendIsTraced() {
		SendMessageResponse response = SEND.decode(
				frame(0, Map.of("queueId", "3", "queueOffset", "9", "MSG_REGION", "north", "TRACE_ON", "false"), ""));
		assertThat(response.region()).isEqualTo("north");
		assertThat(response.traced()).isFalse();
	}

	@Test
	void anythingElseIsARefusal() {
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> SEND.decode(frame(2, Map.of(), "")))
			.satisfies((refusal) -> assertThat(refusal.isRetryable()).isTrue());
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> answer(SEND, "live_550_error_unknown_code_response"))
			.withMessageContaining("request type 9999 not supported");
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> answer(SEND, "live_550_go_away_response"))
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(1500));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> SEND.decode(frame(0, Map.of(), "")))
			.withMessageContaining("queueId");
	}

	@Test
	void pullFound() {
		PullMessageResponse response = answer(PULL, "live_550_pull_found_response");
		assertThat(response.status()).isEqualTo(PullMessageResponse.Status.FOUND);
		assertThat(response.nextOffset()).isEqualTo(2);
		assertThat(response.minOffset()).isZero();
		assertThat(response.maxOffset()).isEqualTo(2);
		assertThat(response.suggestedBrokerId()).isZero();
		assertThat(response.batch().undecodable()).isEmpty();
		assertThat(response.batch().messages()).extracting(StoredMessage::queueOffset).containsExactly(0L, 1L);
		assertThat(response.batch().messages())
			.allSatisfy((message) -> assertThat(message.queue().brokerName()).isEqualTo("broker-a"));
		assertThat(answer(PULL, "pull_response_frame").batch().messages()).hasSize(2);
	}

	@Test
	void pullFromTheMiddleOfAContainerDropsWhatCameBefore() {
		assertThat(answer(pull(1), "live_550_inner_batch_pull_response").batch().messages())
			.extracting(StoredMessage::queueOffset)
			.containsExactly(1L, 2L, 3L);
	}

	@ParameterizedTest
	@CsvSource({ "live_550_pull_not_found_response,NO_NEW_MESSAGE",
			"live_550_pull_offset_moved_response,OFFSET_MOVED" })
	void pullWithoutMessages(String vector, PullMessageResponse.Status status) {
		PullMessageResponse response = answer(PULL, vector);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.nextOffset()).isEqualTo(2);
		assertThat(response.batch().messages()).isEmpty();
	}

	@Test
	void pullSkipped() {
		Map<String, String> offsets = Map.of("nextBeginOffset", "9", "minOffset", "1", "maxOffset", "20",
				"suggestWhichBrokerId", "1");
		PullMessageResponse response = PULL.decode(frame(20, offsets, ""));
		assertThat(response.status()).isEqualTo(PullMessageResponse.Status.NO_MATCHED_MESSAGE);
		assertThat(response.suggestedBrokerId()).isEqualTo(1);
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> PULL.decode(frame(24, Map.of(), "")));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> PULL.decode(frame(0, Map.of(), "")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "live_550_route_response", "live_550_route_response_legacy_json" })
	void routeOfALiveNameServer(String vector) {
		RouteData route = answer(new GetRouteRequest("T1"), vector);
		assertThat(route.brokers()).singleElement().satisfies((broker) -> {
			assertThat(broker.name()).isEqualTo("broker-a");
			assertThat(broker.addresses()).containsOnlyKeys(0L);
		});
		assertThat(route.queues()).singleElement()
			.satisfies((queues) -> assertThat(queues.brokerName()).isEqualTo("broker-a"));
		assertThat(route.staticTopic()).isFalse();
		assertThat(route.orderTopicConf()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "route_standard.json", "route_legacy.json" })
	void routeInBothDialects(String file) {
		RouteData route = new GetRouteRequest("TopicTest").decode(frame(0, Map.of(), Vectors.text(file)));
		assertThat(route).isEqualTo(new RouteData(
				List.of(new RouteData.Broker("DefaultCluster", "broker-a",
						Map.of(0L, "10.0.0.2:10911", 1L, "10.0.0.3:10911"))),
				List.of(new RouteData.Queues("broker-a", 4, 4, 6)), null, false));
		assertThat(answer(new GetRouteRequest("TopicTest"), "route_response_frame")).isEqualTo(route);
	}

	@Test
	void routeWithASlave() {
		assertThat(answer(new GetRouteRequest("T"), "live_550_route_with_slave_response").brokers().get(0).addresses())
			.containsOnlyKeys(0L, 1L);
	}

	@Test
	void routeOfAStaticTopicSaysSo() {
		assertThat(answer(new GetRouteRequest("T"), "live_550_static_topic_route_response").staticTopic()).isTrue();
		for (String file : List.of("route_static_topic_standard.json", "route_static_topic_legacy.json")) {
			assertThat(new GetRouteRequest("T").decode(frame(0, Map.of(), Vectors.text(file))).staticTopic()).isTrue();
		}
	}

	@Test
	void routeNotFoundIsARefusal() {
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> answer(new GetRouteRequest("T"), "live_550_route_not_found_response"))
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(17));
	}

	@Test
	void routeToleratesWhatItDoesNotKnow() {
		RouteData route = route(
				"""
						{"x":{"$ref":"$"},"brokerDatas":[{"brokerName":"b","brokerAddrs":{-1:"h:1"},"zoneName":null,"y":[[]]}],
						 "queueDatas":null,"orderTopicConf":"b:4","topicQueueMappingByBroker":{},"filterServerTable":{"a":["b"]}}
						""");
		assertThat(route.brokers()).containsExactly(new RouteData.Broker("", "b", Map.of(-1L, "h:1")));
		assertThat(route.queues()).isEmpty();
		assertThat(route.orderTopicConf()).isEqualTo("b:4");
		assertThat(route.staticTopic()).isFalse();
		assertThat(route("{\"brokerDatas\":[{\"brokerName\":\"b\",\"brokerAddrs\":{}}]}").brokers().get(0).addresses())
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "null", "{", "{\"brokerDatas\":{}}", "{\"brokerDatas\":[1]}",
			"{\"brokerDatas\":[{}]}", "{\"brokerDatas\":[{\"brokerName\":\"b\",\"brokerAddrs\":{\"x\":\"h:1\"}}]}",
			"{\"brokerDatas\":[{\"brokerName\":\"b\",\"brokerAddrs\":{\"0\":7}}]}", "{\"queueDatas\":[{}]}",
			"{\"queueDatas\":[{\"brokerName\":\"b\",\"readQueueNums\":\"4\"}]}",
			"{\"queueDatas\":[{\"brokerName\":\"b\",\"readQueueNums\":99999999999,\"writeQueueNums\":1,\"perm\":6}]}",
			"{\"brokerDatas\":[", "\u0001", "{brokerDatas:[]}", "{'brokerDatas':[]}", "{\"queueDatas\":[]}{}",
			"{\"brokerDatas\":[{\"brokerName\":\"b\",\"brokerAddrs\":{a0:\"h:1\"}}]}" })
	void routeThatMakesNoSenseFailsItsRequest(String body) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> route(body))
			.withMessageContaining("10.0.0.2:10911");
	}

	@Test
	void routeBodiesAreBounded() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> route("{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}"));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> route("{" + " ".repeat(8 * 1024 * 1024) + "}"))
			.withMessageContaining("8388610")
			.withMessageContaining("8388608");
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> new ConsumerListRequest("G")
				.decode(frame(0, Map.of(), "{\"consumerIdList\":[\"a\"" + ",\"a\"".repeat(100_000) + "]}")))
			.withMessageContaining("100000");
	}

	@Test
	void consumerList() {
		assertThat(answer(new ConsumerListRequest("CG1"), "live_550_consumer_list_response")).isNotEmpty()
			.allSatisfy((clientId) -> assertThat(clientId).contains("@"));
		assertThat(new ConsumerListRequest("G").decode(frame(0, Map.of(), "{\"consumerIdList\":[]}"))).isEmpty();
		assertThat(new ConsumerListRequest("G").decode(refusal(1, "no consumer for this group, G"))).isEmpty();
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> new ConsumerListRequest("G").decode(refusal(1, "something else")));
	}

	@Test
	void heartbeatAnswersWithTheBrokersVersion() {
		assertThat(answer(new HeartbeatRequest("c", List.of(), List.of()), "live_550_heartbeat_response"))
			.isEqualTo(513);
	}

	@Test
	void heartbeatAnswersTellWhetherTheBrokerUnderstandsFingerprints() {
		FingerprintHeartbeat heartbeat = new FingerprintHeartbeat(new HeartbeatRequest("c", List.of(), List.of()), 1,
				false);
		assertThat(answer(heartbeat, "live_550_heartbeat_response"))
			.isEqualTo(new FingerprintHeartbeat.Answer(513, true, true));
		assertThat(heartbeat.decode(frame(0, Map.of(), "")).isConfirmed()).isFalse();
		assertThat(heartbeat.decode(frame(0, Map.of("IS_SUPPORT_HEART_BEAT_V2", "true", "IS_SUB_CHANGE", "true"), ""))
			.isConfirmed()).isFalse();
	}

	@Test
	void offsets() {
		QueryOffsetRequest query = new QueryOffsetRequest("G", "T", 0, "b");
		assertThat(query.decode(frame(0, Map.of("offset", "42"), ""))).isEqualTo(OptionalLong.of(42));
		assertThat(query.decode(refusal(22, "Not found"))).isEmpty();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> query.decode(refusal(26, "")));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> query.decode(frame(0, Map.of(), "")));
		assertThat(new MaxOffsetRequest("T", 0, "b").decode(frame(0, Map.of("offset", "7"), ""))).isEqualTo(7);
		assertThat(new MinOffsetRequest("T", 0, "b").decode(frame(0, Map.of("offset", "3"), ""))).isEqualTo(3);
	}

	@Test
	void anOffsetThatWasJustResetIsDropped() {
		UpdateOffsetRequest update = new UpdateOffsetRequest("G", "T", 0, 9, "b");
		assertThat(update.decode(frame(0, Map.of(), ""))).isTrue();
		assertThat(update.decode(refusal(0, "Offset has been previously reset"))).isFalse();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> update.decode(refusal(26, "")));
	}

	@Test
	void plainAcknowledgements() {
		assertThat(new UnregisterRequest("c", null, "G").decode(frame(0, Map.of(), ""))).isTrue();
		SendBackRequest back = new SendBackRequest("G", 0, 0, "id", "T", 16, "b");
		assertThat(back.decode(frame(0, Map.of(), ""))).isTrue();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> back.decode(refusal(1, "look message")));
	}

	@Test
	void consumerIdsChanged() {
		Frame frame = Vectors.frame("live_550_notify_consumer_ids_changed");
		assertThat(frame.code()).isEqualTo(ConsumerIdsChanged.CODE);
		assertThat(frame.isOneway()).isTrue();
		assertThat(frame.isAnswer()).isFalse();
		assertThat(ConsumerIdsChanged.decode(frame)).isEqualTo(new ConsumerIdsChanged("CG1"));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> ConsumerIdsChanged.decode(frame(40, Map.of(), "")));
	}

	private static PullMessageRequest pull(long offset) {
		return new PullMessageRequest("G", "T", 0, offset, 32, 0, 0, 0, 0, null, "broker-a");
	}

	private static <R> R answer(Request<R> request, String vector) {
		Frame frame = Vectors.frame(vector);
		try {
			return request.decode(frame);
		}
		finally {
			frame.release();
		}
	}

	private static RouteData route(String body) {
		return new GetRouteRequest("T").decode(frame(0, Map.of(), body));
	}

	private static Frame frame(int code, Map<String, String> fields, String body) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(code, fields, body.getBytes(StandardCharsets.UTF_8)), 1, false,
				HeaderFormat.JSON);
		return FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911");
	}

	private static Frame refusal(int code, String remark) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, code, remark, new byte[0], 1, HeaderFormat.BINARY);
		return FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911");
	}

}
