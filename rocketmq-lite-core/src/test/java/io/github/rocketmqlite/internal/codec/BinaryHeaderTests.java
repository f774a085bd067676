package io.github.rocketmqlite.internal.codec;

import java.util.Arrays;
import java.util.HexFormat;

import io.github.rocketmqlite.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BinaryHeaderTests {

	/** Code 19, language JAVA, version 513, opaque 7, flag 1. */
	private static final String START = "0013 00 0201 00000007 00000001";

	@Test
	void readsEveryPart() {
		// remark "ok"; field a=1, field bc=xyz
		Header header = read(START + "00000002 6f6b" + "00000013 0001 61 00000001 31 0002 6263 00000003 78797a");
		assertThat(header.code()).isEqualTo(19);
		assertThat(header.version()).isEqualTo(513);
		assertThat(header.opaque()).isEqualTo(7);
		assertThat(header.flag()).isEqualTo(1);
		assertThat(header.remark()).isEqualTo("ok");
		assertThat(header.fields().size()).isEqualTo(2);
		assertThat(header.fields().number("a")).isEqualTo(1);
		assertThat(header.fields().text("bc")).isEqualTo("xyz");
	}

	@Test
	void readsAnEmptyValueAsAbsent() {
		Header header = read(START + "00000000" + "00000007 0001 61 00000000");
		assertThat(header.fields().text("a")).isNull();
	}

	@Test
	void readsNegativeCodes() {
		assertThat(read("fc18 00 0201 00000007 00000001 00000000 00000000").code()).isEqualTo(-1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", START, START + "00000000", START + "00000000 000000", //
			START + "00000001 00000000", // the remark reaches into the fields' length
			START + "ffffffff 00000000", START + "7fffffff 00000000", //
			START + "00000000 00000001", START + "00000000 ffffffff", START + "00000000 7fffffff", //
			START + "00000000 00000000 00", // a byte too many
			START + "00000000 00000001 00", // half of a name's length
			START + "00000000 00000002 0001", // a name without bytes
			START + "00000000 00000002 ffff", // a negative name length
			START + "00000000 00000003 0001 61", // no value
			START + "00000000 00000007 0001 61 00000001", // a value without bytes
			START + "00000000 00000007 0001 61 ffffffff", //
			START + "00000000 00000007 0001 61 7fffffff" })
	void refusesWhatIsNotAHeader(String hex) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(hex));
	}

	@Test
	void theHeadersOfAFrameAreBounded() {
		ProtocolException tooLarge = catchProtocolException(header(FrameCodec.MAX_HEADER_BYTES + 1));
		assertThat(tooLarge).hasMessageContaining("262145").hasMessageContaining("262144");
		// one byte less is read, and refused only because these zeros end too late
		assertThat(catchProtocolException(header(FrameCodec.MAX_HEADER_BYTES)))
			.hasMessageContaining("belong to nothing");
	}

	@Test
	void theLengthsOfAFrameAreChecked() {
		assertThat(catchProtocolException(Unpooled.wrappedBuffer(new byte[3]))).hasMessageContaining("3 bytes");
		assertThat(catchProtocolException(Unpooled.wrappedBuffer(new byte[] { 0, 0, 0, 9, '{', '}' })))
			.hasMessageContaining("9 bytes")
			.hasMessageContaining("2 bytes");
		assertThat(catchProtocolException(Unpooled.wrappedBuffer(new byte[] { 0, 0, 0, 0 })))
			.hasMessageContaining("0 bytes");
	}

	private static ByteBuf header(int length) {
		return Unpooled.buffer().writeInt((1 << 24) | length).writeZero(length);
	}

	private static ProtocolException catchProtocolException(ByteBuf frame) {
		return org.assertj.core.api.Assertions.catchThrowableOfType(ProtocolException.class,
				() -> FrameCodec.decode(frame, "peer"));
	}

	private static Header read(String hex) {
		byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));
		// as on a connection, in the memory of a longer one
		byte[] memory = Arrays.copyOf(header, header.length + 100);
		return BinaryHeader.read(memory, header.length, new HeaderFields(new byte[0]));
	}

	@Test
	void writesTheDocumentedBytes() {
		ByteBuf out = Unpooled.buffer();
		BinaryHeader.writeAnswer(out, 19, "ok", 7, 1);
		assertThat(ByteBufUtil.hexDump(out)).isEqualTo((START + "00000002 6f6b 00000000").replace(" ", ""));
	}

}
