package io.github.rocketmqlite.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A table in Markdown that is readable as it is.
 */
public final class MarkdownTable {

	private MarkdownTable() {
	}

	/**
	 * The lines of a table.
	 * @param numbers which columns are aligned to the right
	 * @param head the names of the columns
	 * @param rows the rows, as wide as the head
	 */
	public static List<String> lines(Set<Integer> numbers, List<String> head, List<List<String>> rows) {
		int[] widths = head.stream().mapToInt(String::length).toArray();
		for (List<String> row : rows) {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.max(widths[i], row.get(i).length());
			}
		}
		List<String> lines = new ArrayList<>();
		lines.add(line(numbers, head, widths));
		lines.add(rule(numbers, widths));
		rows.forEach((row) -> lines.add(line(numbers, row, widths)));
		return lines;
	}

	private static String line(Set<Integer> numbers, List<String> row, int[] widths) {
		StringBuilder line = new StringBuilder("|");
		for (int i = 0; i < widths.length; i++) {
			String pad = " ".repeat(widths[i] - row.get(i).length());
			line.append(' ').append(numbers.contains(i) ? pad + row.get(i) : row.get(i) + pad).append(" |");
		}
		return line.toString();
	}

	private static String rule(Set<Integer> numbers, int[] widths) {
		StringBuilder rule = new StringBuilder("|");
		for (int i = 0; i < widths.length; i++) {
			rule.append('-').append("-".repeat(widths[i])).append(numbers.contains(i) ? ":" : "-").append('|');
		}
		return rule.toString();
	}

}
