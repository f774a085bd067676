package io.github.rocketmqlite.internal.consumer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * The messages that several pulls of one queue brought, decoded, for both clients.
 */
final class PulledMessages {

	static final int PULLS = 8;

	static final int MESSAGES_PER_PULL = 32;

	static final int MESSAGES = PULLS * MESSAGES_PER_PULL;

	/**
	 * The order in which the messages of a pull are finished: each once, few in line.
	 */
	static final int[] FINISHED = IntStream.range(0, MESSAGES_PER_PULL)
		.map((i) -> (i * 13 + 7) % MESSAGES_PER_PULL)
		.toArray();

	private PulledMessages() {
	}

	static List<List<StoredMessage>> lite(byte[] body) {
		return pulls(MessageBatch.decode(body, "broker-a").messages());
	}

	static List<List<MessageExt>> official(byte[] body) {
		return pulls(MessageDecoder.decodes(ByteBuffer.wrap(body)));
	}

	private static <T> List<List<T>> pulls(List<T> messages) {
		return IntStream.range(0, PULLS)
			.mapToObj((i) -> messages.subList(i * MESSAGES_PER_PULL, (i + 1) * MESSAGES_PER_PULL))
			.toList();
	}

}
