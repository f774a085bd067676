package io.github.rocketmqlite.internal.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.codec.BytesAssert.assertThatBytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches beside those of the official client.
 */
class BatchBodyTests {

	@Test
	void isEncodedAsTheOfficialClientDoes() {
		Random random = new Random(7);
		List<Message> official = new ArrayList<>();
		List<BatchBody.Item> ours = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			byte[] body = new byte[random.nextInt(300)];
			random.nextBytes(body);
			Message message = new Message("t", body);
			MessageAccessor.setProperties(message, new HashMap<>(Map.of("k" + i, "schlüssel " + i)));
			message.setFlag(random.nextInt());
			official.add(message);
			ours.add(new Item(message.getFlag(), body, "k" + i + "\u0001schlüssel " + i + "\u0002"));
		}
		assertThatBytes(BatchBody.encode(ours)).isEncodedAs(MessageDecoder.encodeMessages(official));
	}

	@Test
	void isWhatTheOfficialClientSentToALiveBroker() throws Exception {
		Frame frame = Vectors.frame("official_550_send_batch_request");
		byte[] recorded = frame.bodyBytes();
		frame.release();
		List<Item> items = MessageDecoder.decodeMessages(ByteBuffer.wrap(recorded))
			.stream()
			.map((message) -> new Item(message.getFlag(), message.getBody(),
					MessageDecoder.messageProperties2String(message.getProperties())))
			.toList();
		assertThat(items).hasSizeGreaterThan(1);
		assertThat(BatchBody.encode(items)).hasSameSizeAs(recorded);
		assertThat(MessageDecoder.decodeMessages(ByteBuffer.wrap(BatchBody.encode(items))))
			.hasSameSizeAs(MessageDecoder.decodeMessages(ByteBuffer.wrap(recorded)));
	}

	private record Item(int flag, byte[] body, String furtherProperties) implements BatchBody.Item {

		@Override
		public String id() {
			return "";
		}

	}

}
