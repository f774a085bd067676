package io.github.rocketmqlite.benchmarks;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The body of a pull answer with 32 messages; figures are per message. {@code lazy} only
 * finds the messages, {@code read} also takes what a listener with a tag filter looks at:
 * tag, id and body. The official decoder always decodes everything.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageBatchBenchmark {

	private static final int MESSAGES = 32;

	@Param({ "128", "1024" })
	int bodyBytes = 128;

	private byte[] body = new byte[0];

	@Setup
	public void fill() {
		this.body = Samples.pullBody(MESSAGES, this.bodyBytes);
	}

	@Benchmark
	@OperationsPerInvocation(MESSAGES)
	public MessageBatch lazyLite() {
		return MessageBatch.decode(this.body, "broker-a");
	}

	@Benchmark
	@OperationsPerInvocation(MESSAGES)
	public void readLite(Blackhole blackhole) {
		for (StoredMessage message : MessageBatch.decode(this.body, "broker-a").messages()) {
			blackhole.consume(message.tag());
			blackhole.consume(message.messageId());
			blackhole.consume(message.body());
		}
	}

	@Benchmark
	@OperationsPerInvocation(MESSAGES)
	public List<MessageExt> official() {
		return MessageDecoder.decodesBatch(ByteBuffer.wrap(this.body), true, true, true);
	}

}
