package io.github.rocketmqlite.internal.remoting;

import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FrameDecoder}. No buffer may be left behind by any of them.
 */
class FrameDecoderTests {

	private static final int LIMIT = 2_000;

	private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);

	private final EmbeddedChannel channel = new EmbeddedChannel();

	@BeforeEach
	void addDecoder() {
		this.channel.config().setAllocator(this.memory);
		this.channel.pipeline()
			.addLast(new FrameDecoder("10.1.1.1:10911", LIMIT, DecodeLimits.DEFAULTS), new BodyReader());
	}

	@AfterEach
	void nothingIsLeftInMemory() {
		this.channel.finishAndReleaseAll();
		assertThat(this.memory.metric().usedHeapMemory() + this.memory.metric().usedDirectMemory()).isZero();
	}

	@Test
	void readsAFrameSplitAtAnyByte() {
		byte[] bytes = Frames.answer(5, "hello");
		for (int split = 0; split <= bytes.length; split++) {
			receive(bytes, 0, split);
			if (split < bytes.length) {
				assertThat(this.channel.<Object>readInbound()).as("split at %d", split).isNull();
			}
			receive(bytes, split, bytes.length);
			assertThat(body()).as("split at %d", split).isEqualTo("hello");
		}
	}

	@Test
	void readsAFrameThatComesByteByByte() {
		byte[] bytes = Frames.answer(5, "hello");
		for (int i = 0; i < bytes.length; i++) {
			receive(bytes, i, i + 1);
		}
		assertThat(body()).isEqualTo("hello");
	}

	@Test
	void readsTwoFramesAndTheBeginningOfAThird() {
		ByteBuf in = this.memory.buffer();
		in.writeBytes(Frames.answer(1, "one")).writeBytes(Frames.answer(2, "two"));
		byte[] third = Frames.answer(3, "three");
		in.writeBytes(third, 0, 10);
		this.channel.writeInbound(in);
		assertThat(body()).isEqualTo("one");
		assertThat(body()).isEqualTo("two");
		assertThat(this.channel.<Object>readInbound()).isNull();
		receive(third, 10, third.length);
		assertThat(body()).isEqualTo("three");
	}

	@Test
	void readsFramesUpToTheLimit() {
		int header = Frames.answer(1, "").length;
		receive(Frames.answer(1, "x".repeat(LIMIT - header - 1)));
		assertThat(body()).hasSize(LIMIT - header - 1);
		receive(Frames.answer(1, "x".repeat(LIMIT - header)));
		assertThat(body()).hasSize(LIMIT - header);
	}

	@Test
	void refusesFramesBeyondTheLimitByTheirAnnouncement() {
		ByteBuf announcement = this.memory.buffer().writeInt(LIMIT - 4 + 1);
		assertThatExceptionOfType(DecoderException.class).isThrownBy(() -> this.channel.writeInbound(announcement))
			.havingCause()
			.isInstanceOf(ProtocolException.class)
			.withMessageContainingAll("2001", "2000", "10.1.1.1:10911");
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 3 })
	void refusesLengthsThatNoFrameHas(int length) {
		ByteBuf in = this.memory.buffer().writeInt(length).writeBytes(new byte[100]);
		assertThatExceptionOfType(DecoderException.class).isThrownBy(() -> this.channel.writeInbound(in))
			.havingCause()
			.isInstanceOf(ProtocolException.class)
			.withMessageContaining("10.1.1.1:10911");
	}

	@Test
	void refusesMalformedHeadersAndReadsNothingAfterThem() {
		ByteBuf in = this.memory.buffer().writeInt(4).writeInt(0x7700_0000).writeBytes(Frames.answer(1, "one"));
		assertThatExceptionOfType(DecoderException.class).isThrownBy(() -> this.channel.writeInbound(in))
			.havingCause()
			.isInstanceOf(ProtocolException.class);
		receive(Frames.answer(2, "two"));
		assertThat(this.channel.<Object>readInbound()).isNull();
	}

	private void receive(byte[] bytes) {
		receive(bytes, 0, bytes.length);
	}

	private void receive(byte[] bytes, int from, int to) {
		this.channel.writeInbound(this.memory.buffer().writeBytes(Unpooled.wrappedBuffer(bytes, from, to - from)));
	}

	private String body() {
		String body = this.channel.readInbound();
		assertThat(body).isNotNull();
		return body;
	}

	/** A frame is lost with the next one. */
	private static final class BodyReader extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			Frame frame = (Frame) message;
			ctx.fireChannelRead(new String(frame.bodyBytes(), StandardCharsets.UTF_8));
			frame.release();
		}

	}

}
