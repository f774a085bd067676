package io.github.rocketmqlite.internal.consumer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse.Status;

/**
 * Answers of a broker to pulls, with messages in the layout of its store (protocol 8.3).
 */
final class PullAnswers {

	private static final int MAGIC = 0xDAA320A7;

	private PullAnswers() {
	}

	static PullMessageResponse found(long next, byte[]... messages) {
		return found("broker-a", next, messages);
	}

	static PullMessageResponse found(String brokerName, long next, byte[]... messages) {
		ByteBuffer body = ByteBuffer.allocate(Arrays.stream(messages).mapToInt((message) -> message.length).sum());
		for (byte[] message : messages) {
			body.put(message);
		}
		return new PullMessageResponse(Status.FOUND, next, 0, next, 0, MessageBatch.decode(body.array(), brokerName));
	}

	static PullMessageResponse without(Status status, long next) {
		return new PullMessageResponse(status, next, 0, next, 0, MessageBatch.decode(new byte[0], "broker-a"));
	}

	static byte[] message(MessageQueue queue, long queueOffset, String tag) {
		return message(queue, queueOffset, queueOffset * 1000, "id-" + queueOffset, tag);
	}

	static byte[] message(MessageQueue queue, long queueOffset, long commitLogOffset, String id, String tag) {
		return messageWith(queue, queueOffset, commitLogOffset,
				"UNIQ_KEY\u0001" + id + "\u0002TAGS\u0001" + tag + "\u0002");
	}

	static byte[] messageWith(MessageQueue queue, long queueOffset, long commitLogOffset, String properties) {
		byte[] body = ("body " + queueOffset).getBytes(StandardCharsets.UTF_8);
		byte[] topic = queue.topic().getBytes(StandardCharsets.UTF_8);
		byte[] propertyBytes = properties.getBytes(StandardCharsets.UTF_8);
		int size = 88 + 4 + body.length + 1 + topic.length + 2 + propertyBytes.length - 4;
		ByteBuffer out = ByteBuffer.allocate(size);
		out.putInt(size).putInt(MAGIC).putInt(0).putInt(queue.queueId()).putInt(0);
		out.putLong(queueOffset).putLong(commitLogOffset).putInt(0);
		out.putLong(1).putInt(0x7F000001).putInt(1).putLong(2).putInt(0x7F000001).putInt(10911);
		out.putInt(0).putLong(0);
		out.putInt(body.length).put(body);
		out.put((byte) topic.length).put(topic);
		out.putShort((short) propertyBytes.length).put(propertyBytes);
		if (out.hasRemaining()) {
			throw new IllegalStateException(out.remaining() + " bytes too many");
		}
		return out.array();
	}

	/** A message whose content makes no sense, but whose size does. */
	static byte[] damaged(MessageQueue queue, long queueOffset) {
		byte[] message = message(queue, queueOffset, "tag");
		// the length of the body
		ByteBuffer.wrap(message).putInt(84, Integer.MAX_VALUE);
		return message;
	}

}
