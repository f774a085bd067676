package io.github.rocketmqlite.internal.codec;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.command.ClusterInfoRequest;
import io.github.rocketmqlite.internal.codec.command.ConsumeStatsRequest;
import io.github.rocketmqlite.internal.codec.command.ConsumerConnectionsRequest;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.github.rocketmqlite.internal.codec.command.GroupConfigRequest;
import io.github.rocketmqlite.internal.codec.command.LockQueuesRequest;
import io.github.rocketmqlite.internal.codec.command.TopicStatsRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold for bodies and messages, whatever their bytes.
 */
final class ContentFuzzing {

	private static final int BODY_LIMIT = 100_000;

	/** The first guess, its growth and the copy of the right size. */
	private static final long MEMORY_LIMIT = 3L * BODY_LIMIT + 1024 * 1024;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
		.build();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private ContentFuzzing() {
	}

	static void messages(byte[] data) {
		byte[] bad = Unpooled.buffer().writeInt(data.length + 4).writeBytes(data).array();
		bad = Arrays.copyOf(bad, data.length + 4);
		byte[] good = new StoredMessageBytes().at(1);
		byte[] last = new StoredMessageBytes().at(3);
		MessageBatch batch = MessageBatch.decode(StoredMessageBytes.concat(good, bad, last), "b");
		List<StoredMessage> messages = batch.messages();
		assertThat(messages).hasSizeGreaterThanOrEqualTo(2);
		assertThat(messages.get(0).commitLogOffset()).isEqualTo(100);
		assertThat(messages.get(messages.size() - 1).commitLogOffset()).isEqualTo(300);
		messages.forEach(ContentFuzzing::lookAt);
		MessageBatch alone = MessageBatch.decode(data, "b");
		alone.messages().forEach(ContentFuzzing::lookAt);
		assertThat(alone.messages().stream().filter((message) -> !message.isContainer()).count())
			.isLessThanOrEqualTo(Math.max(1, data.length / 22));
	}

	static void container(byte[] data) {
		int flags = SysFlag.INNER_BATCH | SysFlag.NEEDS_UNWRAP;
		byte[] container = new StoredMessageBytes().sysFlag(flags).body(data).at(1);
		MessageBatch batch = MessageBatch
			.decode(StoredMessageBytes.concat(container, new StoredMessageBytes().at(9_000)), "b");
		List<StoredMessage> messages = batch.messages();
		assertThat(messages.get(messages.size() - 1).queueOffset()).isEqualTo(9_000);
		messages.forEach(ContentFuzzing::lookAt);
		long items = messages.subList(0, messages.size() - 1).stream().mapToLong(StoredMessage::storeSize).sum();
		assertThat(items).isEqualTo(batch.undecodable().isEmpty() ? data.length : 0);
	}

	static void properties(byte[] data) {
		String text = new String(Arrays.copyOf(data, Math.min(data.length, 10_000)), StandardCharsets.UTF_8);
		Map<String, String> all = MessageProperties.decode(text);
		assertThat(all).isEqualTo(MessageDecoder.string2messageProperties(text));
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

	static void ids(byte[] data) {
		byte[] host = Arrays.copyOf(data, (data.length % 2 == 0) ? 8 : 20);
		int flags = (host.length == 8) ? 0 : SysFlag.STORE_HOST_IPV6;
		// servers have ports of 16 bits
		host[host.length - 4] = 0;
		host[host.length - 3] = 0;
		long offset = data.length * 0x0123_4567_89ABL;
		StoredMessage message = MessageBatch
			.decode(new StoredMessageBytes().sysFlag(flags).storeHost(HexFormat.of().formatHex(host)).at(offset), "b")
			.messages()
			.get(0);
		lookAt(message);
		try {
			MessageId official = MessageDecoder.decodeMessageId(message.offsetMessageId());
			assertThat(official.getOffset()).isEqualTo(100 * offset);
			assertThat((InetSocketAddress) official.getAddress()).isEqualTo(message.storeHost());
		}
		catch (UnknownHostException ex) {
			throw new AssertionError(ex);
		}
	}

	static void jsonBody(byte[] data) {
		Frame frame = answer(data);
		try {
			new GetRouteRequest("T").decode(frame);
			assertThat(judged(data).isObject()).isTrue();
		}
		catch (ProtocolException ex) {
			assertThat(ex).hasMessageContaining("fuzz");
		}
		for (Request<?> request : List.of(new LockQueuesRequest("G", "c", List.of()), new TopicStatsRequest("T"),
				new ConsumeStatsRequest("G", null), new ClusterInfoRequest(), new ConsumerConnectionsRequest("G"),
				new GroupConfigRequest("G"))) {
			try {
				assertThat(request.decode(frame)).isNotNull();
			}
			catch (ProtocolException ex) {
				assertThat(ex).hasMessageContaining("fuzz");
			}
		}
		List<String> ids = new ConsumerListRequest("G").decode(frame);
		assertThat(ids).hasSizeGreaterThanOrEqualTo(judged(data).path("consumerIdList").size());
	}

	/**
	 * As the standard parser reads it, unless objects are names, which it cannot read.
	 */
	private static JsonNode judged(byte[] data) {
		try {
			return JSON.readTree(data);
		}
		catch (JacksonException ex) {
			assertThat(new String(data, StandardCharsets.ISO_8859_1)).matches("(?s).*[{,]\\s*\\{.*");
			return JSON.createObjectNode();
		}
	}

	static void compression(byte[] data) {
		for (CompressionType type : CompressionType.values()) {
			// the first run may load classes, which takes memory of its own
			long memory = Math.min(decompress(data, type), decompress(data, type));
			assertThat(memory).as("memory for %s", type).isLessThanOrEqualTo(MEMORY_LIMIT);
			byte[] packed = Compression.compress(data, type, 1);
			assertThat(Compression.decompress(packed, type.sysFlagBits(), data.length)).isEqualTo(data);
		}
	}

	/**
	 * Decompresses, or tries to.
	 * @return the bytes of memory it took
	 */
	private static long decompress(byte[] data, CompressionType type) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		try {
			assertThat(Compression.decompress(data, type.sysFlagBits(), BODY_LIMIT).length)
				.isLessThanOrEqualTo(BODY_LIMIT);
		}
		catch (ProtocolException ex) {
			assertThat(ex).hasMessageContaining("compression");
		}
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

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

	private static Frame answer(byte[] body) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(0, Map.of(), body), 1, false, HeaderFormat.BINARY);
		return FrameCodec.decode(out.skipBytes(4), "fuzz");
	}

}
