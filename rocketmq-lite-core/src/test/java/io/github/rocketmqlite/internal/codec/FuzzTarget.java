package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decoders that strangers feed, each with what must hold for any bytes. A
 * {@link ProtocolException} is a right answer everywhere; any other error is a finding.
 */
enum FuzzTarget {

	/** A whole frame: reading it twice gives the same. */
	FRAME(200) {

		@Override
		void read(byte[] data) {
			Frame first = FrameCodec.decode(Unpooled.wrappedBuffer(data), "fuzz");
			Frame second = FrameCodec.decode(Unpooled.wrappedBuffer(data), "fuzz");
			assertThat(first.code()).isEqualTo(second.code());
			assertThat(first.remark()).isEqualTo(second.remark()).hasSizeLessThanOrEqualTo(1024);
			assertThat(first.bodyBytes()).isEqualTo(second.bodyBytes());
			assertThat(first.body().readableBytes()).isLessThan(data.length);
		}

	},

	/** A header of each kind: takes the header's bytes and no more. */
	HEADER(130) {

		@Override
		void read(byte[] data) {
			for (int type = 0; type < 2; type++) {
				byte[] frame = new byte[4 + data.length + 3];
				frame[0] = (byte) type;
				frame[1] = (byte) (data.length >> 16);
				frame[2] = (byte) (data.length >> 8);
				frame[3] = (byte) data.length;
				System.arraycopy(data, 0, frame, 4, data.length);
				try {
					assertThat(FrameCodec.decode(Unpooled.wrappedBuffer(frame), "fuzz").bodyBytes()).hasSize(3);
				}
				catch (ProtocolException ex) {
					assertThat(ex).hasMessageNotContaining("\n");
				}
			}
		}

	},

	/** Fields: written in both formats and read back the same. */
	FIELDS(200) {

		@Override
		void read(byte[] data) {
			Map<String, String> fields = new LinkedHashMap<>();
			for (String value : new String(data, StandardCharsets.UTF_8).split("\u0001", 100)) {
				// an empty field is the same as none in the binary format
				fields.put("f" + fields.size(), value.isEmpty() ? "empty" : value);
			}
			for (HeaderFormat format : HeaderFormat.values()) {
				Frame frame = written(new TextRequest(7, fields, data), format);
				fields.forEach((name, value) -> assertThat(frame.fields().text(name)).isEqualTo(value));
				assertThat(frame.bodyBytes()).isEqualTo(data);
			}
		}

	},

	/** A message between two good ones: both good ones are delivered. */
	MESSAGES(150) {

		@Override
		void read(byte[] data) {
			byte[] bad = new byte[data.length + 4];
			BigEndianBytes.putInt(bad, bad.length);
			System.arraycopy(data, 0, bad, 4, data.length);
			byte[] good = new StoredMessageBytes().at(1);
			byte[] last = new StoredMessageBytes().at(3);
			assertNeighbours(MessageBatch.decode(StoredMessageBytes.concat(good, bad, last), "b"));
			MessageBatch.decode(data, "b").messages().forEach(FuzzTarget::lookAt);
		}

		private void assertNeighbours(MessageBatch batch) {
			List<StoredMessage> messages = batch.messages();
			assertThat(messages).hasSizeGreaterThanOrEqualTo(2);
			assertThat(messages.get(0).commitLogOffset()).isEqualTo(100);
			assertThat(messages.get(messages.size() - 1).commitLogOffset()).isEqualTo(300);
			messages.forEach(FuzzTarget::lookAt);
		}

	},

	/** Properties: one is found as all are, and what can be written is read back. */
	PROPERTIES(30) {

		@Override
		void read(byte[] data) {
			String text = new String(Arrays.copyOf(data, Math.min(data.length, 10_000)), StandardCharsets.UTF_8);
			Map<String, String> all = MessageProperties.decode(text);
			byte[] bytes = new StoredMessageBytes().properties(text).at(1);
			all.keySet()
				.forEach((name) -> assertThat(MessageBatch.decode(bytes, "b").messages().get(0).property(name))
					.isEqualTo(all.get(name)));
			try {
				assertThat(MessageProperties.decode(MessageProperties.encode(all))).isEqualTo(all);
			}
			catch (InvalidMessageException ex) {
				assertThat(ex).hasMessageNotContaining("\u0001");
			}
		}

	},

	/** JSON bodies: what is read, a standard parser reads alike. */
	JSON_BODY(40) {

		@Override
		void read(byte[] data) {
			Frame frame = written(new TextRequest(0, Map.of(), data), HeaderFormat.BINARY);
			try {
				new GetRouteRequest("T").decode(frame);
				assertThat(judged(data).isObject()).isTrue();
			}
			catch (ProtocolException ex) {
				assertThat(ex).hasMessageContaining("fuzz");
			}
			List<String> ids = new ConsumerListRequest("G").decode(frame);
			assertThat(ids).hasSizeGreaterThanOrEqualTo(judged(data).path("consumerIdList").size());
		}

		/**
		 * As the standard parser reads it, unless objects are names, which it cannot
		 * read.
		 */
		private JsonNode judged(byte[] data) {
			try {
				return JSON.readTree(data);
			}
			catch (JacksonException ex) {
				assertThat(new String(data, StandardCharsets.ISO_8859_1)).matches("(?s).*[{,]\\s*\\{.*");
				return JSON.createObjectNode();
			}
		}

	},

	/** Compressed bodies: never more than the limit. */
	COMPRESSION(40) {

		@Override
		void read(byte[] data) {
			for (CompressionType type : CompressionType.values()) {
				try {
					assertThat(Compression.decompress(data, type.sysFlagBits(), 100_000).length)
						.isLessThanOrEqualTo(100_000);
				}
				catch (ProtocolException ex) {
					assertThat(ex).hasMessageContaining("compression");
				}
			}
			byte[] packed = Compression.compress(data, CompressionType.LZ4, 5);
			assertThat(Compression.decompress(packed, SysFlag.LZ4, data.length)).isEqualTo(data);
		}

	};

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
		.build();

	private final int coverageFloor;

	FuzzTarget(int coverageFloor) {
		this.coverageFloor = coverageFloor;
	}

	/**
	 * The least number of edges a minute of guided fuzzing must reach.
	 */
	int coverageFloor() {
		return this.coverageFloor;
	}

	final void run(byte[] data) {
		try {
			read(data);
		}
		catch (ProtocolException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

	abstract void read(byte[] data);

	/**
	 * Asks a message for everything it has; hosts are never looked up.
	 */
	private static void lookAt(StoredMessage message) {
		assertThat(message.bornHost().isUnresolved()).isFalse();
		assertThat(message.bornHost().toString()).startsWith("/");
		assertThat(message.storeHost().toString()).startsWith("/");
		assertThat(message.offsetMessageId()).matches("[0-9A-F]{32}|[0-9A-F]{56}");
		assertThat(message.toString()).isNotBlank();
		assertThat(message.keys()).isNotNull();
		assertThat(message.properties()).isNotNull();
		try {
			assertThat(message.body().length).isLessThanOrEqualTo(DecodeLimits.DEFAULTS.maxBodyBytes());
		}
		catch (ProtocolException ex) {
			assertThat(ex).hasMessageContaining("compression");
		}
	}

	private static Frame written(TextRequest request, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, 1, false, format);
		return FrameCodec.decode(out.skipBytes(4), "fuzz");
	}

	private static final class BigEndianBytes {

		static void putInt(byte[] bytes, int value) {
			bytes[0] = (byte) (value >> 24);
			bytes[1] = (byte) (value >> 16);
			bytes[2] = (byte) (value >> 8);
			bytes[3] = (byte) value;
		}

	}

}
