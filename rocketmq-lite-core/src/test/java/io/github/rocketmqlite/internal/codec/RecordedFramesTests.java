package io.github.rocketmqlite.internal.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.github.rocketmqlite.internal.codec.BytesAssert.assertThatBytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every recorded frame: what real servers and the official client sent.
 */
class RecordedFramesTests {

	@ParameterizedTest
	@ValueSource(strings = { "acl_signed_heartbeat_token_json", "acl_signed_send_request_json",
			"end_transaction_oneway_json", "heartbeat_request_json", "live_550_check_transaction_request",
			"live_550_cluster_info_response", "live_550_consumer_list_response", "live_550_error_unknown_code_response",
			"live_550_go_away_response", "live_550_half_send_response", "live_550_heartbeat_response",
			"live_550_inner_batch_pull_response", "live_550_inner_batch_send_response",
			"live_550_notify_consumer_ids_changed", "live_550_pop_not_found_response", "live_550_pop_response",
			"live_550_pull_found_response", "live_550_pull_not_found_response", "live_550_pull_offset_moved_response",
			"live_550_push_reply_request", "live_550_reply_response", "live_550_route_not_found_response",
			"live_550_route_response", "live_550_route_response_legacy_json", "live_550_route_with_slave_response",
			"live_550_send_response", "live_550_static_topic_route_response", "live_550_topic_stats_response",
			"official_550_check_client_config_request", "official_550_consume_directly_request",
			"official_550_consumer_list_request", "official_550_end_transaction_oneway",
			"official_550_get_consumer_running_info_request", "official_550_heartbeat_request",
			"official_550_lock_batch_request", "official_550_pop_request", "official_550_pull_request",
			"official_550_query_assignment_request", "official_550_query_offset_request",
			"official_550_send_back_request", "official_550_send_batch_request", "official_550_send_v2_request",
			"official_550_unregister_request", "pop_request_json", "pull_request_json", "pull_request_rocketmq",
			"pull_response_frame", "route_request_json", "route_response_frame", "send_response_json",
			"send_response_rocketmq", "send_v1_request_json", "send_v2_request_json", "send_v2_request_rocketmq" })
	void areReadAsTheOfficialCodecReadsThem(String name) {
		RemotingCommand official = Official.decode(Vectors.bytes(name));
		Frame frame = Vectors.frame(name);
		assertThat(frame.code()).isEqualTo(official.getCode());
		assertThat(frame.opaque()).isEqualTo(official.getOpaque());
		assertThat(frame.version()).isEqualTo(official.getVersion());
		assertThat(frame.isAnswer()).isEqualTo(official.isResponseType());
		assertThat(frame.isOneway()).isEqualTo(official.isOnewayRPC());
		assertThat(frame.remark())
			.isEqualTo(TextEscape.shorten(Objects.requireNonNullElse(official.getRemark(), ""), Header.MAX_REMARK));
		Map<String, String> fields = Official.fields(official);
		assertThat(((HeaderFields) frame.fields()).size()).isEqualTo(fields.size());
		fields.forEach((field, value) -> assertThat(frame.fields().text(field)).as(field).isEqualTo(value));
		assertThatBytes(frame.bodyBytes()).isEncodedAs(Objects.requireNonNullElse(official.getBody(), new byte[0]));
		frame.release();
	}

	@ParameterizedTest
	@ValueSource(strings = { "acl_signed_heartbeat_token_json", "acl_signed_send_request_json",
			"end_transaction_oneway_json", "heartbeat_request_json", "official_550_consumer_list_request",
			"official_550_end_transaction_oneway", "official_550_heartbeat_request", "official_550_pop_request",
			"official_550_pull_request", "official_550_query_offset_request", "official_550_send_back_request",
			"official_550_send_batch_request", "official_550_send_v2_request", "official_550_unregister_request",
			"pop_request_json", "pull_request_json", "route_request_json", "send_v1_request_json",
			"send_v2_request_json" })
	void areWrittenByteForByteWhenTheirFieldsComeInTheSameOrder(String name) {
		Frame frame = Vectors.frame(name);
		TextRequest request = new TextRequest(frame.code(), fieldsInOrder(name), frame.bodyBytes());
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, frame.opaque(), frame.isOneway(), HeaderFormat.JSON);
		assertThatBytes(out).isEncodedAs(Vectors.bytes(name));
	}

	/**
	 * The field names in the order of the frame, which the decoded frame does not keep.
	 */
	private static Map<String, String> fieldsInOrder(String name) {
		byte[] frame = Vectors.bytes(name);
		JsonNode header = JsonMapper.shared()
			.readTree(frame, 8, ((frame[5] & 0xFF) << 16) | ((frame[6] & 0xFF) << 8) | (frame[7] & 0xFF));
		Map<String, String> fields = new LinkedHashMap<>();
		header.path("extFields").forEachEntry((field, value) -> fields.put(field, value.asString()));
		return fields;
	}

}
