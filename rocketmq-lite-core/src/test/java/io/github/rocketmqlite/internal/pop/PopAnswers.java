package io.github.rocketmqlite.internal.pop;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * What a broker answers to those that pop.
 */
final class PopAnswers {

	static final int POP = 200_050;

	static final int ACK = 200_051;

	static final int CHANGE = 200_053;

	static final int NOTIFICATION = 200_054;

	static final int POP_LITE = 200_070;

	static final int SUBSCRIPTION = 200_071;

	static final int BATCH_ACK = 200_151;

	private PopAnswers() {
	}

	/**
	 * A broker of topic orders: the first pop finds three messages, later ones none, and
	 * whatever it is told of them is fine.
	 */
	static void script(ScriptedBroker nameServer, ScriptedBroker broker, AtomicInteger pops) {
		nameServer.routeTo("orders", "broker-a", broker.address(), 1);
		broker.on(34, (request) -> Reply.answer(0)).on(35, (request) -> Reply.answer(0));
		broker.on(POP, (request) -> (pops.getAndIncrement() == 0) ? found(3) : Reply.answer(210));
		broker.on(ACK, (request) -> Reply.answer(0)).on(BATCH_ACK, (request) -> Reply.answer(0));
		broker.on(CHANGE, PopAnswers::changed);
	}

	/** As many messages of topic orders, all in queue 0. */
	static Reply found(int count) {
		Map<String, String> info = Map.of("popTime", "7", "invisibleTime", "60000", "reviveQid", "2", "startOffsetInfo",
				"0 0 0", "msgOffsetInfo", "0 0 0,1,2", "restNum", "0");
		byte[][] messages = IntStream.range(0, count).mapToObj(PopAnswers::message).toArray(byte[][]::new);
		return Reply.answer(0, "FOUND", info, ByteBufUtil.getBytes(Unpooled.wrappedBuffer(messages)));
	}

	/** A changed invisible time. */
	static Reply changed(ScriptedBroker.Request request) {
		return Reply.answer(0, null,
				Map.of("popTime", "8", "invisibleTime", request.ext().get("invisibleTime"), "reviveQid", "5"),
				new byte[0]);
	}

	private static byte[] message(int queueOffset) {
		MessageExt message = new MessageExt();
		message.setTopic("orders");
		message.setQueueOffset(queueOffset);
		message.setBody(new byte[] { 1 });
		message.setBornHost(new InetSocketAddress("127.0.0.1", 1));
		message.setStoreHost(new InetSocketAddress("127.0.0.1", 2));
		try {
			return MessageDecoder.encode(message, false);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Messages of lite topics.
	 * @param counts how often each was delivered before
	 */
	static Reply foundLite(String counts, byte[]... messages) {
		byte[] body = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(messages));
		return Reply.answer(0, "FOUND",
				Map.of("popTime", "7", "invisibleTime", "60000", "reviveQid", "999", "orderCountInfo", counts), body);
	}

	/** A message whose place in the topic says nothing of its place in the lite topic. */
	static byte[] liteMessage(String liteTopic, int queueOffset, int liteOffset) {
		MessageExt message = new MessageExt();
		message.setTopic("orders");
		message.setQueueOffset(queueOffset);
		message.setBody(new byte[] { 1 });
		message.setBornHost(new InetSocketAddress("127.0.0.1", 1));
		message.setStoreHost(new InetSocketAddress("127.0.0.1", 2));
		message.putUserProperty("kind", "x");
		message.getProperties().put("__LITE_TOPIC", liteTopic);
		message.getProperties().put("INNER_MULTI_DISPATCH", "%LMQ%$orders$" + liteTopic);
		message.getProperties().put("INNER_MULTI_QUEUE_OFFSET", String.valueOf(liteOffset));
		try {
			return MessageDecoder.encode(message, false);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
