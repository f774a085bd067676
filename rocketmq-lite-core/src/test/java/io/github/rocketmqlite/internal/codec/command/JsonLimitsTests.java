package io.github.rocketmqlite.internal.codec.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What JSON bodies may hold: one below each limit, the limit itself and one beyond, which
 * fails the request and nothing else.
 */
class JsonLimitsTests {

	private static final DecodeLimits SMALL = new DecodeLimits(2_000, 5, 5, 5, 5, 5_000);

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void bytes(int beyond) {
		check(padded("{\"consumerIdList\":[\"a\"]}", 8 * 1024 * 1024 + beyond), DecodeLimits.DEFAULTS, beyond,
				"8388608");
		check(padded("{\"consumerIdList\":[\"a\"]}", 2_000 + beyond), SMALL, beyond, "2000");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void elements(int beyond) {
		check(ids(100_000 + beyond), DecodeLimits.DEFAULTS, beyond, "100000 elements");
		check(ids(5 + beyond), SMALL, beyond, "5 elements");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void members(int beyond) {
		String five = IntStream.range(1, 5 + beyond)
			.mapToObj((i) -> ",\"m" + i + "\":0")
			.collect(Collectors.joining("", "{\"consumerIdList\":[\"a\"]", "}"));
		check(five, SMALL, beyond, "5 members");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void depth(int beyond) {
		int inner = JsonBody.MAX_DEPTH - 1 + beyond;
		check("{\"consumerIdList\":[\"a\"],\"x\":" + "[".repeat(inner) + "]".repeat(inner) + "}", DecodeLimits.DEFAULTS,
				beyond, "depth");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void texts(int beyond) {
		check("{\"consumerIdList\":[\"" + "x".repeat(JsonBody.MAX_STRING + beyond) + "\"]}", DecodeLimits.DEFAULTS,
				beyond, "1048576");
	}

	private static void check(String json, DecodeLimits limits, int beyond, String word) {
		Frame answer = answer(json, limits);
		ConsumerListRequest request = new ConsumerListRequest("G");
		if (beyond <= 0) {
			assertThat(request.decode(answer)).isNotEmpty();
		}
		else {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> request.decode(answer))
				.withMessageContainingAll("10.0.0.2:10911", word);
		}
	}

	private static String ids(int count) {
		char[] ids = new char[4 * count - 1];
		Arrays.fill(ids, ',');
		for (int i = 0; i < count; i++) {
			ids[4 * i] = '"';
			ids[4 * i + 1] = 'x';
			ids[4 * i + 2] = '"';
		}
		return "{\"consumerIdList\":[" + new String(ids) + "]}";
	}

	private static String padded(String json, int length) {
		return json + " ".repeat(length - json.length());
	}

	private static Frame answer(String json, DecodeLimits limits) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, new TextRequest(0, Map.of(), json.getBytes(StandardCharsets.UTF_8)), 1, false,
				HeaderFormat.JSON);
		return FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911", limits);
	}

}
