package io.github.rocketmqlite.benchmarks;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.SerializeType;
import org.apache.rocketmq.remoting.protocol.header.PullMessageResponseHeader;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.apache.rocketmq.remoting.protocol.header.SendMessageResponseHeader;

/**
 * The same commands and messages for both clients.
 */
public final class Samples {

	static final String PROPERTIES = "KEYS\u0001order-4711\u0002TAGS\u0001created\u0002"
			+ "UNIQ_KEY\u00010A000001303918B4AAC21000000A0000\u0002WAIT\u0001true\u0002";

	private static final long BORN = 1_700_000_000_000L;

	private Samples() {
	}

	static SendMessageRequest sendRequest(byte[] body) {
		return new SendMessageRequest("order-service", "orders", "TBW102", 4, 3, 0, BORN, 0, PROPERTIES, 0, null, false,
				"broker-a", body);
	}

	static SendMessageRequestHeaderV2 officialSendHeader() {
		SendMessageRequestHeaderV2 header = new SendMessageRequestHeaderV2();
		header.setA("order-service");
		header.setB("orders");
		header.setC("TBW102");
		header.setD(4);
		header.setE(3);
		header.setF(0);
		header.setG(BORN);
		header.setH(0);
		header.setI(PROPERTIES);
		header.setJ(0);
		header.setK(false);
		header.setM(false);
		header.setBrokerName("broker-a");
		return header;
	}

	/**
	 * A whole frame of a send response.
	 */
	static byte[] sendResponse(SerializeType type) {
		RemotingCommand command = RemotingCommand.createResponseCommand(SendMessageResponseHeader.class);
		command.setCode(0);
		command.setRemark(null);
		SendMessageResponseHeader header = (SendMessageResponseHeader) command.readCustomHeader();
		header.setMsgId("0A00000100002A9F0000000000001000");
		header.setQueueId(3);
		header.setQueueOffset(4_711L);
		header.setTransactionId("0A000001303918B4AAC21000000A0000");
		command.addExtField("MSG_REGION", "DefaultRegion");
		command.addExtField("TRACE_ON", "true");
		return encode(command, type);
	}

	/**
	 * A whole frame of a pull response with messages of the given body size.
	 */
	static byte[] pullResponse(SerializeType type, int messages, int bodyBytes) {
		RemotingCommand command = RemotingCommand.createResponseCommand(PullMessageResponseHeader.class);
		command.setCode(0);
		command.setRemark("FOUND");
		PullMessageResponseHeader header = (PullMessageResponseHeader) command.readCustomHeader();
		header.setNextBeginOffset((long) messages);
		header.setMinOffset(0L);
		header.setMaxOffset(1_000_000L);
		header.setSuggestWhichBrokerId(0L);
		header.setTopicSysFlag(0);
		header.setGroupSysFlag(0);
		command.setBody(pullBody(messages, bodyBytes));
		return encode(command, type);
	}

	/** The body of a pull response with messages of the given body size. */
	public static byte[] pullBody(int messages, int bodyBytes) {
		ByteBuffer all = ByteBuffer.allocate(messages * (bodyBytes + 512));
		for (int i = 0; i < messages; i++) {
			all.put(storedMessage(i, bodyBytes));
		}
		byte[] body = new byte[all.position()];
		all.flip().get(body);
		return body;
	}

	private static byte[] storedMessage(int offset, int bodyBytes) {
		MessageExt message = new MessageExt();
		message.setTopic("orders");
		message.setQueueId(3);
		message.setQueueOffset(offset);
		message.setCommitLogOffset(1_000L * offset);
		message.setBornTimestamp(BORN);
		message.setStoreTimestamp(BORN);
		message.setBornHost(new InetSocketAddress("10.0.0.1", 50_000));
		message.setStoreHost(new InetSocketAddress("10.0.0.2", 10_911));
		message.setBody(new byte[bodyBytes]);
		MessageAccessor.setProperties(message, MessageDecoder.string2messageProperties(PROPERTIES));
		try {
			return MessageDecoder.encode(message, false);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static byte[] encode(RemotingCommand command, SerializeType type) {
		command.setSerializeTypeCurrentRPC(type);
		ByteBuffer frame = command.encode();
		byte[] bytes = new byte[frame.remaining()];
		frame.get(bytes);
		return bytes;
	}

}
