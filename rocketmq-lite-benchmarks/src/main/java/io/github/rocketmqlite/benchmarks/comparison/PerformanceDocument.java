package io.github.rocketmqlite.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the table into the document, between its two markers; what stands around them is
 * people's work.
 */
final class PerformanceDocument {

	private static final String BEGIN = "<!-- results: begin, written by the command above -->";

	private static final String END = "<!-- results: end -->";

	private PerformanceDocument() {
	}

	static void write(Path document, Results results) throws IOException {
		List<String> lines = Files.readAllLines(document);
		int begin = lines.indexOf(BEGIN);
		int end = lines.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalStateException(document + " has no lines '" + BEGIN + "' and '" + END + "'");
		}
		List<String> written = new ArrayList<>(lines.subList(0, begin + 1));
		written.addAll(section(results));
		written.addAll(lines.subList(end, lines.size()));
		Files.write(document, written);
	}

	/** What is printed and what the document says. */
	static List<String> section(Results results) {
		List<String> lines = new ArrayList<>();
		lines.add("");
		lines.add("Measured on " + results.date() + ": " + results.machine() + "; " + results.load() + ". Backlog of "
				+ String.format(Locale.ROOT, "%,d", results.backlog()) + " messages. Medians of the valid runs.");
		lines.add("");
		List<String> table = new ResultTable(results).lines();
		lines.addAll(table);
		lines.add("");
		long met = table.stream().filter((line) -> line.endsWith("| yes |")).count();
		long missed = table.stream().filter((line) -> line.endsWith("| no  |")).count();
		lines.add("Goals met: " + met + " of " + (met + missed) + ".");
		List<String> problems = results.problems();
		lines.add(problems.isEmpty() ? "No run was void." : "Void runs:");
		if (!problems.isEmpty()) {
			lines.add("");
			problems.forEach((problem) -> lines.add("* " + problem));
		}
		lines.add("");
		return lines;
	}

}
