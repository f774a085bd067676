package io.github.rocketmqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links between the documents lead to files and headings that exist.
 */
class DocumentLinksTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);

	static Stream<Path> documents() throws IOException {
		try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(top, docs)
				.filter((path) -> path.toString().endsWith(".md"))
				.sorted()
				.toList()
				.stream();
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void everyLinkLeadsSomewhere(Path document) throws IOException {
		List<String> broken = LINK.matcher(textOf(document))
			.results()
			.filter((link) -> !exists(link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)),
					link.group(2)))
			.map((link) -> link.group())
			.toList();
		assertThat(broken).isEmpty();
	}

	private static boolean exists(Path target, String heading) {
		if (heading == null || !Files.isRegularFile(target)) {
			return Files.exists(target) && heading == null;
		}
		return HEADING.matcher(textOf(target)).results().anyMatch((found) -> heading.equals(anchor(found.group(1))));
	}

	/** The way GitHub makes it. */
	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
	}

	private static String textOf(Path document) {
		try {
			return CODE.matcher(Files.readString(document)).replaceAll("");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
