package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.github.rocketmqlite.internal.codec.command.QueryAssignmentRequest.Assigned;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.common.message.MessageRequestMode;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.remoting.protocol.body.CMResult;
import org.apache.rocketmq.remoting.protocol.body.ConsumeMessageDirectlyResult;
import org.apache.rocketmq.remoting.protocol.body.QueryAssignmentResponseBody;
import org.apache.rocketmq.remoting.protocol.body.ResetOffsetBody;
import org.apache.rocketmq.remoting.protocol.body.SetMessageRequestModeRequestBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Assignment by brokers and what brokers ask of consumers, beside the official classes.
 */
class ConsumerCommandTests {

	private static final MessageQueue QUEUE = new MessageQueue("TopicTest", "broker-a", 1);

	private static final RequestScope EU = new RequestScope(new Namespace("eu"), null, null, false);

	@Test
	void brokersAreAskedForAssignments() {
		RemotingCommand recorded = Official.decode(Vectors.bytes("official_550_query_assignment_request"));
		QueryAssignmentRequest query = new QueryAssignmentRequest("%RETRY%CGPOP", "CGPOP", "10.0.0.1@pop", "AVG",
				"CLUSTERING");
		assertThat(query.code()).isEqualTo(recorded.getCode());
		assertThat(text(query.body())).isEqualTo(text(recorded.getBody()));
		QueryAssignmentResponseBody official = new QueryAssignmentResponseBody();
		org.apache.rocketmq.common.message.MessageQueueAssignment assignment = new org.apache.rocketmq.common.message.MessageQueueAssignment();
		assignment.setMessageQueue(new org.apache.rocketmq.common.message.MessageQueue("TopicTest", "broker-a", 1));
		assignment.setMode(MessageRequestMode.PULL);
		official.setMessageQueueAssignments(Set.of(assignment));
		assertThat(query.decode(frame(0, Map.of(), text(official.encode()))))
			.contains(List.of(new Assigned(QUEUE, "PULL")));
		assertThat(query.decode(frame(0, Map.of(), "{\"messageQueueAssignments\":[]}"))).contains(List.of());
		assertThat(query.decode(frame(0, Map.of(), "{}"))).isEqualTo(Optional.empty());
		assertThat(query.decode(frame(0, Map.of(), text(official.encode()).replace("TopicTest", "eu%TopicTest")), EU))
			.contains(List.of(new Assigned(QUEUE, "PULL")));
	}

	@Test
	void theModeOfAGroupIsSet() {
		RequestModeRequest mode = new RequestModeRequest("T", "G", "POP", 3);
		SetMessageRequestModeRequestBody official = RemotingSerializable.decode(mode.body(),
				SetMessageRequestModeRequestBody.class);
		assertThat(mode.code()).isEqualTo(org.apache.rocketmq.remoting.protocol.RequestCode.SET_MESSAGE_REQUEST_MODE);
		assertThat(official.getTopic()).isEqualTo("T");
		assertThat(official.getConsumerGroup()).isEqualTo("G");
		assertThat(official.getMode()).isEqualTo(MessageRequestMode.POP);
		assertThat(official.getPopShareQueueNum()).isEqualTo(3);
		assertThat(text(mode.body(EU))).contains("eu%T", "eu%G");
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> mode.decode(frame(16, Map.of(), "")));
	}

	@Test
	void resetsAreReadInBothForms() {
		Map<String, String> fields = Map.of("topic", "TopicTest", "group", "CG", "timestamp", "1", "isForce", "true");
		ResetOffset expected = new ResetOffset("CG", Map.of(QUEUE, 42L));
		for (String file : List.of("reset_offset_body.json", "reset_offset_body_c.json")) {
			assertThat(ResetOffset.decode(frame(ResetOffset.CODE, fields, Vectors.text(file)), Namespace.NONE))
				.isEqualTo(expected);
		}
		ResetOffsetBody official = new ResetOffsetBody();
		official.setOffsetTable(
				Map.of(new org.apache.rocketmq.common.message.MessageQueue("eu%TopicTest", "broker-a", 1), 42L));
		assertThat(ResetOffset.decode(frame(ResetOffset.CODE, fields, text(official.encode())), new Namespace("eu")))
			.isEqualTo(expected);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> ResetOffset.decode(frame(ResetOffset.CODE, Map.of(), "{}"), Namespace.NONE))
			.withMessageContaining("group");
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> ResetOffset.decode(frame(ResetOffset.CODE, fields, "nonsense"), Namespace.NONE));
	}

	@Test
	@SuppressWarnings("deprecation") // the broker still uses it
	void progressIsToldAsTheOfficialToolsReadIt() {
		assertThat(ConsumerStatus.decode(
				frame(ConsumerStatus.CODE, Map.of("topic", "eu%TopicTest", "group", "eu%CG"), ""), new Namespace("eu")))
			.isEqualTo(new ConsumerStatus("eu%CG", "TopicTest"));
		org.apache.rocketmq.remoting.protocol.body.GetConsumerStatusBody official = RemotingSerializable.decode(
				ConsumerStatus.body(Map.of(QUEUE, 42L), new Namespace("eu")),
				org.apache.rocketmq.remoting.protocol.body.GetConsumerStatusBody.class);
		assertThat(official.getMessageQueueTable())
			.isEqualTo(Map.of(new org.apache.rocketmq.common.message.MessageQueue("eu%TopicTest", "broker-a", 1), 42L));
	}

	@Test
	void runningInformationIsToldAsTheOfficialToolsReadIt() {
		RemotingCommand recorded = Official.decode(Vectors.bytes("official_550_get_consumer_running_info_request"));
		assertThat(recorded.getCode()).isEqualTo(ConsumerRunningInfo.CODE);
		assertThat(ConsumerRunningInfo.Question.decode(Vectors.frame("official_550_get_consumer_running_info_request")))
			.isEqualTo(new ConsumerRunningInfo.Question("CG1", false));
		ConsumerRunningInfo info = new ConsumerRunningInfo(Map.of("PROP_CONSUME_TYPE", "CONSUME_PASSIVELY"),
				List.of(new HeartbeatRequest.Subscription("TopicTest", "TagA || TagB", Set.of("TagA", "TagB"), 7)),
				Map.of(QUEUE, new ConsumerRunningInfo.QueueState(42, 45, 3, 4 * 1024 * 1024, true, true, 5, 6, 7)),
				Map.of("TopicTest", new ConsumerRunningInfo.TopicState(1.5, 2, 3.25, 4, 5, 6)), "stacks\n");
		org.apache.rocketmq.remoting.protocol.body.ConsumerRunningInfo official = RemotingSerializable
			.decode(info.body(EU), org.apache.rocketmq.remoting.protocol.body.ConsumerRunningInfo.class);
		assertThat(official.getProperties()).containsEntry("PROP_CONSUME_TYPE", "CONSUME_PASSIVELY");
		assertThat(official.getSubscriptionSet().first().getTopic()).isEqualTo("eu%TopicTest");
		assertThat(official.getSubscriptionSet().first().getTagsSet()).containsExactlyInAnyOrder("TagA", "TagB");
		assertThat(official.getJstack()).isEqualTo("stacks\n");
		org.apache.rocketmq.remoting.protocol.body.ProcessQueueInfo queue = official.getMqTable()
			.get(new org.apache.rocketmq.common.message.MessageQueue("eu%TopicTest", "broker-a", 1));
		assertThat(queue.getCommitOffset()).isEqualTo(42);
		assertThat(queue.getCachedMsgCount()).isEqualTo(3);
		assertThat(queue.getCachedMsgMinOffset()).isEqualTo(42);
		assertThat(queue.getCachedMsgMaxOffset()).isEqualTo(44);
		assertThat(queue.getCachedMsgSizeInMiB()).isEqualTo(4);
		assertThat(queue.isDroped()).isTrue();
		assertThat(queue.isLocked()).isTrue();
		assertThat(queue.getLastLockTimestamp()).isEqualTo(5);
		assertThat(queue.getLastPullTimestamp()).isEqualTo(6);
		assertThat(queue.getLastConsumeTimestamp()).isEqualTo(7);
		org.apache.rocketmq.remoting.protocol.body.ConsumeStatus status = official.getStatusTable().get("eu%TopicTest");
		assertThat(status.getPullRT()).isEqualTo(1.5);
		assertThat(status.getPullTPS()).isEqualTo(2);
		assertThat(status.getConsumeRT()).isEqualTo(3.25);
		assertThat(status.getConsumeOKTPS()).isEqualTo(4);
		assertThat(status.getConsumeFailedTPS()).isEqualTo(5);
		assertThat(status.getConsumeFailedMsgs()).isEqualTo(6);
		assertThat(official.formatString()).contains("eu%TopicTest", "stacks");
		assertThat(Vectors.text("consumer_running_info_body.json")).contains("\"mqTable\":{{");
	}

	@Test
	void messagesForDirectConsumptionAreRead() {
		DirectConsumption wanted = DirectConsumption.decode(Vectors.frame("official_550_consume_directly_request"),
				Namespace.NONE);
		assertThat(wanted.group()).isEqualTo("CG1");
		assertThat(text(wanted.message().body())).isEqualTo("hello");
		assertThat(wanted.message().topic()).isEqualTo("T1");
		assertThat(wanted.message().tag()).isEqualTo("TagA");
		assertThat(wanted.message().queue().brokerName()).isEqualTo("broker-a");
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> DirectConsumption
			.decode(frame(DirectConsumption.CODE, Map.of("consumerGroup", "CG1"), ""), Namespace.NONE));
	}

	@Test
	void resultsOfDirectConsumptionAreToldAsTheOfficialToolsReadThem() {
		assertThat(text(new DirectConsumption.Result("CR_SUCCESS", false, null, 3).body()))
			.isEqualTo(Vectors.text("consume_message_directly_result.json").strip());
		ConsumeMessageDirectlyResult official = RemotingSerializable.decode(
				new DirectConsumption.Result("CR_THROW_EXCEPTION", true, "a \"reason\"", 5).body(),
				ConsumeMessageDirectlyResult.class);
		assertThat(official.getConsumeResult()).isEqualTo(CMResult.CR_THROW_EXCEPTION);
		assertThat(official.getRemark()).isEqualTo("a \"reason\"");
		assertThat(official.getSpentTimeMills()).isEqualTo(5);
		assertThat(official.isOrder()).isTrue();
	}

	private static Frame frame(int code, Map<String, String> fields, String body) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(code, fields, body.getBytes(StandardCharsets.UTF_8)), 1, false,
				HeaderFormat.JSON);
		return FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911");
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
