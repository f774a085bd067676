package io.github.rocketmqlite.internal.codec;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.command.ConsumeStatsRequest;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 64 KiB of what repeats a decoder's worst case take no longer than 50 ms of a processor:
 * nothing is looked at again and again.
 */
class HostileInputTests {

	private static final int SIZE = 64 * 1024;

	private static final long LIMIT_NANOS = Duration.ofMillis(50).toNanos();

	/** The first runs are those of a cold JVM. */
	private static final int RUNS = 10;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	static Stream<Arguments> decodersAndInputs() {
		Map<String, Consumer<byte[]>> decoders = Map.of("JSON header", (data) -> header(0, data), "binary header",
				(data) -> header(1, data), "messages", HostileInputTests::messages, "container",
				(data) -> messages(
						new StoredMessageBytes().sysFlag(SysFlag.INNER_BATCH | SysFlag.NEEDS_UNWRAP).body(data).at(1)),
				"properties", (data) -> MessageProperties.decode(new String(data, StandardCharsets.ISO_8859_1)),
				"JSON body", HostileInputTests::jsonBody, "remark",
				(data) -> TextEscape.shorten(new String(data, StandardCharsets.ISO_8859_1), 1024));
		List<String> patterns = List.of("{", "[", "\"", "\\", "\\u", ",", "{\"a\":", "{{", "{{},", "{1:", "[{\"a\":[",
				"\"\",", "\u0000", "\u00FF", "\u0001", "\u0002", "a\u0001", "\u0001b\u0002", "a\u0001b\u0002",
				"\u0000\u0001a\u0000\u0000\u0000\u0001b", "\u0000\u0000\u0000[\u00DA\u00A3\u0020\u00A7",
				"\u0000\u0000\u0010\u0000\u00DA\u00A3\u0020\u00A7", "\u007F\u00FF\u00FF\u00FF\u00DA\u00A3\u0020\u00AB");
		return decoders.entrySet()
			.stream()
			.flatMap((decoder) -> patterns.stream()
				.map((pattern) -> Arguments.of(decoder.getKey(), TextEscape.shorten(pattern, 80), repeated(pattern),
						decoder.getValue())));
	}

	static Stream<Arguments> messagesThatAreNone() {
		byte[] message = new StoredMessageBytes().at(1);
		// every place of the message made useless in turn, over and over
		return IntStream.range(0, message.length).boxed().map((place) -> {
			byte[] bad = message.clone();
			bad[place] ^= (byte) 0x55;
			return Arguments.of("messages", "byte " + place, repeated(new String(bad, StandardCharsets.ISO_8859_1)),
					(Consumer<byte[]>) HostileInputTests::messages);
		});
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource({ "decodersAndInputs", "messagesThatAreNone" })
	void costsLittle(String decoder, String input, byte[] data, Consumer<byte[]> decode) {
		long best = Long.MAX_VALUE;
		for (int run = 0; run < RUNS && best > LIMIT_NANOS; run++) {
			long start = THREADS.getCurrentThreadCpuTime();
			try {
				decode.accept(data);
			}
			catch (ProtocolException ex) {
				assertThat(ex.getMessage()).hasSizeLessThan(10_000);
			}
			best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
		}
		assertThat(best).as("%s for %s", decoder, input).isLessThanOrEqualTo(LIMIT_NANOS);
	}

	private static void header(int type, byte[] data) {
		ByteBuf frame = Unpooled.buffer().writeInt((type << 24) | data.length).writeBytes(data);
		FrameCodec.decode(frame, "peer").fields().text("missing");
	}

	private static void messages(byte[] data) {
		for (StoredMessage message : MessageBatch.decode(data, "b").messages()) {
			message.property("missing");
			message.properties();
		}
	}

	private static void jsonBody(byte[] data) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(0, Map.of(), data), 1, false, HeaderFormat.BINARY);
		Frame frame = FrameCodec.decode(out.skipBytes(4), "peer");
		ProtocolException last = null;
		for (Request<?> request : List.of(new GetRouteRequest("T"), new ConsumerListRequest("G"),
				new ConsumeStatsRequest("G", null))) {
			try {
				request.decode(frame);
			}
			catch (ProtocolException ex) {
				last = ex;
			}
		}
		if (last != null) {
			throw last;
		}
	}

	private static byte[] repeated(String pattern) {
		byte[] bytes = pattern.repeat(SIZE / pattern.length()).getBytes(StandardCharsets.ISO_8859_1);
		return Arrays.copyOf(bytes, Math.min(bytes.length, SIZE));
	}

}
