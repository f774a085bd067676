package io.github.rocketmqlite.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.internal.codec.UniqueIds;
import org.apache.rocketmq.common.message.MessageClientIDSetter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The id that each message gets when it leaves.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageIdBenchmark {

	private final UniqueIds ids = new UniqueIds();

	@Benchmark
	public String lite() {
		return this.ids.next();
	}

	@Benchmark
	public String official() {
		return MessageClientIDSetter.createUniqID();
	}

}
