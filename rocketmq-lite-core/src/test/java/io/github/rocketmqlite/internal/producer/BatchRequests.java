package io.github.rocketmqlite.internal.producer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageDecoder;

/**
 * Batches as a scripted broker gets and acknowledges them.
 */
final class BatchRequests {

	private BatchRequests() {
	}

	/**
	 * What a broker answers that has stored the batch.
	 */
	static Reply stored(ScriptedBroker.Request request) {
		String ids = IntStream.range(0, items(request).size())
			.mapToObj((i) -> "P" + i)
			.collect(Collectors.joining(","));
		return Reply.answer(0, null, Map.of("msgId", ids, "queueId", "1", "queueOffset", "100"), new byte[0]);
	}

	/**
	 * The messages of a batch, as the official client's decoder reads them.
	 */
	static List<Message> items(ScriptedBroker.Request request) {
		try {
			return MessageDecoder.decodeMessages(ByteBuffer.wrap(request.body()));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String text(byte[] body) {
		return new String(body, StandardCharsets.UTF_8);
	}

}
