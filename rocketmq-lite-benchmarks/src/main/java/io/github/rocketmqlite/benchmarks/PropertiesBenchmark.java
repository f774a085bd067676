package io.github.rocketmqlite.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.internal.codec.MessageProperties;
import org.apache.rocketmq.common.message.MessageDecoder;
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
 * The four properties of a message, from a map to their text and back. Ours also looks
 * for what the protocol cannot carry when it encodes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PropertiesBenchmark {

	private final Map<String, String> properties = new LinkedHashMap<>(MessageProperties.decode(Samples.PROPERTIES));

	@Benchmark
	public String encodeLite() {
		return MessageProperties.encode(this.properties);
	}

	@Benchmark
	public String encodeOfficial() {
		return MessageDecoder.messageProperties2String(this.properties);
	}

	@Benchmark
	public Map<String, String> decodeLite() {
		return MessageProperties.decode(Samples.PROPERTIES);
	}

	@Benchmark
	public Map<String, String> decodeOfficial() {
		return MessageDecoder.string2messageProperties(Samples.PROPERTIES);
	}

}
