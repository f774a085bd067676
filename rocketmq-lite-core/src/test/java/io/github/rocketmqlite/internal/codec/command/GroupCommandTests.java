package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.remoting.protocol.LanguageCode;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.remoting.protocol.body.Connection;
import org.apache.rocketmq.remoting.protocol.body.ConsumerConnection;
import org.apache.rocketmq.remoting.protocol.heartbeat.ConsumeType;
import org.apache.rocketmq.remoting.protocol.heartbeat.MessageModel;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;
import org.apache.rocketmq.remoting.protocol.subscription.CustomizedRetryPolicy;
import org.apache.rocketmq.remoting.protocol.subscription.ExponentialRetryPolicy;
import org.apache.rocketmq.remoting.protocol.subscription.GroupRetryPolicy;
import org.apache.rocketmq.remoting.protocol.subscription.GroupRetryPolicyType;
import org.apache.rocketmq.remoting.protocol.subscription.SimpleSubscriptionData;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Clusters, groups and their members, beside the official client.
 */
class GroupCommandTests {

	private static final RequestScope SHOP = new RequestScope(new Namespace("shop"), null, null, false);

	@Test
	void filtersAreCheckedAsTheOfficialClientDoes() {
		CheckClientConfigRequest check = new CheckClientConfigRequest("10.0.0.1@ord", "CGO", "T1", "u = 'v'", "SQL92",
				1_795_187_652_057L);
		assertThat(check.body())
			.isEqualTo(Official.decode(Vectors.bytes("official_550_check_client_config_request")).getBody());
		assertThat(check.decode(answer(0, "", ""))).isTrue();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> check.decode(answer(23, "bad", "")))
			.withMessageContainingAll("SUBSCRIPTION_PARSE_FAILED", "bad");
		assertThat(new String(check.body(SHOP), StandardCharsets.UTF_8)).contains("\"shop%CGO\"", "\"shop%T1\"");
	}

	@Test
	void clustersOfALiveNameServer() {
		ClusterInfoRequest.ClusterInfo info = new ClusterInfoRequest()
			.decode(Vectors.frame("live_550_cluster_info_response"));
		assertThat(info.clusters()).containsOnly(Map.entry("DefaultCluster", List.of("broker-a")));
		assertThat(info.brokers())
			.containsExactly(new RouteData.Broker("DefaultCluster", "broker-a", Map.of(0L, "127.0.0.1:30911")));
		ClusterInfoRequest request = new ClusterInfoRequest();
		assertThat(request.decode(answer(0, "", "{}")).brokers()).isEmpty();
		for (String body : List.of("", "[]", "{\"brokerAddrTable\":[]}", "{\"brokerAddrTable\":{\"b\":{}}}",
				"{\"clusterAddrTable\":{\"c\":{}}}")) {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> request.decode(answer(0, "", body)));
		}
	}

	@Test
	void membersOfAGroup() throws Exception {
		Connection connection = new Connection();
		connection.setClientId("10.0.0.1@x");
		connection.setClientAddr("10.0.0.1:50000");
		connection.setLanguage(LanguageCode.JAVA);
		connection.setVersion(513);
		ConsumerConnection official = new ConsumerConnection();
		official.getConnectionSet().add(connection);
		SubscriptionData subscription = new SubscriptionData("shop%orders", "a > 1");
		subscription.setExpressionType("SQL92");
		subscription.setSubVersion(7);
		official.getSubscriptionTable().put("shop%orders", subscription);
		official.setConsumeType(ConsumeType.CONSUME_PASSIVELY);
		official.setMessageModel(MessageModel.CLUSTERING);
		official.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET);
		String body = new String(official.encode(), StandardCharsets.UTF_8);
		ConsumerConnectionsRequest request = new ConsumerConnectionsRequest("CG");
		ConsumerConnections expected = new ConsumerConnections("CONSUME_PASSIVELY", "CLUSTERING",
				"CONSUME_FROM_LAST_OFFSET",
				List.of(new ConsumerConnections.Connection("10.0.0.1@x", "10.0.0.1:50000", "JAVA", 513)),
				List.of(new ConsumerConnections.Subscription("orders", "a > 1", "SQL92", 7)));
		assertThat(SHOP.apply(request).decode(answer(0, "", body))).isEqualTo(expected);
		assertThat(request.decode(answer(0, "", body)).subscriptions().get(0).topic()).isEqualTo("shop%orders");
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> request.decode(answer(1, "broken", "")))
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(1));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> request.decode(answer(0, "", "{\"connectionSet\":[{}]}")))
			.withMessageContaining("clientId");
		assertThat(request.decode(answer(206, "", "")).connections()).isEmpty();
	}

	@Test
	void settingsOfAGroup() {
		SubscriptionGroupConfig official = official();
		String body = RemotingSerializable.toJson(official, false);
		GroupConfig config = SHOP.apply(new GroupConfigRequest("billing")).decode(answer(0, "", body)).orElseThrow();
		assertThat(config).isEqualTo(new GroupConfig("billing", false, false, false, true, 3, 5,
				new GroupConfig.RetryPolicy("CUSTOMIZED", new GroupConfig.Exponential(1, 2, 3), List.of(10L, 20L)), 4,
				6, false, 8, 9, List.of(new GroupConfig.Subscription("orders", "TAG", "a", 11)),
				Map.of("priority.factor", "50")));
		UpdateGroupRequest update = new UpdateGroupRequest(config, Map.of("+priority.factor", "50"));
		SubscriptionGroupConfig again = SubscriptionGroupConfig.class
			.cast(RemotingSerializable.decode(update.body(SHOP), SubscriptionGroupConfig.class));
		// keys of changes are marked
		official.setAttributes(Map.of("+priority.factor", "50"));
		assertThat(RemotingSerializable.toJson(again, false)).isEqualTo(RemotingSerializable.toJson(official, false));
		assertThat(update.decode(answer(0, "", ""))).isTrue();
		assertThat(new GroupConfigRequest("billing").decode(answer(26, "", ""))).isEmpty();
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> new GroupConfigRequest("billing").decode(answer(3, "", "")));
	}

	@Test
	void settingsThatNobodySetAreThoseOfTheOfficialClient() {
		SubscriptionGroupConfig official = new SubscriptionGroupConfig();
		official.setGroupName("billing");
		byte[] ours = new UpdateGroupRequest(GroupConfig.of("billing"), Map.of()).body();
		assertThat(RemotingSerializable.decode(ours, SubscriptionGroupConfig.class)).isEqualTo(official);
		assertThat(new GroupConfigRequest("billing").decode(answer(0, "", "{\"groupName\":\"billing\"}")))
			.contains(GroupConfig.of("billing"));
	}

	@Test
	void changesOfAttributesAreMarked() {
		for (String key : List.of("", "+", "priority.factor")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new UpdateGroupRequest(GroupConfig.of("g"), Map.of(key, "1")))
				.withMessageContaining("'" + key + "'");
		}
	}

	private static SubscriptionGroupConfig official() {
		SubscriptionGroupConfig config = new SubscriptionGroupConfig();
		config.setGroupName("shop%billing");
		config.setConsumeEnable(false);
		config.setConsumeFromMinEnable(false);
		config.setConsumeBroadcastEnable(false);
		config.setConsumeMessageOrderly(true);
		config.setRetryQueueNums(3);
		config.setRetryMaxTimes(5);
		GroupRetryPolicy policy = new GroupRetryPolicy();
		policy.setType(GroupRetryPolicyType.CUSTOMIZED);
		policy.setExponentialRetryPolicy(new ExponentialRetryPolicy(1, 2, 3));
		policy.setCustomizedRetryPolicy(new CustomizedRetryPolicy(new long[] { 10, 20 }));
		config.setGroupRetryPolicy(policy);
		config.setBrokerId(4);
		config.setWhichBrokerWhenConsumeSlowly(6);
		config.setNotifyConsumerIdsChangedEnable(false);
		config.setGroupSysFlag(8);
		config.setConsumeTimeoutMinute(9);
		config.setSubscriptionDataSet(Set.of(new SimpleSubscriptionData("shop%orders", "TAG", "a", 11)));
		config.setAttributes(Map.of("priority.factor", "50"));
		return config;
	}

	private static Frame answer(int code, String remark, String body) {
		ByteBuf out = Unpooled.buffer();
		if (code == 0) {
			FrameCodec.encodeRequest(out, new TextRequest(code, Map.of(), body.getBytes(StandardCharsets.UTF_8)), 1,
					false, HeaderFormat.JSON);
		}
		else {
			FrameCodec.encodeAnswer(out, code, remark, new byte[0], 1, HeaderFormat.JSON);
		}
		return FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911");
	}

}
