package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.github.rocketmqlite.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.SerializeType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.rocketmqlite.internal.codec.BytesAssert.assertThatBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FrameCodecTests {

	private static final int ROUNDS = 2_000;

	private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);

	@ParameterizedTest
	@EnumSource
	void officialCodecReadsWhatWeWrite(HeaderFormat format) {
		Random random = new Random(RandomTexts.seed("officialCodecReadsWhatWeWrite"));
		RandomTexts texts = new RandomTexts(random);
		for (int round = 0; round < ROUNDS; round++) {
			TextRequest request = new TextRequest(random.nextInt(Short.MAX_VALUE), texts.fields(), texts.bytes(100));
			int opaque = random.nextInt();
			boolean oneway = random.nextBoolean();
			RemotingCommand official = Official.decode(encode(request, opaque, oneway, format));
			assertThat(official.getCode()).isEqualTo(request.code());
			assertThat(official.getOpaque()).isEqualTo(opaque);
			assertThat(official.isOnewayRPC()).isEqualTo(oneway);
			assertThat(official.isResponseType()).isFalse();
			assertThat(official.getVersion()).isEqualTo(513);
			assertThat(official.getLanguage()).hasToString("JAVA");
			assertThat(Official.fields(official)).isEqualTo(request.texts());
			assertThatBytes(Objects.requireNonNullElse(official.getBody(), new byte[0])).isEncodedAs(request.body());
		}
	}

	@ParameterizedTest
	@EnumSource
	void weReadWhatTheOfficialCodecWrites(HeaderFormat format) {
		Random random = new Random(RandomTexts.seed("weReadWhatTheOfficialCodecWrites"));
		RandomTexts texts = new RandomTexts(random);
		SerializeType type = (format == HeaderFormat.JSON) ? SerializeType.JSON : SerializeType.ROCKETMQ;
		for (int round = 0; round < ROUNDS; round++) {
			Map<String, String> fields = texts.fields();
			RemotingCommand official = RemotingCommand.createResponseCommand(random.nextInt(3000), texts.text());
			official.setOpaque(random.nextInt());
			official.setExtFields(new HashMap<>(fields));
			official.setBody(texts.bytes(100));
			Frame frame = decode(Official.encode(official, type));
			assertThat(frame.code()).isEqualTo(official.getCode());
			assertThat(frame.opaque()).isEqualTo(official.getOpaque());
			assertThat(frame.isAnswer()).isTrue();
			assertThat(frame.remark()).isEqualTo(TextEscape.shorten(official.getRemark(), Header.MAX_REMARK));
			assertThat(((HeaderFields) frame.fields()).size()).isEqualTo(fields.size());
			fields.forEach((name, value) -> assertThat(frame.fields().text(name)).isEqualTo(value));
			assertThatBytes(frame.bodyBytes()).isEncodedAs(official.getBody());
			frame.release();
		}
	}

	@ParameterizedTest
	@EnumSource
	void answersAreReadByTheOfficialCodec(HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, 3, "no \"such\" code\n中", BODY, -7, format);
		RemotingCommand official = Official.decode(take(out));
		assertThat(official.getCode()).isEqualTo(3);
		assertThat(official.getOpaque()).isEqualTo(-7);
		assertThat(official.isResponseType()).isTrue();
		assertThat(official.getRemark()).isEqualTo("no \"such\" code\n中");
		assertThatBytes(official.getBody()).isEncodedAs(BODY);
	}

	@Test
	void anAnswerInJsonLooksLikeThatOfAServer() {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, 3, " request type 9999 not supported", new byte[0], 1013, HeaderFormat.JSON);
		assertThatBytes(out).isEncodedAs(Vectors.bytes("live_550_error_unknown_code_response"));
	}

	@ParameterizedTest
	@EnumSource
	void numbersAndFlagsAreWrittenAsJavaPrintsThem(HeaderFormat format) {
		long[] numbers = { 0, 1, 9, 10, 99, 100, -1, -10, 1_700_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE };
		Request<Frame> request = new Request<>() {
			@Override
			public int code() {
				return 1;
			}

			@Override
			public void writeFields(FieldWriter out) {
				for (int i = 0; i < numbers.length; i++) {
					out.field("n" + i, numbers[i]);
				}
				out.field("int", Integer.MIN_VALUE);
				out.field("yes", true);
				out.field("no", false);
				out.field("absent", (String) null);
			}

			@Override
			public Frame decode(Frame answer) {
				return answer;
			}
		};
		Map<String, String> expected = new LinkedHashMap<>();
		for (int i = 0; i < numbers.length; i++) {
			expected.put("n" + i, Long.toString(numbers[i]));
		}
		expected.put("int", Integer.toString(Integer.MIN_VALUE));
		expected.put("yes", "true");
		expected.put("no", "false");
		byte[] bytes = encode(request, 1, false, format);
		assertThat(Official.fields(Official.decode(bytes))).isEqualTo(expected);
		Fields fields = decode(bytes).fields();
		for (int i = 0; i < numbers.length; i++) {
			assertThat(fields.number("n" + i)).isEqualTo(numbers[i]);
		}
		assertThat(fields.flag("yes")).isTrue();
		assertThat(fields.flag("no")).isFalse();
		assertThat(fields.flag("absent")).isFalse();
	}

	@Test
	void codesBeyondSixteenBitsFallBackToJson() {
		byte[] pop = encode(new TextRequest(200_050, Map.of(), BODY), 1, false, HeaderFormat.BINARY);
		assertThat(pop[4]).isZero();
		assertThat(decode(pop).code()).isEqualTo(200_050);
		byte[] largest = encode(new TextRequest(Short.MAX_VALUE, Map.of(), BODY), 1, false, HeaderFormat.BINARY);
		assertThat(largest[4]).isOne();
	}

	@Test
	void halfOfASurrogatePairBecomesAQuestionMark() {
		for (HeaderFormat format : HeaderFormat.values()) {
			byte[] bytes = encode(new TextRequest(1, Map.of("a", "x\uD83Dy"), BODY), 1, false, format);
			assertThat(decode(bytes).fields().text("a")).isEqualTo("x?y");
		}
	}

	@Test
	void writesBehindWhatTheBufferAlreadyHolds() {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(1, Map.of("a", "1"), BODY), 1, false, HeaderFormat.BINARY);
		int first = out.writerIndex();
		FrameCodec.encodeRequest(out, new TextRequest(2, Map.of("b", "2"), BODY), 2, false, HeaderFormat.JSON);
		Frame second = FrameCodec.decode(out.slice(first + 4, out.writerIndex() - first - 4), "peer");
		assertThat(second.code()).isEqualTo(2);
		assertThat(out.getInt(0)).isEqualTo(first - 4);
		assertThat(second.bodyBytes()).isEqualTo(BODY);
	}

	@Test
	void aFrameHoldsItsBodyUntilReleased() {
		ByteBuf received = UnpooledByteBufAllocator.DEFAULT.directBuffer();
		FrameCodec.encodeRequest(received, new TextRequest(1, Map.of(), BODY), 1, false, HeaderFormat.JSON);
		received.skipBytes(4);
		Frame frame = FrameCodec.decode(received, "peer");
		assertThat(received.refCnt()).isEqualTo(2);
		received.release();
		assertThat(frame.bodyBytes()).isEqualTo(BODY);
		frame.release();
		assertThat(received.refCnt()).isZero();
	}

	@Test
	void aBadFrameLeavesItsBufferToTheCaller() {
		ByteBuf received = Unpooled.wrappedBuffer(new byte[] { 7, 0, 0, 0 });
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> FrameCodec.decode(received, "10.0.0.2:1"))
			.withMessageContaining("10.0.0.2:1")
			.withMessageContaining("7");
		assertThat(received.refCnt()).isOne();
	}

	@Test
	void mutatedFramesFailWithAProtocolExceptionOrNotAtAll() {
		Random random = new Random(RandomTexts.seed("mutatedFramesFailWithAProtocolExceptionOrNotAtAll"));
		String[] names = { "send_v2_request_json", "send_v2_request_rocketmq", "live_550_pull_found_response",
				"send_response_rocketmq", "live_550_error_unknown_code_response" };
		int failed = 0;
		for (int round = 0; round < 50_000; round++) {
			byte[] frame = Vectors.withoutLength(names[round % names.length]);
			int changes = 1 + random.nextInt(3);
			for (int i = 0; i < changes; i++) {
				frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
			}
			failed += (decodeOrNull(Unpooled.wrappedBuffer(frame, 0,
					random.nextInt(10) == 0 ? random.nextInt(frame.length) : frame.length)) == null) ? 1 : 0;
		}
		assertThat(failed).isPositive();
	}

	private static @Nullable Frame decodeOrNull(ByteBuf frame) {
		try {
			return FrameCodec.decode(frame, "peer");
		}
		catch (ProtocolException ex) {
			return null;
		}
	}

	private static byte[] encode(Request<?> request, int opaque, boolean oneway, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer(16);
		FrameCodec.encodeRequest(out, request, opaque, oneway, format);
		return take(out);
	}

	private static byte[] take(ByteBuf out) {
		try {
			return ByteBufUtil.getBytes(out);
		}
		finally {
			out.release();
		}
	}

	private static Frame decode(byte[] frame) {
		assertThat(Unpooled.wrappedBuffer(frame).getInt(0)).isEqualTo(frame.length - 4);
		return FrameCodec.decode(Unpooled.wrappedBuffer(frame).skipBytes(4), "peer");
	}

}
