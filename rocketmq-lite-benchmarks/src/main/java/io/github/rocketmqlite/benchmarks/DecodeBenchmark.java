package io.github.rocketmqlite.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.HeaderMemory;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.apache.rocketmq.remoting.exception.RemotingCommandException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.SerializeType;
import org.apache.rocketmq.remoting.protocol.header.PullMessageResponseHeader;
import org.apache.rocketmq.remoting.protocol.header.SendMessageResponseHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Answers, from the bytes in a direct buffer to the typed value: a send response, and the
 * header of a pull response without messages.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {

	private static final int LENGTH_BYTES = 4;

	@Param({ "JSON", "BINARY" })
	HeaderFormat format = HeaderFormat.JSON;

	private final SendMessageRequest sendRequest = Samples.sendRequest(new byte[128]);

	private final HeaderMemory memory = new HeaderMemory();

	private final ByteBuf sendResponse = PooledByteBufAllocator.DEFAULT.directBuffer(4096);

	private final ByteBuf pullResponse = PooledByteBufAllocator.DEFAULT.directBuffer(4096);

	@Setup
	public void fill() {
		SerializeType type = (this.format == HeaderFormat.JSON) ? SerializeType.JSON : SerializeType.ROCKETMQ;
		this.sendResponse.writeBytes(Samples.sendResponse(type)).readerIndex(LENGTH_BYTES);
		this.pullResponse.writeBytes(Samples.pullResponse(type, 0, 0)).readerIndex(LENGTH_BYTES);
	}

	@TearDown
	public void release() {
		this.sendResponse.release();
		this.pullResponse.release();
	}

	@Benchmark
	public SendMessageResponse sendResponseLite() {
		Frame frame = decode(this.sendResponse);
		try {
			return this.sendRequest.decode(frame);
		}
		finally {
			frame.release();
		}
	}

	@Benchmark
	public Object sendResponseOfficial() throws RemotingCommandException {
		this.sendResponse.readerIndex(LENGTH_BYTES);
		return RemotingCommand.decode(this.sendResponse).decodeCommandCustomHeader(SendMessageResponseHeader.class);
	}

	@Benchmark
	public long pullHeaderLite() {
		Frame frame = decode(this.pullResponse);
		try {
			return frame.fields().number("nextBeginOffset") + frame.fields().number("minOffset")
					+ frame.fields().number("maxOffset") + frame.fields().number("suggestWhichBrokerId");
		}
		finally {
			frame.release();
		}
	}

	@Benchmark
	public Object pullHeaderOfficial() throws RemotingCommandException {
		this.pullResponse.readerIndex(LENGTH_BYTES);
		return RemotingCommand.decode(this.pullResponse).decodeCommandCustomHeader(PullMessageResponseHeader.class);
	}

	/** As a connection does, one frame after the other. */
	private Frame decode(ByteBuf in) {
		return FrameCodec.decode(in, LENGTH_BYTES, in.writerIndex() - LENGTH_BYTES, "10.0.0.2:10911",
				DecodeLimits.DEFAULTS, this.memory);
	}

}
