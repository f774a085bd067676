package io.github.rocketmqlite.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the codec benchmarks and prints time and allocation of each operation, ours beside
 * the official client's.
 * <p>
 * With arguments, they are regular expressions that choose the benchmarks. From the root
 * of the project:
 *
 * <pre>
 * mvn -q -pl rocketmq-lite-benchmarks -am compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp rocketmq-lite-benchmarks/target/classes:$(cat rocketmq-lite-benchmarks/target/classpath) \
 *     io.github.rocketmqlite.benchmarks.CodecBenchmarks
 * </pre>
 */
public final class CodecBenchmarks {

	private CodecBenchmarks() {
	}

	/**
	 * Runs the benchmarks.
	 * @param args which ones, all when empty
	 * @throws RunnerException when a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		OptionsBuilder options = new OptionsBuilder();
		if (args.length == 0) {
			options.include(EncodeBenchmark.class.getName());
			options.include(DecodeBenchmark.class.getName());
			options.include(MessageBatchBenchmark.class.getName());
		}
		for (String benchmark : args) {
			options.include(benchmark);
		}
		options.addProfiler(GCProfiler.class);
		new Runner(options.build()).run();
	}

}
