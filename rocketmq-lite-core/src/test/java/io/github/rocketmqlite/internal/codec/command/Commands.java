package io.github.rocketmqlite.internal.codec.command;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import org.apache.rocketmq.remoting.protocol.body.CheckClientRequestBody;
import org.apache.rocketmq.remoting.protocol.body.LockBatchRequestBody;
import org.apache.rocketmq.remoting.protocol.body.UnlockBatchRequestBody;
import org.apache.rocketmq.remoting.protocol.header.ConsumerSendMsgBackRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.CreateTopicRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteSubscriptionGroupRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteTopicRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.EndTransactionRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumeStatsRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerConnectionListRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerListByGroupRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetEarliestMsgStoretimeRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetMaxOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetMinOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetSubscriptionGroupConfigRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetTopicStatsInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.PullMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.QueryConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.QueryMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.RecallMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.SearchOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.apache.rocketmq.remoting.protocol.header.UnregisterClientRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.UpdateConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ViewMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.namesrv.DeleteTopicFromNamesrvRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.namesrv.GetRouteInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.heartbeat.HeartbeatData;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;

import static io.github.rocketmqlite.internal.codec.command.Command.received;
import static io.github.rocketmqlite.internal.codec.command.Command.sent;

/**
 * Every command of this package with an example. {@link CommandsTests} checks each of
 * them, and fails for a command that is not here.
 * <p>
 * To add a command, add one line: {@code sent(request)} with {@code header(class)}, the
 * official class of its header; or {@code body(class)}, the official class of its JSON
 * body; or {@code like(vector)}, a recorded frame with the same content. If its answer
 * holds more than a code, add {@code answered(...)}: fields, JSON, or a recorded frame.
 * {@code besides(...)} names fields that the official class does not know. Use the topic
 * {@code TopicTest} and the groups {@code CG_TEST} and {@code PG_TEST}, which are looked
 * for when the example is sent in a namespace. What servers send is
 * {@code received(type, vector, decoder)}.
 */
final class Commands {

	private static final List<MessageQueue> QUEUES = List.of(new MessageQueue("TopicTest", "broker-a", 1));

	private static final Map<String, String> OFFSET = Map.of("offset", "7");

	private static final GroupConfig CONFIG = new GroupConfig("CG_TEST", true, false, true, true, 2, 9,
			new GroupConfig.RetryPolicy("EXPONENTIAL", new GroupConfig.Exponential(5_000, 7_200_000, 2),
					List.of(1_000L, 5_000L)),
			0, 1, false, 3, 20, List.of(new GroupConfig.Subscription("TopicTest", "SQL92", "a > 1", 4)), Map.of());

	static final List<Command> ALL = List.of(
			// sending
			sent(new SendMessageRequest("PG_TEST", "TopicTest", "TBW102", 4, 1, 0, 1_700_000_000_000L, 0,
					"k\u0001v\u0002", 0, 16, false, "broker-a", new byte[] { 1 }))
				.header(SendMessageRequestHeaderV2.class)
				.answered("send_response_rocketmq"),
			sent(new EndTransactionRequest("PG_TEST", "TopicTest", "0A000001303918B4AAC21000000A0000", 42, 4096, 8,
					true, "broker-a"))
				.header(EndTransactionRequestHeader.class),
			sent(new RecallMessageRequest("PG_TEST", "TopicTest", "handle", "broker-a"))
				.header(RecallMessageRequestHeader.class)
				.answered(Map.of("msgId", "id")),
			// consuming
			sent(new PullMessageRequest("CG_TEST", "TopicTest", 1, 42, 32, 7, 40, 15_000, 1_700_000_000_000L, "A || B",
					"broker-a"))
				.header(PullMessageRequestHeader.class)
				.answered("live_550_pull_found_response"),
			sent(new SendBackRequest("CG_TEST", 257, 3, "id", "TopicTest", 16, "broker-a"))
				.header(ConsumerSendMsgBackRequestHeader.class),
			sent(new LockQueuesRequest("CG_TEST", "10.0.0.1@x", QUEUES)).body(LockBatchRequestBody.class)
				.answered("{\"lockOKMQSet\":[{\"brokerName\":\"b\",\"queueId\":1,\"topic\":\"T\"}]}"),
			sent(new UnlockQueuesRequest("CG_TEST", "10.0.0.1@x", QUEUES)).body(UnlockBatchRequestBody.class),
			sent(new QueryOffsetRequest("CG_TEST", "TopicTest", 1, "broker-a"))
				.header(QueryConsumerOffsetRequestHeader.class)
				.answered(OFFSET),
			sent(new UpdateOffsetRequest("CG_TEST", "TopicTest", 1, 77, "broker-a"))
				.header(UpdateConsumerOffsetRequestHeader.class),
			// sessions
			sent(new HeartbeatRequest("10.0.0.1@x", List.of("PG_TEST"),
					List.of(new HeartbeatRequest.ConsumerGroup("CG_TEST", "CONSUME_FROM_LAST_OFFSET",
							List.of(new HeartbeatRequest.Subscription("TopicTest", "A", Set.of("A"), 5))))))
				.body(HeartbeatData.class),
			sent(new UnregisterRequest("10.0.0.1@x", "PG_TEST", "CG_TEST")).header(UnregisterClientRequestHeader.class),
			sent(new ConsumerListRequest("CG_TEST")).header(GetConsumerListByGroupRequestHeader.class)
				.answered("live_550_consumer_list_response"),
			sent(new CheckClientConfigRequest("10.0.0.1@x", "CG_TEST", "TopicTest", "u = 'v'", "SQL92", 9))
				.body(CheckClientRequestBody.class),
			// routes and clusters
			sent(new GetRouteRequest("TopicTest")).header(GetRouteInfoRequestHeader.class)
				.answered("live_550_route_response"),
			sent(new ClusterInfoRequest()).answered("live_550_cluster_info_response"),
			sent(new DeleteTopicRouteRequest("TopicTest")).header(DeleteTopicFromNamesrvRequestHeader.class),
			// offsets of queues
			sent(new MaxOffsetRequest("TopicTest", 1, "broker-a")).header(GetMaxOffsetRequestHeader.class)
				.answered(OFFSET),
			sent(new MinOffsetRequest("TopicTest", 1, "broker-a")).header(GetMinOffsetRequestHeader.class)
				.answered(OFFSET),
			sent(new SearchOffsetRequest("TopicTest", 1, 99, "broker-a")).header(SearchOffsetRequestHeader.class)
				.answered(OFFSET),
			sent(new EarliestStoreTimeRequest("TopicTest", 1, "broker-a"))
				.header(GetEarliestMsgStoretimeRequestHeader.class)
				.answered(Map.of("timestamp", "5")),
			// queries and administration
			sent(new QueryMessageRequest("TopicTest", "k", 32, 5, 6, true, "broker-a"))
				.header(QueryMessageRequestHeader.class)
				.besides("_UNIQUE_KEY_QUERY")
				.answered("pull_response_frame"),
			sent(new ViewMessageRequest("TopicTest", 77, "broker-a")).header(ViewMessageRequestHeader.class)
				.besides("bname")
				.answered("pull_response_frame"),
			sent(new CreateTopicRequest("TopicTest", 8, 4, 6, true, "+message.type=FIFO"))
				.header(CreateTopicRequestHeader.class),
			sent(new DeleteTopicRequest("TopicTest")).header(DeleteTopicRequestHeader.class),
			sent(new TopicStatsRequest("TopicTest")).header(GetTopicStatsInfoRequestHeader.class)
				.answered("live_550_topic_stats_response"),
			sent(new UpdateGroupRequest(CONFIG, Map.of("+priority.factor", "50"))).body(SubscriptionGroupConfig.class),
			sent(new GroupConfigRequest("CG_TEST")).header(GetSubscriptionGroupConfigRequestHeader.class)
				.answered("{\"groupName\":\"CG_TEST\"}"),
			sent(new DeleteGroupRequest("CG_TEST", true)).header(DeleteSubscriptionGroupRequestHeader.class),
			sent(new ConsumeStatsRequest("CG_TEST", "TopicTest")).header(GetConsumeStatsRequestHeader.class)
				.answered("{\"offsetTable\":{}}"),
			sent(new ConsumerConnectionsRequest("CG_TEST")).header(GetConsumerConnectionListRequestHeader.class)
				.answered("{\"connectionSet\":[],\"subscriptionTable\":{}}"),
			// what servers send
			received(ConsumerIdsChanged.class, "live_550_notify_consumer_ids_changed", ConsumerIdsChanged::decode),
			received(CheckTransactionState.class, "live_550_check_transaction_request", CheckTransactionState::decode));

	private Commands() {
	}

}
