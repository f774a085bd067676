package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.header.CreateTopicRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteSubscriptionGroupRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.DeleteTopicRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumeStatsRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetEarliestMsgStoretimeRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetTopicStatsInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.QueryMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.RecallMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.SearchOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ViewMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.namesrv.DeleteTopicFromNamesrvRequestHeader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks, transactions, queries and administration, beside the official client.
 */
class AdministrationCommandTests {

	private static final MessageQueue QUEUE = new MessageQueue("TopicTest", "broker-a", 1);

	@Test
	void locks() {
		RemotingCommand recorded = Official.decode(Vectors.bytes("official_550_lock_batch_request"));
		MessageQueue queue = new MessageQueue("T1", "broker-a", 1);
		LockQueuesRequest lock = new LockQueuesRequest("CGO", "10.0.0.1@ord", List.of(queue));
		assertThat(lock.code()).isEqualTo(recorded.getCode());
		assertThat(lock.body()).isEqualTo(recorded.getBody());
		assertThat(text(new UnlockQueuesRequest("CG_TEST", "10.0.0.1@x", List.of(QUEUE)).body()))
			.isEqualTo(Vectors.text("lock_batch_body.json").strip());
		assertThat(new UnlockQueuesRequest("G", "c", List.of()).code()).isEqualTo(42);
		assertThat(lock.decode(answer(0, Map.of(),
				"{\"lockOKMQSet\":[{\"brokerName\":\"broker-a\",\"queueId\":1,\"topic\":\"TopicTest\"}]}")))
			.containsExactly(QUEUE);
		assertThat(lock.decode(answer(0, Map.of(), "{\"lockOKMQSet\":[]}"))).isEmpty();
		assertThat(lock.decode(answer(0, Map.of(), "{}"))).isEmpty();
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> lock.decode(answer(0, Map.of(), "{\"lockOKMQSet\":[{\"queueId\":1}]}")))
			.withMessageContaining("topic");
	}

	@Test
	void transactionsEnd() {
		EndTransactionRequest end = new EndTransactionRequest("PG_TEST", "TopicTest",
				"0A000001303918B4AAC21000000A0000", 42, 4096, EndTransactionRequest.COMMIT, false, "broker-a");
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, end, 8, true, HeaderFormat.JSON);
		assertThat(ByteBufUtil.getBytes(out)).isEqualTo(Vectors.bytes("end_transaction_oneway_json"));
		assertThat(end.decode(answer(0, Map.of(), ""))).isTrue();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> end.decode(answer(1, Map.of(), "")));
	}

	@Test
	void transactionsAreAskedAbout() {
		Frame frame = Vectors.frame("live_550_check_transaction_request");
		assertThat(frame.code()).isEqualTo(CheckTransactionState.CODE);
		CheckTransactionState check = CheckTransactionState.decode(frame);
		assertThat(check.queueOffset()).isEqualTo(1);
		assertThat(check.commitLogOffset()).isEqualTo(1801);
		assertThat(check.brokerName()).isEqualTo("broker-a");
		assertThat(check.message().topic()).isEqualTo("TX");
		assertThat(check.message().property("PGROUP")).isEqualTo("PGTX");
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> CheckTransactionState.decode(answer(39, Map.of(), "")))
			.withMessageContaining("0 messages");
	}

	@Test
	void topicStatsOfALiveBroker() {
		Map<MessageQueue, TopicStatsRequest.QueueStats> stats = new TopicStatsRequest("PT")
			.decode(Vectors.frame("live_550_topic_stats_response"));
		assertThat(stats).containsOnly(
				Map.entry(new MessageQueue("PT", "broker-a", 1),
						new TopicStatsRequest.QueueStats(0, 1, 1_795_188_469_465L)),
				Map.entry(new MessageQueue("PT", "broker-a", 0),
						new TopicStatsRequest.QueueStats(0, 2, 1_795_188_469_468L)));
	}

	@Test
	void consumeStats() {
		ConsumeStatsRequest request = new ConsumeStatsRequest("G", null);
		assertThat(request.decode(answer(0, Map.of(), Vectors.text("consume_stats_body.json"))))
			.containsOnly(Map.entry(QUEUE, new ConsumeStatsRequest.QueueProgress(50, 42, 1_700_000_000_123L)));
		for (String body : List.of("{\"offsetTable\":{{\"queueId\":1}:{}}}", "{\"offsetTable\":{\"x\":{}}}",
				"{\"offsetTable\":{1:{}}}", "{\"offsetTable\":[]}", "{\"offsetTable\":{{:{}}}")) {
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> request.decode(answer(0, Map.of(), body)));
		}
	}

	@Test
	void offsetsByTime() {
		SearchOffsetRequest search = new SearchOffsetRequest("T", 1, 99, "b");
		SearchOffsetRequestHeader header = official(search, SearchOffsetRequestHeader.class);
		assertThat(header.getTimestamp()).isEqualTo(99);
		assertThat(header.getQueueId()).isEqualTo(1);
		assertThat(search.decode(answer(0, Map.of("offset", "7"), ""))).isEqualTo(7);
		EarliestStoreTimeRequest earliest = new EarliestStoreTimeRequest("T", 1, "b");
		assertThat(official(earliest, GetEarliestMsgStoretimeRequestHeader.class).getTopic()).isEqualTo("T");
		assertThat(earliest.decode(answer(0, Map.of("timestamp", "-1"), ""))).isEqualTo(-1);
	}

	@Test
	void messagesAreQueried() {
		QueryMessageRequest query = new QueryMessageRequest("T", QueryMessageRequest.IndexType.KEY, "k", 32, 5, 6, null,
				"b");
		QueryMessageRequestHeader header = official(query, QueryMessageRequestHeader.class);
		assertThat(header.getKey()).isEqualTo("k");
		assertThat(header.getMaxNum()).isEqualTo(32);
		assertThat(header.getBeginTimestamp()).isEqualTo(5);
		assertThat(header.getEndTimestamp()).isEqualTo(6);
		assertThat(header.getIndexType()).isNull();
		assertThat(header.getLastKey()).isNull();
		QueryMessageRequestHeader page = official(
				new QueryMessageRequest("T", QueryMessageRequest.IndexType.KEY, "k", 32, 5, 6, "0@T@K@k@ID@77", "b"),
				QueryMessageRequestHeader.class);
		assertThat(page.getIndexType()).isEqualTo("K");
		assertThat(page.getLastKey()).isEqualTo("0@T@K@k@ID@77");
		assertThat(query.decode(answer(22, Map.of(), "")).messages()).isEmpty();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> query.decode(answer(1, Map.of(), "")));
		assertThat(query.decode(Vectors.frame("pull_response_frame")).messages()).hasSize(2);
		ViewMessageRequest view = new ViewMessageRequest("T", 77, "b");
		assertThat(official(view, ViewMessageRequestHeader.class).getOffset()).isEqualTo(77);
		assertThat(view.decode(Vectors.frame("live_550_pull_found_response")).messages()).isNotEmpty();
	}

	@Test
	void topicsAndGroups() {
		CreateTopicRequest create = new CreateTopicRequest("T", 8, 4, 6, true, "+message.type=FIFO");
		CreateTopicRequestHeader header = official(create, CreateTopicRequestHeader.class);
		assertThat(header.getReadQueueNums()).isEqualTo(8);
		assertThat(header.getWriteQueueNums()).isEqualTo(4);
		assertThat(header.getPerm()).isEqualTo(6);
		assertThat(header.getOrder()).isTrue();
		assertThat(header.getAttributes()).isEqualTo("+message.type=FIFO");
		assertThat(header.getTopicFilterType()).isEqualTo("SINGLE_TAG");
		assertThat(official(new CreateTopicRequest("T", 8, 4, 6, true, ""), CreateTopicRequestHeader.class)
			.getAttributes()).isNull();
		assertThat(official(new DeleteTopicRequest("T"), DeleteTopicRequestHeader.class).getTopic()).isEqualTo("T");
		assertThat(official(new DeleteTopicRouteRequest("T"), DeleteTopicFromNamesrvRequestHeader.class).getTopic())
			.isEqualTo("T");
		assertThat(
				official(new DeleteGroupRequest("G", true), DeleteSubscriptionGroupRequestHeader.class).getGroupName())
			.isEqualTo("G");
		assertThat(official(new TopicStatsRequest("T"), GetTopicStatsInfoRequestHeader.class).getTopic())
			.isEqualTo("T");
		assertThat(official(new ConsumeStatsRequest("G", "T"), GetConsumeStatsRequestHeader.class).getConsumerGroup())
			.isEqualTo("G");
		assertThat(create.decode(answer(0, Map.of(), ""))).isTrue();
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> create.decode(answer(29, Map.of(), "")));
	}

	@Test
	void messagesAreRecalled() {
		RecallMessageRequest recall = new RecallMessageRequest("PG", "T", "handle", "b");
		RecallMessageRequestHeader header = official(recall, RecallMessageRequestHeader.class);
		assertThat(header.getRecallHandle()).isEqualTo("handle");
		assertThat(header.getTopic()).isEqualTo("T");
		assertThat(recall.decode(answer(0, Map.of("msgId", "id"), ""))).isEqualTo("id");
	}

	static <T extends CommandCustomHeader> T official(Request<?> request, Class<T> type) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, 1, false, HeaderFormat.BINARY);
		try {
			return Official.decode(ByteBufUtil.getBytes(out)).decodeCommandCustomHeader(type);
		}
		catch (org.apache.rocketmq.remoting.exception.RemotingCommandException ex) {
			throw new AssertionError(ex);
		}
	}

	static Frame answer(int code, Map<String, String> fields, String body) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(code, fields, body.getBytes(StandardCharsets.UTF_8)), 1, false,
				HeaderFormat.JSON);
		return FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911");
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
