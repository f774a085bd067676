package io.github.rocketmqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of features is complete, and the tests it names exist.
 */
class FeaturesDocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern ID = Pattern.compile("\\b[SD]-\\d+\\b");

	/**
	 * Producers, push consumers, pull and pop consumers, administration, integrations.
	 */
	private static final Pattern ROW_OF_OTHER_CLIENTS = Pattern.compile("\\| ([PCLAI])-(\\d{2}) \\|.*");

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)\\.(\\w+)`");

	private static final Pattern TEST_METHOD = Pattern
		.compile("@(?:Test|ParameterizedTest|RepeatedTest)\\b[^{;]*?(?:\\{[^}]*\\}[^{;]*?)*?\\bvoid\\s+(\\w+)\\s*\\(");

	@Test
	void everyIdStandsInOneRow() throws IOException {
		Map<String, Long> found = rows().flatMap((row) -> ID.matcher(ids(row)).results().map(MatchResult::group))
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		assertThat(expectedIds()).as("ids without a row").allMatch(found::containsKey);
		assertThat(found.keySet()).as("ids that are not of the study").allMatch(expectedIds()::contains);
		assertThat(found.entrySet()).as("ids with several rows").allMatch((entry) -> entry.getValue() == 1);
	}

	@Test
	void everyTestThatIsNamedExists() throws IOException {
		Map<String, List<String>> tests = testMethods();
		List<String> missing = rows().flatMap((row) -> TEST.matcher(row).results())
			.filter((test) -> !tests.getOrDefault(test.group(1), List.of()).contains(test.group(2)))
			.map(MatchResult::group)
			.distinct()
			.toList();
		assertThat(missing).as("tests that do not exist").isEmpty();
	}

	@Test
	void everyRowOfWhatIsShownNamesATest() throws IOException {
		String document = document();
		String shown = document.substring(document.indexOf("## A."), document.indexOf("## B."));
		assertThat(shown.lines().filter((row) -> row.startsWith("| S-"))).isNotEmpty()
			.allMatch((row) -> TEST.matcher(row).find());
		String context = document.substring(document.indexOf("## B."), document.indexOf("## C."));
		assertThat(context).doesNotContainPattern(TEST);
	}

	@Test
	void rowsOfOtherClientsAreNumberedInEachTable() throws IOException {
		Map<String, List<Integer>> tables = rows().map(ROW_OF_OTHER_CLIENTS::matcher)
			.filter(Matcher::matches)
			.collect(Collectors.groupingBy((row) -> row.group(1),
					Collectors.mapping((row) -> Integer.valueOf(row.group(2)), Collectors.toList())));
		assertThat(tables).isNotEmpty();
		tables.forEach((table, ids) -> assertThat(ids).as(table)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, ids.size()).boxed().toList()));
	}

	@Test
	void everyRowOfOtherClientsHasThreeCells() throws IOException {
		String document = document();
		String others = document.substring(document.indexOf("## D."));
		assertThat(others.lines().filter((row) -> row.startsWith("| "))).filteredOn((row) -> !row.startsWith("| id |"))
			.allMatch(
					(row) -> ROW_OF_OTHER_CLIENTS.matcher(row).matches() && row.split("(?<!\\\\)\\|", -1).length == 5);
	}

	/** The cell that holds ids: the first one. */
	private static String ids(String row) {
		return row.split("\\|")[1];
	}

	private static List<String> expectedIds() {
		return Stream
			.concat(IntStream.rangeClosed(1, 241).mapToObj((id) -> String.format(Locale.ROOT, "S-%03d", id)),
					IntStream.rangeClosed(1, 56).mapToObj((id) -> String.format(Locale.ROOT, "D-%02d", id)))
			.toList();
	}

	private static Stream<String> rows() throws IOException {
		return document().lines().filter((line) -> line.startsWith("| "));
	}

	private static String document() throws IOException {
		return Files.readString(ROOT.resolve("docs/FEATURES.md"));
	}

	/** The test methods of all modules by the names of their classes. */
	private static Map<String, List<String>> testMethods() throws IOException {
		Map<String, List<String>> methods = new HashMap<>();
		for (Path module : modules()) {
			try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
				for (Path file : files.filter((path) -> path.toString().endsWith("Tests.java")).toList()) {
					String name = file.getFileName().toString().replace(".java", "");
					methods.merge(name, methodsIn(Files.readString(file)),
							(one, other) -> Stream.concat(one.stream(), other.stream()).toList());
				}
			}
		}
		return methods;
	}

	private static List<Path> modules() throws IOException {
		try (Stream<Path> directories = Files.list(ROOT)) {
			return directories.filter((path) -> Files.isDirectory(path.resolve("src/test/java"))).toList();
		}
	}

	private static List<String> methodsIn(String source) {
		return TEST_METHOD.matcher(source).results().map((match) -> match.group(1)).toList();
	}

}
