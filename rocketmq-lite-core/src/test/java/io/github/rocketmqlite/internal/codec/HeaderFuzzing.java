package io.github.rocketmqlite.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.remoting.AclSigner;
import io.github.rocketmqlite.internal.remoting.FrameStreams;
import io.github.rocketmqlite.internal.remoting.SigningKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold for frames and headers, whatever their bytes.
 */
final class HeaderFuzzing {

	private static final int MAX_FIELDS = 100;

	private HeaderFuzzing() {
	}

	static void stream(byte[] data) {
		List<String> whole = FrameStreams.read(data);
		Random random = new Random(Arrays.hashCode(data));
		byte[][] parts = new byte[1 + random.nextInt(6)][];
		int at = 0;
		for (int i = 0; i < parts.length; i++) {
			int end = (i == parts.length - 1) ? data.length : at + random.nextInt(data.length - at + 1);
			parts[i] = Arrays.copyOfRange(data, at, end);
			at = end;
		}
		assertThat(FrameStreams.read(parts)).isEqualTo(whole);
	}

	static void frame(byte[] data) {
		Frame first = FrameCodec.decode(Unpooled.wrappedBuffer(data), "fuzz");
		Frame second = FrameCodec.decode(Unpooled.wrappedBuffer(data), "fuzz");
		assertThat(first.code()).isEqualTo(second.code());
		assertThat(first.remark()).isEqualTo(second.remark()).hasSizeLessThanOrEqualTo(1024);
		assertThat(first.bodyBytes()).isEqualTo(second.bodyBytes());
		assertThat(first.body().readableBytes()).isLessThan(data.length);
	}

	static void header(byte[] data) {
		for (int type = 0; type < 2; type++) {
			ByteBuf frame = Unpooled.buffer().writeInt((type << 24) | (data.length & 0xFFFFFF)).writeBytes(data);
			try {
				assertThat(FrameCodec.decode(frame.writeBytes(new byte[3]), "fuzz").bodyBytes()).hasSize(3);
			}
			catch (ProtocolException ex) {
				assertThat(ex).hasMessageNotContaining("\n");
			}
		}
	}

	static void fields(byte[] data) {
		Map<String, String> fields = texts(data);
		for (HeaderFormat format : HeaderFormat.values()) {
			Frame frame = decoded(encoded(new TextRequest(7, fields, data), 1, false, format));
			fields.forEach((name, value) -> assertThat(frame.fields().text(name)).isEqualTo(value));
			assertThat(frame.bodyBytes()).isEqualTo(data);
		}
	}

	static void formats(byte[] data) {
		ByteBuffer numbers = ByteBuffer.wrap(Arrays.copyOf(data, 7));
		int code = numbers.getShort();
		int opaque = numbers.getInt();
		boolean oneway = (numbers.get() & 1) != 0;
		Map<String, String> fields = texts(Arrays.copyOfRange(data, Math.min(7, data.length), data.length));
		TextRequest request = new TextRequest(code, fields, data);
		assertSame(encoded(request, opaque, oneway, HeaderFormat.JSON),
				encoded(request, opaque, oneway, HeaderFormat.BINARY), fields);
		String remark = fields.values().iterator().next();
		assertSame(answer(code, remark, data, opaque, HeaderFormat.JSON),
				answer(code, remark, data, opaque, HeaderFormat.BINARY), Map.of());
	}

	private static void assertSame(byte[] json, byte[] binary, Map<String, String> fields) {
		Frame first = decoded(json);
		Frame second = decoded(binary);
		assertThat(first.code()).isEqualTo(second.code());
		assertThat(first.opaque()).isEqualTo(second.opaque());
		assertThat(first.version()).isEqualTo(second.version());
		assertThat(first.isOneway()).isEqualTo(second.isOneway());
		assertThat(first.isAnswer()).isEqualTo(second.isAnswer());
		assertThat(first.remark()).isEqualTo(second.remark());
		assertThat(first.bodyBytes()).isEqualTo(second.bodyBytes());
		assertThat(((HeaderFields) first.fields()).size()).isEqualTo(((HeaderFields) second.fields()).size());
		fields.keySet().forEach((name) -> assertThat(first.fields().text(name)).isEqualTo(second.fields().text(name)));
		RemotingCommand official = Official.decode(json);
		RemotingCommand officialOfBinary = Official.decode(binary);
		assertThat(official.getCode()).isEqualTo(first.code()).isEqualTo(officialOfBinary.getCode());
		assertThat(official.getOpaque()).isEqualTo(first.opaque()).isEqualTo(officialOfBinary.getOpaque());
		assertThat(Official.fields(official)).isEqualTo(fields).isEqualTo(Official.fields(officialOfBinary));
	}

	static void signature(byte[] data) {
		Map<String, String> fields = texts(data);
		SessionCredentials official = new SessionCredentials("user", "secret");
		official.setSecurityToken((data.length % 2 == 0) ? "token" : null);
		SigningKey key = new SigningKey("user", "secret", official.getSecurityToken());
		Request<?> signed = new AclSigner(() -> key).sign(new TextRequest(10, fields, data));
		RemotingCommand command = Official.decode(encoded(signed, 1, false, HeaderFormat.BINARY));
		String signature = command.getExtFields().remove("Signature");
		command.getExtFields().keySet().removeAll(List.of("AccessKey", "SecurityToken"));
		new AclClientRPCHook(official).doBeforeRequest("", command);
		assertThat(signature).isEqualTo(command.getExtFields().get("Signature"));
	}

	/**
	 * Fields with any texts. Names are of the program's own making, and an empty value is
	 * the same as none in the binary format.
	 */
	private static Map<String, String> texts(byte[] data) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (String value : new String(data, StandardCharsets.UTF_8).split("\u0001", MAX_FIELDS)) {
			fields.put(((value.length() % 2 == 0) ? "f" : "F") + fields.size(), value.isEmpty() ? "empty" : value);
		}
		return fields;
	}

	private static byte[] encoded(Request<?> request, int opaque, boolean oneway, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, opaque, oneway, format);
		return ByteBufUtil.getBytes(out);
	}

	private static byte[] answer(int code, String remark, byte[] body, int opaque, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, code, remark, body, opaque, format);
		return ByteBufUtil.getBytes(out);
	}

	private static Frame decoded(byte[] bytes) {
		return FrameCodec.decode(Unpooled.wrappedBuffer(bytes).skipBytes(4), "fuzz");
	}

}
