package io.github.rocketmqlite.internal.codec.command;

import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.common.KeyBuilder;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.exception.RemotingCommandException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.remoting.protocol.SerializeType;
import org.apache.rocketmq.remoting.protocol.body.BatchAck;
import org.apache.rocketmq.remoting.protocol.body.BatchAckMessageRequestBody;
import org.apache.rocketmq.remoting.protocol.header.AckMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ChangeInvisibleTimeRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.ExtraInfoUtil;
import org.apache.rocketmq.remoting.protocol.header.NotificationRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.PopMessageRequestHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static io.github.rocketmqlite.internal.codec.BytesAssert.assertThatBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The commands around popped messages, beside recorded bytes and the official classes.
 */
class PopCommandTests {

	private static final String HANDLE = "40 1700000000000 60000 3 0 broker-a 1 42";

	private static final RequestScope SCOPE = new RequestScope(new Namespace("ns"), null, null, false);

	@Test
	void popIsWrittenAsRecorded() {
		PopMessageRequest request = new PopMessageRequest("CG_TEST", "TopicTest", PopMessageRequest.ANY_QUEUE, 32,
				60_000, 15_000, 1_700_000_000_000L, true, "TAG", "*", "broker-a");
		assertThatBytes(encode(request, 9, HeaderFormat.JSON)).isEncodedAs(Vectors.bytes("pop_request_json"));
		// the code does not fit a binary header
		assertThatBytes(encode(request, 9, HeaderFormat.BINARY)).isEncodedAs(Vectors.bytes("pop_request_json"));
	}

	@Test
	void popSaysWhatTheOfficialClientSays() {
		RemotingCommand recorded = Official.decode(Vectors.bytes("official_550_pop_request"));
		Map<String, String> expected = new HashMap<>(Official.fields(recorded));
		expected.put("bornTime", "0");
		assertThat(fields(pop("CGPOP", "T1"))).isEqualTo(expected);
		assertThat(official(pop("CGPOP", "T1"), PopMessageRequestHeader.class).getInvisibleTime()).isEqualTo(60_000);
	}

	@Test
	void popAnswerOfALiveBroker() {
		PopMessageResponse response = answer(pop("CGPOP", "T1"), "live_550_pop_response");
		assertThat(response.status()).isEqualTo(PopMessageResponse.Status.FOUND);
		assertThat(response.undecodable()).isEmpty();
		assertThat(response.messages()).extracting((popped) -> popped.handle().toString())
			.containsExactlyInAnyOrder("0 1795188469485 60000 0 0 broker-a 0 0",
					"0 1795188469485 60000 0 0 broker-a 0 1", "0 1795188469485 60000 0 0 broker-a 1 0");
		assertThat(response.messages()).allSatisfy((popped) -> assertThat(popped.realTopic()).isEqualTo("T1"));
	}

	@ParameterizedTest
	@CsvSource({ "19,NOTHING", "210,NOTHING", "209,POLLING_FULL" })
	void popWithoutMessages(int code, PopMessageResponse.Status status) {
		assertThat(pop("CG", "T").decode(frame(code, Map.of(), new byte[0])).status()).isEqualTo(status);
		assertThat(answer(pop("CG", "T"), "live_550_pop_not_found_response").messages()).isEmpty();
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> pop("CG", "T").decode(frame(23, Map.of(), new byte[0])));
	}

	@Test
	void handlesAreThoseOfTheOfficialClient() {
		ReceiptHandle handle = new ReceiptHandle(40, 1_700_000_000_000L, 60_000, 3, 0, "broker-a", 1, 42);
		assertThat(handle).hasToString(HANDLE)
			.hasToString(
					ExtraInfoUtil.buildExtraInfo(40, 1_700_000_000_000L, 60_000, 3, "TopicTest", "broker-a", 1, 42));
		assertThat(ReceiptHandle.parse(HANDLE + " more of it")).isEqualTo(handle);
		ReceiptHandle retried = new ReceiptHandle(40, 1_700_000_000_000L, 60_000, 3, 1, "broker-a", 0, 41);
		assertThat(retried).hasToString(ExtraInfoUtil.buildExtraInfo(40, 1_700_000_000_000L, 60_000, 3,
				KeyBuilder.buildPopRetryTopicV1("T", "CG"), "broker-a", 0, 41));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "40 1700000000000", "a 1 2 3 0 broker-a 1 42", "1 1 2 3 0 broker-a 1 4x2" })
	void whatIsNoHandleIsRefused(String text) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> ReceiptHandle.parse(text))
			.withMessageContaining("'" + text + "'");
	}

	@Test
	void theHeaderSaysWhereMessagesCameFrom() {
		Map<String, String> info = Map.of("popTime", "7", "invisibleTime", "8", "reviveQid", "2", "startOffsetInfo",
				"0 1 40;1 1 5", "msgOffsetInfo", "0 1 41,44;1 1 6", "restNum", "0");
		byte[] body = join(message("T", 1, 41, ""), message("T", 1, 43, ""), message("%RETRY%CG_T", 1, 6, ""));
		List<PopMessageResponse.Popped> popped = pop("CG", "T").decode(frame(0, info, body)).messages();
		// the queue of the second message counts it as 44
		assertThat(popped).extracting((one) -> one.handle().toString())
			.containsExactly("40 7 8 2 0 broker-a 1 41", "40 7 8 2 0 broker-a 1 44", "5 7 8 2 1 broker-a 1 6");
		assertThat(popped).extracting(PopMessageResponse.Popped::realTopic).containsExactly("T", "T", "%RETRY%CG_T");
	}

	@Test
	void withoutStartOffsetsTheFirstMessageOfTheQueueCounts() {
		Map<String, String> info = Map.of("popTime", "7", "invisibleTime", "8", "reviveQid", "2");
		byte[] body = join(message("T", 1, 43, ""), message("T", 1, 42, ""));
		assertThat(pop("CG", "T").decode(frame(0, info, body)).messages()).extracting((one) -> one.handle().toString())
			.containsExactly("42 7 8 2 0 broker-a 1 43", "42 7 8 2 0 broker-a 1 42");
	}

	@Test
	void aHandleInTheMessageIsUsedUnlessItIsFromAnEarlierDelivery() {
		Map<String, String> info = Map.of("popTime", "7", "invisibleTime", "8", "reviveQid", "2", "startOffsetInfo",
				"0 1 40", "msgOffsetInfo", "0 1 40,41");
		byte[] body = join(message("T", 1, 40, "POP_CK\u00013 7 8 2 2 broker-a 0 9\u0002"),
				message("T", 1, 41, "POP_CK\u00013 6 8 2 2 broker-a 0 9\u0002"));
		List<PopMessageResponse.Popped> popped = pop("CG", "T").decode(frame(0, info, body)).messages();
		assertThat(popped).extracting((one) -> one.handle().toString())
			.containsExactly("3 7 8 2 2 broker-a 0 9", "40 7 8 2 0 broker-a 1 41");
		assertThat(popped).extracting(PopMessageResponse.Popped::realTopic).containsExactly("%RETRY%CG+T", "T");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "startOffsetInfo | 0 1", "startOffsetInfo | 0 x 1", "msgOffsetInfo | 0 1 1,x", "popTime | x" })
	void aHeaderThatMakesNoSenseIsRefused(String field, String value) {
		Map<String, String> info = new HashMap<>(
				Map.of("popTime", "7", "invisibleTime", "8", "reviveQid", "2", "startOffsetInfo", "0 1 40"));
		info.put(field, value);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> pop("CG", "T").decode(frame(0, info, message("T", 1, 40, ""))));
	}

	@Test
	void inANamespaceBothNamesOfTheRetryTopicAreWrapped() {
		Map<String, String> info = Map.of("popTime", "7", "invisibleTime", "8", "reviveQid", "2", "startOffsetInfo",
				"1 0 5", "msgOffsetInfo", "1 0 5");
		String stored = KeyBuilder.buildPopRetryTopicV1("ns%T", "ns%CG");
		PopMessageResponse.Popped popped = pop("CG", "T").decode(frame(0, info, message(stored, 0, 5, "")), SCOPE)
			.messages()
			.get(0);
		assertThat(popped.handle().retryFlag()).isEqualTo(ReceiptHandle.RETRY);
		Request<Boolean> ack = SCOPE.apply(new AckMessageRequest("CG", popped.realTopic(), popped.handle()));
		assertThat(fields(ack)).containsEntry("topic", stored).containsEntry("consumerGroup", "ns%CG");
	}

	@Test
	void ack() {
		AckMessageRequestHeader header = official(new AckMessageRequest("CG", "T", ReceiptHandle.parse(HANDLE)),
				AckMessageRequestHeader.class);
		assertThat(header.getConsumerGroup()).isEqualTo("CG");
		assertThat(header.getTopic()).isEqualTo("T");
		assertThat(header.getQueueId()).isEqualTo(1);
		assertThat(header.getOffset()).isEqualTo(42);
		assertThat(header.getExtraInfo()).isEqualTo(HANDLE);
	}

	@Test
	void changeInvisibleTimeIsAnsweredWithANewHandle() {
		ChangeInvisibleTimeRequest request = new ChangeInvisibleTimeRequest("CG", "T", ReceiptHandle.parse(HANDLE),
				5000, true);
		ChangeInvisibleTimeRequestHeader header = official(request, ChangeInvisibleTimeRequestHeader.class);
		assertThat(header.getInvisibleTime()).isEqualTo(5000);
		assertThat(header.isSuspend()).isTrue();
		assertThat(header.getExtraInfo()).isEqualTo(HANDLE);
		assertThat(header.getOffset()).isEqualTo(42);
		Map<String, String> info = Map.of("popTime", "1700000000500", "invisibleTime", "5000", "reviveQid", "6");
		assertThat(request.decode(frame(0, info, new byte[0]))).hasToString("42 1700000000500 5000 6 0 broker-a 1 42");
		assertThatExceptionOfType(BrokerException.class)
			.isThrownBy(() -> request.decode(frame(208, Map.of(), new byte[0])));
	}

	@Test
	void batchAckIsWrittenAsRecorded() {
		BatchAckRequest request = new BatchAckRequest("CG_TEST", "broker-a",
				List.of(ack(40), ack(42), ack(49), ack(42)));
		JsonMapper json = JsonMapper.shared();
		assertThat(json.readTree(request.body())).isEqualTo(json.readTree(Vectors.text("batch_ack_body.json")));
	}

	@Test
	void batchAckMakesOneEntryOfWhatWasPoppedTogether() {
		ReceiptHandle retried = ReceiptHandle.parse("5 1700000000000 60000 3 1 broker-a 1 6");
		BatchAckRequest request = new BatchAckRequest("CG", "broker-a",
				List.of(ack(40), new BatchAckRequest.Ack("TopicTest", retried), ack(47)));
		BatchAckMessageRequestBody body = RemotingSerializable.decode(request.body(SCOPE),
				BatchAckMessageRequestBody.class);
		assertThat(body.getBrokerName()).isEqualTo("broker-a");
		assertThat(body.getAcks()).hasSize(2).allSatisfy((entry) -> {
			assertThat(entry.getTopic()).isEqualTo("ns%TopicTest");
			assertThat(entry.getConsumerGroup()).isEqualTo("ns%CG");
		});
		BatchAck first = body.getAcks().get(0);
		assertThat(first.getBitSet()).isEqualTo(BitSet.valueOf(new long[] { 0b1000_0001 }));
		assertThat(body.getAcks().get(1).getRetry()).isEqualTo("1");
		assertThat(body.getAcks().get(1).getStartOffset()).isEqualTo(5);
	}

	@Test
	void aDeliveryFarFromTheFirstNeedsARequestOfItsOwn() {
		assertThat(BatchAckRequest.fits(ReceiptHandle.parse("40 1 2 3 0 b 1 40"))).isTrue();
		assertThat(BatchAckRequest.fits(ReceiptHandle.parse("40 1 2 3 0 b 1 39"))).isFalse();
		assertThat(BatchAckRequest.fits(ReceiptHandle.parse("40 1 2 3 0 b 1 70000"))).isFalse();
	}

	@Test
	void notification() {
		NotificationRequest request = new NotificationRequest("CG", "T", 3, 15_000, "TAG", "a || b", "broker-a");
		NotificationRequestHeader header = official(request, NotificationRequestHeader.class);
		assertThat(header.getPollTime()).isEqualTo(15_000);
		assertThat(header.getBornTime()).isZero();
		assertThat(header.getQueueId()).isEqualTo(3);
		assertThat(request.decode(frame(0, Map.of("hasMsg", "true", "pollingFull", "false"), new byte[0])))
			.isEqualTo(new NotificationRequest.Answer(true, false));
		assertThat(request.decode(frame(0, Map.of("hasMsg", "false"), new byte[0])))
			.isEqualTo(new NotificationRequest.Answer(false, false));
	}

	private static PopMessageRequest pop(String group, String topic) {
		return new PopMessageRequest(group, topic, PopMessageRequest.ANY_QUEUE, 32, 60_000, 15_000,
				PopMessageRequest.BROKER_CLOCK, false, "TAG", "*", "broker-a");
	}

	private static BatchAckRequest.Ack ack(long queueOffset) {
		return new BatchAckRequest.Ack("TopicTest",
				new ReceiptHandle(40, 1_700_000_000_000L, 60_000, 3, 0, "broker-a", 1, queueOffset));
	}

	private static byte[] message(String topic, int queueId, long queueOffset, String properties) {
		MessageExt message = new MessageExt();
		message.setTopic(topic);
		message.setQueueId(queueId);
		message.setQueueOffset(queueOffset);
		message.setBody(new byte[] { 1 });
		message.setBornHost(new InetSocketAddress("127.0.0.1", 1));
		message.setStoreHost(new InetSocketAddress("127.0.0.1", 2));
		MessageDecoder.string2messageProperties(properties)
			.forEach((name, value) -> MessageAccessor.putProperty(message, name, value));
		try {
			return MessageDecoder.encode(message, false);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static byte[] join(byte[]... parts) {
		return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(parts));
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

	private static Frame frame(int code, Map<String, String> fields, byte[] body) {
		RemotingCommand command = RemotingCommand.createResponseCommand(code, "made up");
		command.setExtFields(new HashMap<>(fields));
		command.setBody(body);
		byte[] encoded = Official.encode(command, SerializeType.JSON);
		return FrameCodec.decode(Unpooled.wrappedBuffer(encoded, 4, encoded.length - 4), "127.0.0.1:10911");
	}

	private static Map<String, String> fields(Request<?> request) {
		return Official.fields(Official.decode(encode(request, 1, HeaderFormat.JSON)));
	}

	private static <T extends CommandCustomHeader> T official(Request<?> request, Class<T> header) {
		try {
			RemotingCommand command = Official.decode(encode(request, 1, HeaderFormat.BINARY));
			assertThat(command.getCode()).isEqualTo(request.code());
			return command.decodeCommandCustomHeader(header);
		}
		catch (RemotingCommandException ex) {
			throw new AssertionError(ex);
		}
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

}
