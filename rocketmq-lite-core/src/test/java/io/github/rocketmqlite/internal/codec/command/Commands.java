package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Vectors;
import org.apache.rocketmq.remoting.protocol.body.AclInfo;
import org.apache.rocketmq.remoting.protocol.body.BatchAckMessageRequestBody;
import org.apache.rocketmq.remoting.protocol.body.CheckClientRequestBody;
import org.apache.rocketmq.remoting.protocol.body.LiteSubscriptionCtlRequestBody;
import org.apache.rocketmq.remoting.protocol.body.LockBatchRequestBody;
import org.apache.rocketmq.remoting.protocol.body.QueryAssignmentRequestBody;
import org.apache.rocketmq.remoting.protocol.body.SetMessageRequestModeRequestBody;
import org.apache.rocketmq.remoting.protocol.body.UnlockBatchRequestBody;
import org.apache.rocketmq.remoting.protocol.body.UserInfo;
import org.apache.rocketmq.remoting.protocol.header.AckMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ChangeInvisibleTimeRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.CheckTransactionStateRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ConsumeMessageDirectlyResultRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ConsumerSendMsgBackRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.CreateAclRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.CreateTopicRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.CreateUserRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteAclRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteSubscriptionGroupRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteTopicRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteUserRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.EndTransactionRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumeStatsRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerConnectionListRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerListByGroupRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerRunningInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerStatusRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetEarliestMsgStoretimeRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetLiteClientInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetLiteGroupInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetLiteTopicInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetMaxOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetMinOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetParentTopicInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetSubscriptionGroupConfigRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetTopicStatsInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ListAclsRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ListUsersRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.NotificationRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.NotifyConsumerIdsChangedRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.NotifyUnsubscribeLiteRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.PopLiteMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.PopMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.PullMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.QueryConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.QueryMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.RecallMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ReplyMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ResetOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.SearchOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.apache.rocketmq.remoting.protocol.header.TriggerLiteDispatchRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.UnregisterClientRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.UpdateAclRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.UpdateConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.UpdateUserRequestHeader;
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
 * {@code besides(...)} names fields that the official class does not know,
 * {@code onlyJson()} marks codes too large for a binary header. Use the topic
 * {@code TopicTest} and the groups {@code CG_TEST} and {@code PG_TEST}, which are looked
 * for when the example is sent or answered in a namespace. What servers send is
 * {@code received(type, vector, decoder)} with {@code header(class)}. A command may have
 * several lines.
 */
final class Commands {

	private static final List<MessageQueue> QUEUES = List.of(new MessageQueue("TopicTest", "broker-a", 1));

	/** The same in JSON. */
	private static final String QUEUE = "{\"brokerName\":\"broker-a\",\"queueId\":1,\"topic\":\"TopicTest\"}";

	private static final ReceiptHandle HANDLE = new ReceiptHandle(40, 1_700_000_000_000L, 60_000, 3, 0, "broker-a", 1,
			42);

	private static final ReceiptHandle LITE_HANDLE = new ReceiptHandle(0, 1_700_000_000_000L, 60_000, 999, 0,
			"broker-a", 0, 42, "chat-1");

	private static final HeartbeatRequest HEARTBEAT = new HeartbeatRequest("10.0.0.1@x", List.of("PG_TEST"),
			List.of(new HeartbeatRequest.ConsumerGroup("CG_TEST", "CONSUME_FROM_LAST_OFFSET",
					List.of(new HeartbeatRequest.Subscription("TopicTest", "A", Set.of("A"), 5)))));

	private static final Map<String, String> OFFSET = Map.of("offset", "7");

	private static final GroupConfig CONFIG = new GroupConfig("CG_TEST", true, false, true, true, 2, 9,
			new GroupConfig.RetryPolicy("EXPONENTIAL", new GroupConfig.Exponential(5_000, 7_200_000, 2),
					List.of(1_000L, 5_000L)),
			0, 1, false, 3, 20, List.of(new GroupConfig.Subscription("TopicTest", "SQL92", "a > 1", 4)), Map.of());

	private static final Map<String, String> RESET = Map.of("topic", "TopicTest", "group", "CG_TEST", "timestamp", "-1",
			"isForce", "true");

	private static final AuthPolicy POLICY = new AuthPolicy("User:alice",
			List.of(new AuthPolicy.Entry("Custom", "Topic:orders", List.of("Pub", "Sub"), List.of("10.0.0.1"), "Allow"),
					new AuthPolicy.Entry("Default", "Group:*", List.of("Sub"), List.of(), "Deny")));

	private static final String USERS = "[{\"username\":\"alice\",\"userType\":\"Normal\",\"userStatus\":\"enable\"}]";

	private static final String POLICIES = "[" + new String(POLICY.write(), StandardCharsets.UTF_8) + "]";

	static final List<Command> ALL = List.of(
			// sending
			sent(new SendMessageRequest("PG_TEST", "TopicTest", "TBW102", 4, 1, 0, 1_700_000_000_000L, 0,
					"k\u0001v\u0002", 0, 16, false, "broker-a", new byte[] { 1 }))
				.header(SendMessageRequestHeaderV2.class)
				.answered("send_response_rocketmq"),
			sent(new SendMessageRequest("PG_TEST", "TopicTest", "TBW102", 4, 1, 0, 1_700_000_000_000L, 0,
					"WAIT\u0001true\u0002", 0, null, true, "broker-a", new byte[] { 1 }))
				.header(SendMessageRequestHeaderV2.class)
				.answered("live_550_inner_batch_send_response"),
			sent(new SendReplyRequest(new SendMessageRequest("PG_TEST", "c_REPLY_TOPIC", "TBW102", 4, 0, 0, 1, 0,
					"MSG_TYPE\u0001reply\u0002", 0, null, false, "broker-a", new byte[] { 1 })))
				.header(SendMessageRequestHeaderV2.class)
				.answered("live_550_reply_response"),
			sent(new EndTransactionRequest("PG_TEST", "TopicTest", "0A000001303918B4AAC21000000A0000", 42, 4096, 8,
					true, "broker-a"))
				.header(EndTransactionRequestHeader.class),
			sent(new RecallMessageRequest("PG_TEST", "TopicTest", "handle", "broker-a"))
				.header(RecallMessageRequestHeader.class)
				.answered(Map.of("msgId", "id")),
			// consuming
			sent(new PullMessageRequest("CG_TEST", "TopicTest", 1, 0, 32, 7, 40, 15_000, 1_700_000_000_000L, "A || B",
					"broker-a"))
				.header(PullMessageRequestHeader.class)
				.answered("live_550_pull_found_response"),
			sent(new SendBackRequest("CG_TEST", 257, 3, "id", "TopicTest", 16, "broker-a"))
				.header(ConsumerSendMsgBackRequestHeader.class),
			sent(new LockQueuesRequest("CG_TEST", "10.0.0.1@x", QUEUES)).body(LockBatchRequestBody.class)
				.answered("{\"lockOKMQSet\":[" + QUEUE + "]}"),
			sent(new UnlockQueuesRequest("CG_TEST", "10.0.0.1@x", QUEUES)).body(UnlockBatchRequestBody.class),
			sent(new QueryOffsetRequest("CG_TEST", "TopicTest", 1, "broker-a"))
				.header(QueryConsumerOffsetRequestHeader.class)
				.answered(OFFSET),
			sent(new UpdateOffsetRequest("CG_TEST", "TopicTest", 1, 77, "broker-a"))
				.header(UpdateConsumerOffsetRequestHeader.class),
			sent(new QueryAssignmentRequest("TopicTest", "CG_TEST", "10.0.0.1@x", "AVG", "CLUSTERING"))
				.body(QueryAssignmentRequestBody.class)
				.answered("{\"messageQueueAssignments\":[{\"messageQueue\":" + QUEUE + ",\"mode\":\"POP\"}]}"),
			sent(new RequestModeRequest("TopicTest", "CG_TEST", "POP", 4)).body(SetMessageRequestModeRequestBody.class),
			// popping
			sent(new PopMessageRequest("CG_TEST", "TopicTest", PopMessageRequest.ANY_QUEUE, 32, 60_000, 15_000,
					1_700_000_000_000L, true, "TAG", "*", "broker-a"))
				.header(PopMessageRequestHeader.class)
				.like("pop_request_json")
				.onlyJson()
				.answered("live_550_pop_response"),
			sent(new AckMessageRequest("CG_TEST", "TopicTest", HANDLE)).header(AckMessageRequestHeader.class)
				.onlyJson(),
			sent(new BatchAckRequest("CG_TEST", "broker-a", List.of(new BatchAckRequest.Ack("TopicTest", HANDLE))))
				.body(BatchAckMessageRequestBody.class)
				.onlyJson(),
			sent(new ChangeInvisibleTimeRequest("CG_TEST", "TopicTest", HANDLE, 5_000, true))
				.header(ChangeInvisibleTimeRequestHeader.class)
				.onlyJson()
				.answered(Map.of("popTime", "1700000000500", "invisibleTime", "5000", "reviveQid", "6")),
			sent(new NotificationRequest("CG_TEST", "TopicTest", -1, 15_000, "TAG", "a || b", "broker-a"))
				.header(NotificationRequestHeader.class)
				.onlyJson()
				.answered(Map.of("hasMsg", "true", "pollingFull", "false")),
			// lite topics
			sent(new PopLiteRequest("CG_TEST", "TopicTest", "10.0.0.1@x", 32, 60_000, 15_000, "broker-a"))
				.header(PopLiteMessageRequestHeader.class)
				.onlyJson()
				.answered(Map.of("popTime", "1700000000000", "invisibleTime", "60000", "reviveQid", "999",
						"orderCountInfo", "")),
			sent(new AckMessageRequest("CG_TEST", "TopicTest", LITE_HANDLE)).header(AckMessageRequestHeader.class)
				.onlyJson(),
			sent(new ChangeInvisibleTimeRequest("CG_TEST", "TopicTest", LITE_HANDLE, 5_000, false))
				.header(ChangeInvisibleTimeRequestHeader.class)
				.onlyJson()
				.answered(Map.of("popTime", "1700000000000", "invisibleTime", "65000", "reviveQid", "999")),
			sent(new LiteSubscriptionRequest(LiteSubscriptionRequest.Action.PARTIAL_ADD, "10.0.0.1@x", "CG_TEST",
					"TopicTest", Set.of("chat-1"), new LiteSubscriptionRequest.Position("TAIL_N", 3), 7))
				.body(LiteSubscriptionCtlRequestBody.class)
				.onlyJson(),
			sent(new LiteSubscriptionRequest(LiteSubscriptionRequest.Action.COMPLETE_ADD, "10.0.0.1@x", "CG_TEST",
					"TopicTest", Set.of(), null, 8))
				.body(LiteSubscriptionCtlRequestBody.class)
				.onlyJson(),
			sent(new LiteBrokerInfoRequest()).onlyJson()
				.answered("{\"storeType\":\"default\",\"currentLmqNum\":2,\"topicMeta\":{\"TopicTest\":60},"
						+ "\"groupMeta\":{\"TopicTest\":[\"CG_TEST\"]}}"),
			sent(new LiteParentInfoRequest("TopicTest")).header(GetParentTopicInfoRequestHeader.class)
				.onlyJson()
				.answered("{\"topic\":\"TopicTest\",\"ttl\":60,\"groups\":[\"CG_TEST\"],\"liteTopicCount\":2}"),
			sent(new LiteTopicInfoRequest("TopicTest", "chat-1")).header(GetLiteTopicInfoRequestHeader.class)
				.onlyJson()
				.answered("{\"parentTopic\":\"TopicTest\",\"liteTopic\":\"chat-1\",\"subscriber\":"
						+ "[{\"clientId\":\"10.0.0.1@x\",\"group\":\"CG_TEST\"}],\"topicOffset\":"
						+ "{\"minOffset\":1,\"maxOffset\":3,\"lastUpdateTimestamp\":5},\"shardingToBroker\":true}"),
			sent(new LiteClientInfoRequest("TopicTest", "CG_TEST", "10.0.0.1@x", 10))
				.header(GetLiteClientInfoRequestHeader.class)
				.onlyJson()
				.answered("{\"parentTopic\":\"TopicTest\",\"group\":\"CG_TEST\",\"liteTopicCount\":1,"
						+ "\"liteTopicSet\":[\"%LMQ%$TopicTest$chat-1\"]}"),
			sent(new LiteGroupInfoRequest("CG_TEST", "chat-1", 10)).header(GetLiteGroupInfoRequestHeader.class)
				.onlyJson()
				.answered("{\"group\":\"CG_TEST\",\"parentTopic\":\"TopicTest\",\"totalLagCount\":2,"
						+ "\"liteTopicOffsetWrapper\":{\"brokerOffset\":9,\"consumerOffset\":7}}"),
			sent(new LiteGroupInfoRequest("CG_TEST", null, 10)).header(GetLiteGroupInfoRequestHeader.class)
				.onlyJson()
				.answered("{\"group\":\"CG_TEST\",\"parentTopic\":\"TopicTest\",\"totalLagCount\":2,"
						+ "\"lagCountTopK\":[{\"liteTopic\":\"chat-1\",\"lagCount\":2}]}"),
			sent(new LiteDispatchRequest("CG_TEST", "10.0.0.1@x")).header(TriggerLiteDispatchRequestHeader.class)
				.onlyJson(),
			// sessions
			sent(HEARTBEAT).body(HeartbeatData.class),
			sent(new FingerprintHeartbeat(HEARTBEAT, 7, false)).body(HeartbeatData.class)
				.answered("live_550_heartbeat_response"),
			sent(new FingerprintHeartbeat(HEARTBEAT, 7, true)).body(HeartbeatData.class)
				.answered("live_550_heartbeat_response"),
			sent(new UnregisterRequest("10.0.0.1@x", "PG_TEST", "CG_TEST")).header(UnregisterClientRequestHeader.class),
			sent(new ConsumerListRequest("CG_TEST")).header(GetConsumerListByGroupRequestHeader.class)
				.answered("live_550_consumer_list_response"),
			sent(new CheckClientConfigRequest("10.0.0.1@x", "CG_TEST", "TopicTest", "u = 'v'", "SQL92", 9))
				.body(CheckClientRequestBody.class),
			// routes and clusters
			sent(new GetRouteRequest("TopicTest")).header(GetRouteInfoRequestHeader.class)
				.answered("live_550_route_response"),
			sent(new ClusterInfoRequest()).answered("live_550_cluster_info_response"),
			sent(new TopicListRequest()).answered("{\"topicList\":[\"TopicTest\"]}"),
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
			sent(new QueryMessageRequest("TopicTest", QueryMessageRequest.IndexType.UNIQUE, "k", 32, 5, 6, null,
					"broker-a"))
				.header(QueryMessageRequestHeader.class)
				.besides("_UNIQUE_KEY_QUERY")
				.answered("pull_response_frame"),
			sent(new QueryMessageRequest("TopicTest", QueryMessageRequest.IndexType.TAG, "t", 32, 5, 6,
					"3600000@TopicTest@T@t@ID@77", "broker-a"))
				.header(QueryMessageRequestHeader.class)
				.answered("pull_response_frame"),
			sent(new ViewMessageRequest("TopicTest", 77, "broker-a")).header(ViewMessageRequestHeader.class)
				.besides("bname")
				.answered("pull_response_frame"),
			sent(new CreateTopicRequest("TopicTest", 8, 4, 6, true, "+message.type=FIFO"))
				.header(CreateTopicRequestHeader.class),
			sent(new DeleteTopicRequest("TopicTest")).header(DeleteTopicRequestHeader.class),
			sent(new TopicStatsRequest("TopicTest")).header(GetTopicStatsInfoRequestHeader.class)
				.answered("{\"offsetTable\":{" + QUEUE
						+ ":{\"minOffset\":0,\"maxOffset\":2,\"lastUpdateTimestamp\":5}}}"),
			sent(new UpdateGroupRequest(CONFIG, Map.of("+priority.factor", "50"))).body(SubscriptionGroupConfig.class),
			sent(new GroupConfigRequest("CG_TEST")).header(GetSubscriptionGroupConfigRequestHeader.class)
				.answered("{\"groupName\":\"CG_TEST\"}"),
			sent(new SaveUserRequest(true, "alice", "secret", "Normal", "enable")).header(CreateUserRequestHeader.class)
				.body(UserInfo.class),
			sent(new SaveUserRequest(false, "alice", null, null, "disable")).header(UpdateUserRequestHeader.class)
				.body(UserInfo.class),
			sent(new DeleteUserRequest("alice")).header(DeleteUserRequestHeader.class),
			sent(new UsersRequest("al")).header(ListUsersRequestHeader.class).answered(USERS),
			sent(new SavePolicyRequest(true, POLICY)).header(CreateAclRequestHeader.class).body(AclInfo.class),
			sent(new SavePolicyRequest(false, POLICY)).header(UpdateAclRequestHeader.class).body(AclInfo.class),
			sent(new DeletePolicyRequest("User:alice", "Topic:orders")).header(DeleteAclRequestHeader.class),
			sent(new PoliciesRequest("alice")).header(ListAclsRequestHeader.class).answered(POLICIES),
			sent(new DeleteGroupRequest("CG_TEST", true)).header(DeleteSubscriptionGroupRequestHeader.class),
			sent(new ConsumeStatsRequest("CG_TEST", "TopicTest")).header(GetConsumeStatsRequestHeader.class)
				.answered("{\"offsetTable\":{" + QUEUE + ":{\"brokerOffset\":9,\"consumerOffset\":7}}}"),
			sent(new ResetOffsetsRequest("CG_TEST", "TopicTest", ResetOffsetsRequest.END))
				.header(ResetOffsetRequestHeader.class)
				.answered("{\"offsetTable\":{" + QUEUE + ":42}}"),
			sent(new ConsumerConnectionsRequest("CG_TEST")).header(GetConsumerConnectionListRequestHeader.class)
				.answered("{\"connectionSet\":[],\"subscriptionTable\":{\"TopicTest\":"
						+ "{\"topic\":\"TopicTest\",\"subString\":\"*\"}}}"),
			// what servers send
			received(ConsumerIdsChanged.class, "live_550_notify_consumer_ids_changed",
					(frame, namespace) -> ConsumerIdsChanged.decode(frame))
				.header(NotifyConsumerIdsChangedRequestHeader.class),
			received(CheckTransactionState.class, "live_550_check_transaction_request", CheckTransactionState::decode)
				.header(CheckTransactionStateRequestHeader.class),
			received(PushedReply.class, "live_550_push_reply_request", (frame, namespace) -> PushedReply.decode(frame))
				.header(ReplyMessageRequestHeader.class),
			received(ResetOffset.class, ResetOffset.CODE, RESET, Vectors.text("reset_offset_body.json"),
					ResetOffset::decode)
				.header(ResetOffsetRequestHeader.class),
			received(ResetOffset.class, ResetOffset.CODE, RESET, Vectors.text("reset_offset_body_c.json"),
					ResetOffset::decode)
				.header(ResetOffsetRequestHeader.class),
			received(ConsumerStatus.class, ConsumerStatus.CODE, Map.of("topic", "TopicTest", "group", "CG_TEST"), "",
					ConsumerStatus::decode)
				.header(GetConsumerStatusRequestHeader.class),
			received(ConsumerRunningInfo.Question.class, "official_550_get_consumer_running_info_request",
					(frame, namespace) -> ConsumerRunningInfo.Question.decode(frame))
				.header(GetConsumerRunningInfoRequestHeader.class),
			received(DirectConsumption.class, "official_550_consume_directly_request", DirectConsumption::decode)
				.header(ConsumeMessageDirectlyResultRequestHeader.class),
			received(UnsubscribeLite.class, UnsubscribeLite.CODE,
					Map.of("consumerGroup", "CG_TEST", "liteTopic", "chat-1", "clientId", "10.0.0.1@x"), "",
					(frame, namespace) -> UnsubscribeLite.decode(frame))
				.header(NotifyUnsubscribeLiteRequestHeader.class));

	private Commands() {
	}

}
