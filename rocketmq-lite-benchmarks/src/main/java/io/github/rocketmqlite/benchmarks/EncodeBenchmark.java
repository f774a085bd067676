package io.github.rocketmqlite.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.SerializeType;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
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
 * A send request with a body of 128 bytes, from its values to the bytes in a direct
 * buffer. The official client writes as its Netty encoder does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncodeBenchmark {

	@Param({ "JSON", "BINARY" })
	HeaderFormat format = HeaderFormat.JSON;

	private final byte[] body = "x".repeat(128).getBytes(StandardCharsets.US_ASCII);

	private final SendMessageRequest request = Samples.sendRequest(this.body);

	private final SendMessageRequestHeaderV2 officialHeader = Samples.officialSendHeader();

	private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(4096);

	private SerializeType officialType = SerializeType.JSON;

	@Setup
	public void chooseOfficialType() {
		this.officialType = (this.format == HeaderFormat.JSON) ? SerializeType.JSON : SerializeType.ROCKETMQ;
	}

	@TearDown
	public void release() {
		this.out.release();
	}

	@Benchmark
	public ByteBuf lite() {
		this.out.clear();
		FrameCodec.encodeRequest(this.out, this.request, 4_711, false, this.format);
		return this.out;
	}

	@Benchmark
	public ByteBuf official() {
		this.out.clear();
		RemotingCommand command = RemotingCommand.createRequestCommand(310, this.officialHeader);
		command.setSerializeTypeCurrentRPC(this.officialType);
		command.setBody(this.body);
		command.fastEncodeHeader(this.out);
		this.out.writeBytes(command.getBody());
		return this.out;
	}

}
