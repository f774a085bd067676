package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.rocketmqlite.internal.codec.StoredMessageBytes.concat;
import static io.github.rocketmqlite.internal.codec.StoredMessageBytes.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What frames, headers and messages may hold: one below each limit, the limit itself and
 * one beyond. JSON bodies and routes have tests of their own.
 */
class DecodeLimitsTests {

	private static final DecodeLimits SMALL = new DecodeLimits(1024, 5, 5, 5, 5, 5_000);

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void headers(int beyond) {
		String json = "{\"code\":0,\"opaque\":1}";
		byte[] header = json.getBytes(StandardCharsets.UTF_8);
		byte[] padded = Arrays.copyOf(header, FrameCodec.MAX_HEADER_BYTES + beyond);
		Arrays.fill(padded, header.length, padded.length, (byte) ' ');
		ByteBuf frame = Unpooled.buffer().writeInt(padded.length).writeBytes(padded);
		refusedBeyond(beyond, () -> FrameCodec.decode(frame, "10.0.0.2:1"), "262145 bytes", "262144");
	}

	@Test
	void lengthsThatDoNotFitTheFrame() {
		for (int left = 0; left < 4; left++) {
			ByteBuf cut = Unpooled.wrappedBuffer(new byte[left]);
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> FrameCodec.decode(cut, "10.0.0.2:1"))
				.withMessageContainingAll("10.0.0.2:1", "fewer than");
		}
		ByteBuf claims = Unpooled.wrappedBuffer(new byte[] { 0, 0, 0, 3, '{', '}' });
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> FrameCodec.decode(claims, "10.0.0.2:1"))
			.withMessageContainingAll("claims a header of 3 bytes", "2 bytes are left");
		ByteBuf unknown = Unpooled.wrappedBuffer(new byte[] { 2, 0, 0, 0 });
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> FrameCodec.decode(unknown, "10.0.0.2:1"))
			.withMessageContaining("header format is 2");
	}

	@ParameterizedTest
	@EnumSource
	void headerFields(HeaderFormat format) {
		for (int count : around(512)) {
			Map<String, String> fields = new LinkedHashMap<>();
			IntStream.range(0, count).forEach((i) -> fields.put("f" + i, "v" + i));
			refusedBeyond(count - 512,
					() -> assertThat(decoded(fields, format).text("f" + (count - 1))).isEqualTo("v" + (count - 1)),
					"512 fields");
		}
	}

	@ParameterizedTest
	@EnumSource
	void namesOfHeaderFields(HeaderFormat format) {
		for (int length : around(256)) {
			String name = "n".repeat(length);
			refusedBeyond(length - 256, () -> assertThat(decoded(Map.of(name, "v"), format).text(name)).isEqualTo("v"),
					"257 bytes", "256");
		}
	}

	@ParameterizedTest
	@EnumSource
	void remarksAreCut(HeaderFormat format) {
		for (int length : around(1024)) {
			ByteBuf out = Unpooled.buffer();
			FrameCodec.encodeAnswer(out, 1, "r".repeat(length), new byte[0], 1, format);
			assertThat(FrameCodec.decode(out.skipBytes(4), "peer").remark()).hasSize(Math.min(length, 1024));
		}
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, 1, "r\n\u0000".repeat(1024), new byte[0], 1, format);
		assertThat(FrameCodec.decode(out.skipBytes(4), "peer").remark()).hasSizeBetween(1000, 1024)
			.doesNotContain("\n", "\u0000")
			.startsWith("r\\n\\u0000r");
	}

	@Test
	void propertiesOfAMessageToSend() {
		for (int count : around(256)) {
			Map<String, String> properties = new LinkedHashMap<>();
			IntStream.range(0, count).forEach((i) -> properties.put("p" + i, "v"));
			if (count <= 256) {
				assertThat(MessageProperties.decode(MessageProperties.encode(properties))).isEqualTo(properties);
			}
			else {
				assertThatExceptionOfType(InvalidMessageException.class)
					.isThrownBy(() -> MessageProperties.encode(properties))
					.withMessageContainingAll("257", "256");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 255, 256, 257, 3_000 })
	void aReceivedMessageKeepsAllProperties(int count) {
		StringBuilder text = new StringBuilder();
		IntStream.range(0, count).forEach((i) -> text.append('p').append(i).append("\u0001v\u0002"));
		StoredMessage message = MessageBatch.decode(new StoredMessageBytes().properties(text.toString()).at(1), "b")
			.messages()
			.get(0);
		assertThat(message.properties()).hasSize(count);
		assertThat(message.property("p" + (count - 1))).isEqualTo("v");
	}

	@Test
	void messagesBeyondTheLimitAreLeftToTheNextPull() {
		for (int count : around(5)) {
			byte[] body = concat(LongStream.range(10, 10 + count)
				.mapToObj((offset) -> new StoredMessageBytes().at(offset))
				.toArray(byte[][]::new));
			PullMessageResponse answer = pull(body, 10, 10 + count);
			assertThat(answer.batch().messages()).hasSize(Math.min(count, 5));
			assertThat(answer.batch().undecodable()).isEmpty();
			assertThat(answer.nextOffset()).isEqualTo(10 + Math.min(count, 5));
		}
	}

	@Test
	void containersBeyondTheLimitAreLeftToTheNextPull() {
		byte[] three = concat(container(10, 3), container(13, 2), container(15, 1));
		PullMessageResponse first = pull(three, 10, 16);
		assertThat(offsets(first)).containsExactly(10L, 11L, 12L, 13L, 14L);
		assertThat(first.nextOffset()).isEqualTo(15);
		// one that alone is larger is taken: it could not be pulled otherwise
		PullMessageResponse large = pull(concat(container(10, 7), container(17, 1)), 10, 18);
		assertThat(offsets(large)).hasSize(7);
		assertThat(large.nextOffset()).isEqualTo(17);
	}

	@Test
	void containersThatUnpackToTooMuchTogetherAreLeftToTheNextPull() {
		byte[] body = concat(packed(10, 2_510), packed(12, 2_510), packed(14, 100));
		PullMessageResponse answer = pull(body, 10, 16);
		assertThat(offsets(answer)).containsExactly(10L, 11L);
		assertThat(answer.nextOffset()).isEqualTo(12);
	}

	@Test
	void nothingLeadsBack() {
		byte[] body = concat(new StoredMessageBytes().at(20), new StoredMessageBytes().at(21),
				new StoredMessageBytes().at(22), new StoredMessageBytes().at(23), new StoredMessageBytes().at(24),
				new StoredMessageBytes().at(3));
		PullMessageResponse answer = pull(body, 20, 30);
		assertThat(offsets(answer)).containsExactly(20L, 21L, 22L, 23L, 24L);
		assertThat(answer.nextOffset()).isEqualTo(30);
		assertThat(answer.batch().undecodable()).singleElement()
			.satisfies((rest) -> assertThat(rest.reason()).contains("more than 5 messages", "bytes are left unread"));
	}

	@Test
	void uselessBytesBeyondTheLimitAreReportedOnce() {
		byte[] bad = new StoredMessageBytes().at(1);
		bad[4] = 0;
		byte[][] many = new byte[20][];
		Arrays.fill(many, bad);
		MessageBatch batch = pull(concat(many), 0, 20).batch();
		assertThat(batch.messages()).isEmpty();
		assertThat(batch.undecodable()).hasSizeLessThanOrEqualTo(6);
	}

	@Test
	void messagesOfAContainer() {
		for (int count : around(4_096)) {
			byte[][] items = new byte[count][];
			Arrays.fill(items, item(0, "", ""));
			MessageBatch batch = MessageBatch.decode(StoredMessageBytes
				.concat(new StoredMessageBytes().sysFlag(SysFlag.INNER_BATCH | SysFlag.NEEDS_UNWRAP)
					.body(concat(items))
					.at(10), new StoredMessageBytes().at(10 + count)), "b");
			if (count <= 4_096) {
				assertThat(batch.messages()).hasSizeGreaterThanOrEqualTo(count);
				assertThat(batch.undecodable()).isEmpty();
			}
			else {
				assertThat(batch.messages()).singleElement()
					.satisfies((good) -> assertThat(good.queueOffset()).isEqualTo(10 + 4_097));
				assertThat(batch.undecodable()).singleElement()
					.satisfies((bad) -> assertThat(bad.queueOffset()).isEqualTo(10));
			}
		}
	}

	@Test
	void aContainerInsideAContainerIsAPlainBody() {
		byte[] inner = concat(item(0, "a", ""), item(0, "b", ""));
		String text = new String(inner, StandardCharsets.ISO_8859_1);
		byte[] outer = item(0, text, "");
		MessageBatch batch = MessageBatch.decode(
				new StoredMessageBytes().sysFlag(SysFlag.INNER_BATCH | SysFlag.NEEDS_UNWRAP).body(outer).at(10), "b");
		assertThat(batch.messages()).singleElement()
			.satisfies((message) -> assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo(text));
	}

	@ParameterizedTest
	@EnumSource
	void decompressedBodiesOfAConfiguredSize(CompressionType type) {
		for (int size : around(5_000)) {
			byte[] body = Compression.compress(new byte[size], type, 5);
			StoredMessage message = pull(new StoredMessageBytes().sysFlag(type.sysFlagBits()).body(body).at(1), 1, 2)
				.batch()
				.messages()
				.get(0);
			refusedBeyond(size - 5_000, () -> assertThat(message.body()).hasSize(size), "5000");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void growthOfDecompressedBodies(int beyond) {
		int size = 0;
		byte[] packed = new byte[2_000];
		// the packed size hardly changes with the number of zeros, so this soon fits
		for (int i = 0; i < 20 && size != packed.length * Compression.MAX_RATIO + beyond; i++) {
			size = packed.length * Compression.MAX_RATIO + beyond;
			byte[] body = new byte[size];
			byte[] random = new byte[1_500];
			new Random(1).nextBytes(random);
			System.arraycopy(random, 0, body, 0, random.length);
			packed = Compression.compress(body, CompressionType.ZSTD, 5);
		}
		byte[] bytes = packed;
		assertThat(size - bytes.length * Compression.MAX_RATIO).isEqualTo(beyond);
		refusedBeyond(beyond, () -> Compression.decompress(bytes, SysFlag.ZSTD, 1 << 30), "beyond its limit");
	}

	private static PullMessageResponse pull(byte[] body, long offset, long next) {
		Map<String, String> fields = Map.of("nextBeginOffset", Long.toString(next), "minOffset", "0", "maxOffset", "99",
				"suggestWhichBrokerId", "0");
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(0, fields, body), 1, false, HeaderFormat.BINARY);
		return new PullMessageRequest("CG", "TopicTest", 3, offset, 32, 0, 0, 0, 0, "*", "b")
			.decode(FrameCodec.decode(out.skipBytes(4), "peer", SMALL));
	}

	private static byte[] container(long offset, int count) {
		byte[][] items = new byte[count][];
		Arrays.fill(items, item(0, "x", ""));
		return new StoredMessageBytes().sysFlag(SysFlag.INNER_BATCH | SysFlag.NEEDS_UNWRAP)
			.body(concat(items))
			.at(offset);
	}

	private static byte[] packed(long offset, int itemBytes) {
		byte[] items = concat(item(0, "x".repeat(itemBytes), ""), item(0, "", ""));
		int flags = SysFlag.INNER_BATCH | SysFlag.NEEDS_UNWRAP | CompressionType.ZLIB.sysFlagBits();
		return new StoredMessageBytes().sysFlag(flags)
			.body(Compression.compress(items, CompressionType.ZLIB, 9))
			.at(offset);
	}

	private static List<Long> offsets(PullMessageResponse answer) {
		return answer.batch().messages().stream().map(StoredMessage::queueOffset).toList();
	}

	private static Fields decoded(Map<String, String> fields, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(1, fields, new byte[0]), 1, false, format);
		return FrameCodec.decode(out.skipBytes(4), "peer").fields();
	}

	private static int[] around(int limit) {
		return new int[] { limit - 1, limit, limit + 1 };
	}

	private static void refusedBeyond(int beyond, Code code, @Nullable String... words) {
		if (beyond <= 0) {
			assertThatCode(code::run).doesNotThrowAnyException();
		}
		else {
			assertThatThrownBy(code::run).isInstanceOf(ProtocolException.class).hasMessageContainingAll(words);
		}
	}

	private interface Code {

		void run();

	}

}
