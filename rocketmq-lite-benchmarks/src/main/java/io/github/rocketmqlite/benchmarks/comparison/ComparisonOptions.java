package io.github.rocketmqlite.benchmarks.comparison;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.github.rocketmqlite.benchmarks.harness.ClientJvm;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param runs runs of each client for each workload
 * @param messages measured messages of each sending workload, 0 for its own number
 * @param backlog messages in the backlog
 * @param workloads what to run, in this order
 * @param resume whether workloads with valid results in the JSON file are passed over
 * @param json the file of the results
 * @param document the document to write the table into, if any
 * @param section which of its sections
 * @param clientArguments further arguments of the clients' JVMs, for profilers
 * @param sides the clients that run
 * @param java the program that the clients' JVMs run
 * @param warmUpSeconds the most time that a client has to get warm; 0 for a short one
 */
record ComparisonOptions(int runs, int messages, int backlog, List<Workload> workloads, boolean resume, Path json,
		@Nullable Path document, String section, List<String> clientArguments, List<Side> sides, Path java,
		int warmUpSeconds) {

	/**
	 * For how many times the warm-up a client that is to send at an even rate does that
	 * before: as long as two processors have to compile for it and its broker, single
	 * messages take longer.
	 */
	private static final double AT_OWN_RATE = 2.5;

	static final String USAGE = """
			Options:
			  --runs=3              runs of each client for each workload
			  --messages=N          measured messages of each workload that sends; else each has its own number
			  --backlog=500000      messages that consumers find
			  --workloads=a,b       some of: %s
			  --quick               one run, 10,000 messages, a backlog of 50,000, and no idle time: about two minutes
			  --resume              pass over workloads whose results are in the file, unless a run was void
			  --json=FILE           results, default target/comparison.json
			  --document=FILE       write the table into this document too
			  --section=results     which of its sections
			  --client-args="A B"   further arguments of the clients' JVMs
			  --java=FILE           the java program of the clients' JVMs; else that of this command
			  --warm-up=12          the most seconds in which a client gets warm, and two fifths of those in which it sends at
			                        an even rate before it is measured; 0 for a short warm-up
			  --sides=lite,raw      some of: official, lite, and raw, which is the limit
			""";

	static ComparisonOptions of(String... arguments) {
		int runs = 3;
		int messages = 0;
		int backlog = 500_000;
		List<Workload> workloads = List.of(Workload.values());
		boolean resume = false;
		Path json = Path.of("target", "comparison.json");
		Path document = null;
		String section = "results";
		List<String> clientArguments = List.of();
		List<Side> sides = List.of(Side.values());
		Path java = ClientJvm.ownJava();
		int warmUpSeconds = 12;
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			String value = (parts.length > 1) ? parts[1] : "";
			switch (parts[0]) {
				case "--runs" -> runs = Integer.parseInt(value);
				case "--messages" -> messages = Integer.parseInt(value);
				case "--backlog" -> backlog = Integer.parseInt(value);
				case "--workloads" -> workloads = Arrays.stream(value.split(",", -1)).map(Workload::of).toList();
				case "--resume" -> resume = true;
				case "--json" -> json = Path.of(value);
				case "--document" -> document = Path.of(value);
				case "--section" -> section = value;
				case "--client-args" -> clientArguments = List.of(value.split(" ", -1));
				case "--java" -> java = Path.of(value);
				case "--sides" -> sides = Arrays.stream(value.split(",", -1)).map(Side::of).toList();
				case "--warm-up" -> warmUpSeconds = Integer.parseInt(value);
				case "--quick" -> {
					runs = 1;
					warmUpSeconds = 0;
					messages = 10_000;
					backlog = 50_000;
					workloads = Arrays.stream(Workload.values()).filter(ComparisonOptions::isQuick).toList();
				}
				default -> throw new IllegalArgumentException("Unknown option " + argument);
			}
		}
		return new ComparisonOptions(runs, messages, backlog, workloads, resume, json, document, section,
				clientArguments, sides, java, warmUpSeconds);
	}

	private static boolean isQuick(Workload workload) {
		return switch (workload) {
			case SYNC_16_1K, ASYNC_1K, ASYNC_64K, PUSH_1K, END_TO_END_200, THREADS, IDLE -> false;
			default -> true;
		};
	}

	/** How many messages of a workload are measured. */
	int measured(Workload workload, Side side) {
		if (workload.readsBacklog()) {
			return this.backlog - this.backlog * 2 / 5;
		}
		boolean adjustable = switch (workload.kind()) {
			case SYNC, ASYNC, LINGER, ONEWAY, BATCH -> true;
			default -> false;
		};
		int count = (adjustable && this.messages > 0) ? Math.min(this.messages, workload.messages())
				: workload.messages();
		// without batching, the official client needs many times as long
		return (workload.kind() == Workload.Kind.LINGER && side == Side.OFFICIAL) ? count / 4 : count;
	}

	/** How many messages come before. */
	int warmUp(Workload workload, Side side) {
		if (workload.kind() == Workload.Kind.END_TO_END && this.warmUpSeconds > 0) {
			return (int) (workload.width() * this.warmUpSeconds * AT_OWN_RATE);
		}
		return workload.readsBacklog() ? this.backlog * 2 / 5 : measured(workload, side) / 2;
	}

}
