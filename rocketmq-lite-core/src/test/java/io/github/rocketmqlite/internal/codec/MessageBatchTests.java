package io.github.rocketmqlite.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.github.rocketmqlite.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.rocketmqlite.internal.codec.StoredMessageBytes.concat;
import static io.github.rocketmqlite.internal.codec.StoredMessageBytes.item;
import static org.assertj.core.api.Assertions.assertThat;

class MessageBatchTests {

	private static final int COUNT = 5;

	@Test
	void anEmptyBodyHasNoMessages() {
		MessageBatch batch = MessageBatch.decode(new byte[0], "broker-a");
		assertThat(batch.messages()).isEmpty();
		assertThat(batch.undecodable()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "size too small,0,90", "size zero,0,0", "negative size,0,-1", "size beyond the end,0,100000",
			"size a byte too large,0,+1", "size a byte too small,0,+-1", "magic,4,0", "blank filler,4,-875286124",
			"negative body length,84,-1", "huge body length,84,2147483647", "body a byte too long,84,+1",
			"body too short,84,0" })
	void aBadMessageNeverHidesItsNeighbours(String what, int place, String value) {
		for (int bad = 0; bad < COUNT; bad++) {
			byte[][] messages = messages();
			ByteBuffer buffer = ByteBuffer.wrap(messages[bad]);
			buffer.putInt(place, value.startsWith("+") ? buffer.getInt(place) + Integer.parseInt(value.substring(1))
					: Integer.parseInt(value));
			assertOnlyBadIsMissing(what, bad, MessageBatch.decode(concat(messages), "broker-a"));
		}
	}

	@Test
	void anyChangedByteHidesAtMostItsOwnMessage() {
		Random random = new Random(RandomTexts.seed("anyChangedByteHidesAtMostItsOwnMessage"));
		int length = messages()[0].length;
		for (int round = 0; round < 20 * length; round++) {
			byte[][] messages = messages();
			int bad = random.nextInt(COUNT);
			messages[bad][round % length] = (byte) random.nextInt(256);
			List<Long> offsets = offsets(MessageBatch.decode(concat(messages), "broker-a"));
			for (long offset = 0; offset < COUNT; offset++) {
				if (offset != bad) {
					assertThat(offsets).as("message %d changed at byte %d", bad, round % length).contains(offset);
				}
			}
		}
	}

	@Test
	void aSizeThatLeadsPastTheNextMessageHidesOnlyItsOwn() {
		byte[][] messages = messages();
		int size = messages[1].length + messages[2].length;
		ByteBuffer.wrap(messages[1]).putInt(0, size);
		assertThat(offsets(MessageBatch.decode(concat(messages), "broker-a"))).contains(0L, 2L, 3L).doesNotContain(1L);
	}

	@Test
	void randomBytesNeverFailAsAWhole() {
		Random random = new Random(RandomTexts.seed("randomBytesNeverFailAsAWhole"));
		for (int round = 0; round < 20_000; round++) {
			byte[] body = concat(messages());
			int changes = 1 + random.nextInt(20);
			for (int i = 0; i < changes; i++) {
				body[random.nextInt(body.length)] = (byte) random.nextInt(256);
			}
			MessageBatch batch = MessageBatch.decode(Arrays.copyOf(body, random.nextInt(body.length + 1)), "broker-a");
			batch.messages().forEach(MessageBatchTests::touch);
		}
	}

	private static void touch(StoredMessage message) {
		assertThat(message.messageId()).isNotEmpty();
		assertThat(message.properties()).isNotNull();
		assertThat(message.topic()).isNotNull();
		assertThat(message.bornHost().isUnresolved()).isFalse();
		assertThat(message.storeHost().isUnresolved()).isFalse();
		assertThat(message.bornTime()).isNotNull();
		assertThat(message.storeTime()).isNotNull();
		try {
			assertThat(message.body()).isNotNull();
		}
		catch (ProtocolException ex) {
			assertThat(ex).hasMessageContaining("compression");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 50, 90, 100 })
	void aCutMessageAtTheEndIsReported(int left) {
		byte[] whole = concat(messages());
		byte[] body = Arrays.copyOf(whole, 4 * messages()[0].length + left);
		MessageBatch batch = MessageBatch.decode(body, "broker-a");
		assertThat(offsets(batch)).containsExactly(0L, 1L, 2L, 3L);
		assertThat(batch.undecodable()).singleElement()
			.satisfies((undecodable) -> assertThat(undecodable.reason()).contains(left + " bytes"));
	}

	@Test
	void saysWhichMessageIsBadWhenItsStartCanBeRead() {
		byte[][] messages = messages();
		ByteBuffer.wrap(messages[2]).putInt(84, -1);
		assertThat(MessageBatch.decode(concat(messages), "broker-a").undecodable()).singleElement()
			.satisfies((undecodable) -> assertThat(undecodable.queueOffset()).isEqualTo(2));
		ByteBuffer.wrap(messages[2]).putInt(4, 0);
		assertThat(MessageBatch.decode(concat(messages), "broker-a").undecodable()).singleElement()
			.satisfies((undecodable) -> assertThat(undecodable.queueOffset()).isEqualTo(-1));
	}

	@Test
	void aMessageInsideABodyIsNotDelivered() {
		byte[] inner = new StoredMessageBytes().at(99);
		byte[] outer = new StoredMessageBytes().body(inner).at(1);
		assertThat(offsets(MessageBatch.decode(concat(outer, new StoredMessageBytes().at(2)), "broker-a")))
			.containsExactly(1L, 2L);
		// bad, but of known size
		ByteBuffer.wrap(outer).putInt(84, -1);
		assertThat(offsets(MessageBatch.decode(concat(outer, new StoredMessageBytes().at(2)), "broker-a")))
			.containsExactly(2L);
	}

	@ParameterizedTest
	@CsvSource({ "4095,-1", "4096,-1", "4097,4096" })
	void theNumberOfMessagesIsBounded(int count, long resumeAt) {
		byte[][] messages = LongStream.range(0, count)
			.mapToObj((offset) -> new StoredMessageBytes().at(offset))
			.toArray(byte[][]::new);
		MessageBatch batch = MessageBatch.decode(concat(messages), "broker-a");
		assertThat(batch.messages()).hasSize(Math.min(count, 4096));
		assertThat(batch.undecodable()).isEmpty();
		assertThat(batch.resumeAt()).isEqualTo(resumeAt);
	}

	@Test
	void unwrapsARecordedContainer() {
		Frame frame = Vectors.frame("live_550_inner_batch_pull_response");
		MessageBatch batch = MessageBatch.decode(frame.bodyBytes(), "broker-a");
		frame.release();
		assertThat(batch.undecodable()).isEmpty();
		assertThat(offsets(batch)).containsExactly(0L, 1L, 2L, 3L);
		assertThat(batch.messages()).extracting(StoredMessage::messageId).containsExactly("U1", "U2", "U3", "US");
		assertThat(batch.messages()).extracting((message) -> new String(message.body(), StandardCharsets.UTF_8))
			.containsExactly("i1", "i2", "i3", "single");
		assertThat(batch.messages()).allSatisfy((message) -> {
			assertThat(message.tag()).isEqualTo("A");
			assertThat(message.topic()).isEqualTo("IBATCH");
		});
		assertThat(offsets(batch.startingAt(2))).containsExactly(2L, 3L);
		assertThat(batch.startingAt(0)).isSameAs(batch);
	}

	@Test
	void aBadContainerHidesNoNeighbour() {
		byte[] items = concat(item(1, "a", "TAGS\u0001x\u0002"), item(2, "b", ""));
		byte[] good = container(items);
		MessageBatch whole = MessageBatch.decode(concat(new StoredMessageBytes().at(9), good), "broker-a");
		assertThat(offsets(whole)).containsExactly(9L, 10L, 11L);
		assertThat(whole.messages()).extracting(StoredMessage::flag).containsExactly(77, 1, 2);
		for (int place = 0; place < items.length; place += 4) {
			byte[] broken = items.clone();
			broken[place] = (byte) 0x7F;
			MessageBatch batch = MessageBatch.decode(
					concat(new StoredMessageBytes().at(9), container(broken), new StoredMessageBytes().at(20)),
					"broker-a");
			assertThat(offsets(batch)).contains(9L, 20L);
			batch.undecodable().forEach((undecodable) -> assertThat(undecodable.queueOffset()).isEqualTo(10));
		}
		assertThat(MessageBatch.decode(container(Arrays.copyOf(items, items.length - 1)), "broker-a").undecodable())
			.hasSize(1);
	}

	private static byte[] container(byte[] items) {
		return new StoredMessageBytes().sysFlag(SysFlag.INNER_BATCH | SysFlag.NEEDS_UNWRAP).body(items).at(10);
	}

	private static byte[][] messages() {
		return LongStream.range(0, COUNT)
			.mapToObj((offset) -> new StoredMessageBytes().at(offset))
			.toArray(byte[][]::new);
	}

	private static void assertOnlyBadIsMissing(String what, int bad, MessageBatch batch) {
		List<Long> expected = new ArrayList<>(LongStream.range(0, COUNT).boxed().toList());
		expected.remove(Long.valueOf(bad));
		assertThat(offsets(batch)).as("%s in message %d", what, bad).isEqualTo(expected);
		assertThat(batch.undecodable()).hasSize(1);
	}

	private static List<Long> offsets(MessageBatch batch) {
		return batch.messages().stream().map(StoredMessage::queueOffset).toList();
	}

}
