package io.github.rocketmqlite.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the command line of a command asks for that needs no options of its own.
 *
 * @param runs runs of each side
 * @param quick whether only to show that everything works
 * @param only the ids of what is to run; empty for all
 * @param resume whether to go on with the results in the file
 * @param json the file of the results
 * @param document the document to write the table into, if any
 * @param java the program that the clients' JVMs run
 * @param clientArguments further arguments of the clients' JVMs
 */
public record CommandOptions(int runs, boolean quick, List<String> only, boolean resume, Path json,
		@Nullable Path document, Path java, List<String> clientArguments) {

	/** The options, for people. */
	public static final String USAGE = """
			Options:
			  --runs=N              runs of each side
			  --quick               one short run of each; shows whether everything works
			  --only=a,b            some of: %s
			  --resume              keep the results in the file, and run only what has none there or is named by --only
			  --json=FILE           results, default %s
			  --document=FILE       write the table into this document too
			  --java=FILE           the java program of the clients' JVMs; else that of this command
			  --client-args="A B"   further arguments of the clients' JVMs
			""";

	public CommandOptions {
		only = List.copyOf(only);
		clientArguments = List.copyOf(clientArguments);
	}

	/**
	 * Reads a command line.
	 * @param defaults what holds unless it says otherwise
	 */
	public static CommandOptions of(CommandOptions defaults, String... arguments) {
		int runs = defaults.runs;
		boolean quick = defaults.quick;
		List<String> only = defaults.only;
		boolean resume = defaults.resume;
		Path json = defaults.json;
		Path document = defaults.document;
		Path java = defaults.java;
		List<String> clientArguments = defaults.clientArguments;
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			String value = (parts.length > 1) ? parts[1] : "";
			switch (parts[0]) {
				case "--runs" -> runs = Integer.parseInt(value);
				case "--quick" -> {
					quick = true;
					runs = 1;
				}
				case "--only" -> only = List.of(value.split(",", -1));
				case "--resume" -> resume = true;
				case "--json" -> json = Path.of(value);
				case "--document" -> document = Path.of(value);
				case "--java" -> java = Path.of(value);
				case "--client-args" -> clientArguments = List.of(value.split(" ", -1));
				default -> throw new IllegalArgumentException("Unknown option " + argument);
			}
		}
		return new CommandOptions(runs, quick, only, resume, json, document, java, clientArguments);
	}

	/** The options of a command without arguments. */
	public static CommandOptions defaults(int runs, Path json) {
		return new CommandOptions(runs, false, List.of(), false, json, null, ClientJvm.ownJava(), List.of());
	}

	/** The results to go on with, or none. */
	public Results begin() throws IOException, InterruptedException {
		return (this.resume && Files.exists(this.json)) ? Results.read(this.json)
				: new Results(Machine.today(), Machine.description(this.java), Machine.load(), 0, List.of());
	}

	/** Whether something is to run. */
	public boolean wants(Scenario scenario, Results known) {
		return this.only.isEmpty() ? !this.resume || !known.isComplete(scenario) : this.only.contains(scenario.id());
	}

}
