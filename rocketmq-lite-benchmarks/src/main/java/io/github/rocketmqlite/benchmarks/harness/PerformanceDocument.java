package io.github.rocketmqlite.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes tables into a document, each between its two markers; what stands around them is
 * people's work.
 */
public final class PerformanceDocument {

	private PerformanceDocument() {
	}

	/**
	 * Writes a section.
	 * @param document the document
	 * @param section the name of the section, which its markers hold
	 * @param content what takes the place of what is between them
	 */
	public static void write(Path document, String section, List<String> content) throws IOException {
		List<String> lines = Files.readAllLines(document);
		String beginMarker = "<!-- " + section + ": begin, written by the command above -->";
		String endMarker = "<!-- " + section + ": end -->";
		int begin = lines.indexOf(beginMarker);
		int end = lines.indexOf(endMarker);
		if (begin < 0 || end < begin) {
			throw new IllegalStateException(document + " has no lines '" + beginMarker + "' and '" + endMarker + "'");
		}
		List<String> written = new ArrayList<>(lines.subList(0, begin + 1));
		written.addAll(content);
		written.addAll(lines.subList(end, lines.size()));
		Files.write(document, written);
	}

	/**
	 * A table and what is to be said of it.
	 * @param caption the first line
	 * @param table the table
	 * @param remarks the lines behind it
	 */
	public static List<String> section(String caption, List<String> table, List<String> remarks) {
		List<String> lines = new ArrayList<>(List.of("", caption, ""));
		lines.addAll(table);
		lines.add("");
		long met = table.stream().filter((line) -> line.endsWith("| yes |")).count();
		long missed = table.stream().filter((line) -> line.endsWith("| no  |")).count();
		if (met + missed > 0) {
			lines.add("Goals met: " + met + " of " + (met + missed) + ".");
		}
		lines.addAll(remarks);
		lines.add("");
		return lines;
	}

	/** The remarks on void runs. */
	public static List<String> problems(Results results) {
		List<String> problems = results.problems();
		if (problems.isEmpty()) {
			return List.of("No run was void.");
		}
		List<String> lines = new ArrayList<>(List.of("Void runs:", ""));
		problems.forEach((problem) -> lines.add("* " + problem));
		return lines;
	}

}
