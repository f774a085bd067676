package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.common.entity.ClientGroup;
import org.apache.rocketmq.common.lite.LiteLagInfo;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.remoting.protocol.admin.OffsetWrapper;
import org.apache.rocketmq.remoting.protocol.admin.TopicOffset;
import org.apache.rocketmq.remoting.protocol.body.GetBrokerLiteInfoResponseBody;
import org.apache.rocketmq.remoting.protocol.body.GetLiteClientInfoResponseBody;
import org.apache.rocketmq.remoting.protocol.body.GetLiteGroupInfoResponseBody;
import org.apache.rocketmq.remoting.protocol.body.GetLiteTopicInfoResponseBody;
import org.apache.rocketmq.remoting.protocol.body.GetParentTopicInfoResponseBody;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What brokers tell of lite topics, written by the official classes, under both kinds of
 * headers.
 */
class LiteAdminCommandTests {

	@ParameterizedTest
	@EnumSource
	void aBrokersLiteTopics(HeaderFormat format) {
		GetBrokerLiteInfoResponseBody body = new GetBrokerLiteInfoResponseBody();
		body.setStoreType("defaultRocksDB");
		body.setMaxLmqNum(20_000);
		body.setCurrentLmqNum(1);
		body.setLiteSubscriptionCount(2);
		body.setOrderInfoCount(3);
		body.setCqTableSize(4);
		body.setOffsetTableSize(5);
		body.setEventMapSize(6);
		body.setTopicMeta(Map.of("T1", 60, "T2", -1));
		body.setGroupMeta(Map.of("T1", Set.of("G")));
		assertThat(new LiteBrokerInfoRequest().decode(answer(format, body))).isEqualTo(new LiteBrokerInfoRequest.Info(
				"defaultRocksDB", 20_000, 1, 2, 3, 4, 5, 6, Map.of("T1", 60, "T2", -1), Map.of("T1", List.of("G"))));
	}

	@ParameterizedTest
	@EnumSource
	void aTopicThatHoldsLiteTopics(HeaderFormat format) {
		GetParentTopicInfoResponseBody body = new GetParentTopicInfoResponseBody();
		body.setTopic("T1");
		body.setTtl(60);
		body.setGroups(Set.of("G"));
		body.setLiteTopicCount(7);
		body.setLmqNum(8);
		LiteParentInfoRequest request = new LiteParentInfoRequest("T1");
		assertThat(request.decode(answer(format, body)))
			.isEqualTo(new LiteParentInfoRequest.Info(60, List.of("G"), 7, 8));
		// no group is bound to it
		body.setGroups(null);
		assertThat(request.decode(answer(format, body)).groups()).isEmpty();
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> request.decode(frame(format, 29, new byte[0])));
	}

	@ParameterizedTest
	@EnumSource
	void aLiteTopic(HeaderFormat format) {
		TopicOffset offset = new TopicOffset();
		offset.setMinOffset(3);
		offset.setMaxOffset(9);
		offset.setLastUpdateTimestamp(5);
		GetLiteTopicInfoResponseBody body = new GetLiteTopicInfoResponseBody();
		body.setParentTopic("T1");
		body.setLiteTopic("a");
		body.setSubscriber(Set.of(new ClientGroup("10.0.0.1@x", "G")));
		body.setTopicOffset(offset);
		body.setShardingToBroker(true);
		LiteTopicInfoRequest request = new LiteTopicInfoRequest("T1", "a");
		assertThat(request.decode(answer(format, body))).isEqualTo(new LiteTopicInfoRequest.Info(
				List.of(new LiteTopicInfoRequest.Subscriber("10.0.0.1@x", "G")), 3, 9, 5, true));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> request.decode(frame(format, 0, "{\"subscriber\":[{}]}".getBytes())))
			.withMessageContaining("clientId");
	}

	@ParameterizedTest
	@EnumSource
	void aClient(HeaderFormat format) {
		GetLiteClientInfoResponseBody body = new GetLiteClientInfoResponseBody();
		body.setParentTopic("T1");
		body.setGroup("G");
		body.setClientId("10.0.0.1@x");
		body.setLiteTopicCount(2);
		body.setLiteTopicSet(Set.of("%LMQ%$T1$a"));
		body.setLastAccessTime(5);
		body.setLastConsumeTime(6);
		LiteClientInfoRequest request = new LiteClientInfoRequest("T1", "G", "10.0.0.1@x", 1);
		assertThat(request.decode(answer(format, body)))
			.isEqualTo(new LiteClientInfoRequest.Info(2, List.of("a"), 5, 6));
		// one that the broker does not know
		body.setLiteTopicCount(-1);
		body.setLiteTopicSet(null);
		assertThat(request.decode(answer(format, body)).count()).isEqualTo(-1);
	}

	@ParameterizedTest
	@EnumSource
	void aGroup(HeaderFormat format) {
		GetLiteGroupInfoResponseBody body = new GetLiteGroupInfoResponseBody();
		body.setGroup("G");
		body.setParentTopic("T1");
		body.setTotalLagCount(12);
		body.setEarliestUnconsumedTimestamp(5);
		body.setLagCountTopK(List.of(lag("a", 9, 6), lag("b", 3, 5)));
		body.setLagTimestampTopK(List.of(lag("b", 3, 5)));
		LiteGroupInfoRequest request = new LiteGroupInfoRequest("G", null, 2);
		LiteGroupInfoRequest.Lag b = new LiteGroupInfoRequest.Lag("b", 3, 5);
		assertThat(request.decode(answer(format, body))).isEqualTo(new LiteGroupInfoRequest.Info("T1", 12, 5, null,
				List.of(new LiteGroupInfoRequest.Lag("a", 9, 6), b), List.of(b)));
		OffsetWrapper progress = new OffsetWrapper();
		progress.setBrokerOffset(9);
		progress.setConsumerOffset(7);
		progress.setLastTimestamp(4);
		GetLiteGroupInfoResponseBody one = new GetLiteGroupInfoResponseBody();
		one.setParentTopic("T1");
		one.setLiteTopic("a");
		one.setTotalLagCount(2);
		one.setLiteTopicOffsetWrapper(progress);
		assertThat(request.decode(answer(format, one))).isEqualTo(new LiteGroupInfoRequest.Info("T1", 2, -1,
				new LiteGroupInfoRequest.Progress(9, 7, 4), List.of(), List.of()));
	}

	private static LiteLagInfo lag(String liteTopic, long count, long earliest) {
		LiteLagInfo lag = new LiteLagInfo();
		lag.setLiteTopic(liteTopic);
		lag.setLagCount(count);
		lag.setEarliestUnconsumedTimestamp(earliest);
		return lag;
	}

	private static Frame answer(HeaderFormat format, RemotingSerializable body) {
		return frame(format, 0, body.encode());
	}

	private static Frame frame(HeaderFormat format, int code, byte[] body) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(code, Map.of(), body), 5, false, format);
		return FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911");
	}

}
