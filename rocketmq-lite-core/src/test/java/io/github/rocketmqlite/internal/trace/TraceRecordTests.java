package io.github.rocketmqlite.internal.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.github.rocketmqlite.internal.producer.TransactionObserver;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionReport;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.trace.TraceBean;
import org.apache.rocketmq.client.trace.TraceConstants;
import org.apache.rocketmq.client.trace.TraceContext;
import org.apache.rocketmq.client.trace.TraceDataEncoder;
import org.apache.rocketmq.client.trace.TraceType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records of the trace, beside those of the official encoder, and how they become
 * messages.
 */
class TraceRecordTests {

	private static final String ID = "0A000001303918B4AAC21000000A0000";

	private static final List<String> KEYS = List.of("k1", "k2");

	private static final Map<String, String> OFFICIAL = Vectors.text("trace_lines.txt")
		.lines()
		.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf(':')),
				(line) -> line.substring(line.indexOf(' ') + 1, line.indexOf("   keys="))
					.replace("\\x01", "" + TraceConstants.CONTENT_SPLITOR)
					.replace("\\x02", "" + TraceConstants.FIELD_SPLITOR)));

	@Test
	void recordsAreThoseOfTheOfficialEncoder() {
		assertThat(TraceRecord
			.of(ID, KEYS, "Pub", 1_700_000_000_000L, TraceRecord.DEFAULT_REGION, "PG_TEST", "TopicTest", ID, "TagA",
					"k1 k2", "10.0.0.2:10911", 5, 7, 0, "0A00000200002A9F0000000000001000", true)
			.text()).isEqualTo(OFFICIAL.get("Pub"));
		assertThat(TraceRecord
			.of(ID, KEYS, "SubBefore", 1_700_000_000_000L, TraceRecord.DEFAULT_REGION, "PG_TEST", "REQ1", ID, 1,
					"k1 k2")
			.text()).isEqualTo(OFFICIAL.get("SubBefore"));
		assertThat(TraceRecord.of(ID, KEYS, "SubAfter", "REQ1", ID, 7, true, "k1 k2", 0, 1_700_000_000_000L, "PG_TEST")
			.text()).isEqualTo(OFFICIAL.get("SubAfter"));
	}

	@Test
	void recallsAreThoseOfTheOfficialEncoder() {
		TraceBean bean = new TraceBean();
		bean.setTopic("TopicTest");
		bean.setMsgId(ID);
		TraceContext context = new TraceContext();
		context.setTraceType(TraceType.Recall);
		context.setTimeStamp(1_700_000_000_000L);
		context.setRegionId(TraceRecord.DEFAULT_REGION);
		context.setGroupName("PG_TEST");
		context.setSuccess(true);
		context.setTraceBeans(List.of(bean));
		TraceRecord recall = SendTracer.recall("PG_TEST", "TopicTest", ID, true, 1_700_000_000_000L);
		assertThat(recall.text()).isEqualTo(TraceDataEncoder.encoderFromContextBean(context).getTransData());
		assertThat(recall.keys()).containsExactly(ID);
	}

	@Test
	void endsOfTransactionsAreThoseOfTheOfficialEncoder() {
		assertThat(TransactionTracer.record(end(TransactionDecision.COMMIT, false), 1_700_000_000_000L))
			.isEqualTo(new TraceRecord(OFFICIAL.get("EndTransaction"), List.of(ID, "k1", "k2")));
		assertThat(OFFICIAL.get("EndTransaction")).contains("COMMIT_MESSAGE\u0001false");
		for (LocalTransactionState state : LocalTransactionState.values()) {
			TransactionDecision decision = switch (state) {
				case COMMIT_MESSAGE -> TransactionDecision.COMMIT;
				case ROLLBACK_MESSAGE -> TransactionDecision.ROLLBACK;
				case UNKNOW -> TransactionDecision.UNKNOWN;
			};
			assertThat(TransactionTracer.record(end(decision, true), 1_700_000_000_000L).text()).isEqualTo(
					OFFICIAL.get("EndTransaction").replace("COMMIT_MESSAGE\u0001false", state.name() + "\u0001true"));
		}
	}

	private static TransactionObserver.End end(TransactionDecision decision, boolean fromCheck) {
		return new TransactionObserver.End(new TransactionReport("PG_TEST", "TopicTest", ID, "TagA", KEYS,
				"10.0.0.2:10911", decision, fromCheck, true, null), null, true);
	}

	@Test
	void foreignTextsDoNotBreakRecordsNorKeys() {
		TraceRecord record = TraceRecord.of(ID, List.of("good", "with space", "", "tab\t"), "Pub", "a\u0001b\u0002c");
		assertThat(record.text()).isEqualTo("Pub\u0001a?b?c\u0002");
		assertThat(record.keys()).containsExactly(ID, "good");
	}

	@Test
	void theOldestIsDroppedWhenTooManyWait() {
		TraceQueue queue = queue(3, 10);
		assertThat(IntStream.range(0, 5).map((i) -> queue.add(record("r" + i, "")))).containsExactly(0, 0, 0, 1, 1);
		assertThat(queue.size()).isEqualTo(3);
		assertThat(messages(queue)).singleElement()
			.satisfies((message) -> assertThat(message.keys()).containsExactly("r2", "r3", "r4"));
		assertThat(queue.take()).isNull();
	}

	@Test
	void messagesHoldSoManyRecordsBytesAndKeys() {
		TraceQueue byNumber = queue(100, 10);
		IntStream.range(0, 25).forEach((i) -> byNumber.add(record("r" + i, "")));
		assertThat(messages(byNumber)).extracting((message) -> message.keys().size()).containsExactly(10, 10, 5);
		TraceQueue byBytes = queue(100, 100);
		IntStream.range(0, 5).forEach((i) -> byBytes.add(record("r" + i, "x".repeat(60_000))));
		assertThat(messages(byBytes)).hasSize(3)
			.allSatisfy((message) -> assertThat(message.body().length).isBetween(1, 128_000));
		TraceQueue byKeys = queue(100, 100);
		IntStream.range(0, 5).forEach((i) -> byKeys.add(record("%010000d".formatted(i), "")));
		assertThat(messages(byKeys)).hasSize(5);
		TraceQueue oversize = queue(10, 10);
		oversize.add(TraceRecord.of(ID, List.of("k".repeat(20_000)), "Pub", "x".repeat(200_000)));
		assertThat(messages(oversize)).singleElement()
			.satisfies((message) -> assertThat(message.keys()).containsExactly(ID));
	}

	private static List<Message> messages(TraceQueue queue) {
		List<Message> messages = new ArrayList<>();
		Function<TraceQueue.Batch, Message> make = (batch) -> batch.message("traces");
		for (TraceQueue.Batch batch = queue.take(); batch != null; batch = queue.take()) {
			messages.add(make.apply(batch));
		}
		return messages;
	}

	private static TraceRecord record(String id, String filling) {
		return TraceRecord.of(id, List.of(), "Pub", filling);
	}

	private static TraceQueue queue(int maxQueued, int batchSize) {
		return new TraceQueue(new TraceSettings("traces", maxQueued, batchSize, Duration.ofSeconds(1)));
	}

}
