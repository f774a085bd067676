package io.github.rocketmqlite.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of all properties in {@code docs/PROPERTIES.md} is made of the metadata that
 * editors show. {@code -Dwrite-reference=true} writes it anew.
 */
class PropertyReferenceTests {

	private static final Path REFERENCE = Path.of("..", "docs", "PROPERTIES.md");

	@Test
	void theReferenceSaysWhatTheMetadataSay() throws IOException {
		String expected = reference();
		if (Boolean.getBoolean("write-reference")) {
			Files.writeString(REFERENCE, expected);
		}
		assertThat(Files.readString(REFERENCE)).isEqualTo(expected);
	}

	@Test
	void propertiesThatOtherPagesNameExist() throws IOException {
		List<String> known = new ArrayList<>(List.of("rocketmq-lite.listeners"));
		sections().values().forEach((properties) -> properties.forEach((property) -> known.add(name(property))));
		Pattern property = Pattern.compile("`(rocketmq-lite\\.[a-z.-]*[a-z])[`=:]");
		for (String page : List.of("README.md", "docs/MIGRATION.md", "docs/DELIVERY.md")) {
			Matcher names = property.matcher(Files.readString(Path.of("..", page)));
			while (names.find()) {
				assertThat(known).as(page).contains(names.group(1));
			}
		}
	}

	private static String reference() throws IOException {
		StringBuilder text = new StringBuilder(
				"""
						# Properties

						Made of the metadata that editors show, by `PropertyReferenceTests` with `-Dwrite-reference=true`. Durations are
						written as `3s` or `500ms`, sizes as `64MB`. A property without a default is unset.
						""");
		sections().forEach((section, properties) -> {
			text.append("\n## ").append(section).append("\n\n| property | type | default | |\n|---|---|---|---|\n");
			properties.forEach((property) -> text.append(row(property)));
		});
		return text.toString();
	}

	private static Map<String, List<JsonNode>> sections() throws IOException {
		Map<String, List<JsonNode>> sections = new TreeMap<>();
		String own = RocketProperties.class.getProtectionDomain().getCodeSource().getLocation()
				+ "META-INF/spring-configuration-metadata.json";
		try (InputStream in = URI.create(own).toURL().openStream()) {
			for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
				String name = name(property);
				String section = name.startsWith("management.") ? "management"
						: name.substring(0, name.lastIndexOf('.'));
				sections.computeIfAbsent(section, (first) -> new ArrayList<>()).add(property);
			}
		}
		return sections;
	}

	private static String row(JsonNode property) {
		return "| `%s` | %s | %s | %s |%n".formatted(name(property), type(property.path("type").asString()),
				defaultOf(property.path("defaultValue")),
				property.path("description").asString().replace("|", "\\|").replaceAll("\\s+", " "));
	}

	private static String name(JsonNode property) {
		return property.path("name").asString();
	}

	private static String type(String name) {
		return name.replaceAll("[\\w]+(\\.[\\w]+)*\\.([A-Z]\\w*)", "$2")
			.replaceAll("\\w+\\$", "")
			.replace("<", "\\<")
			.replace(",", ", ");
	}

	private static String defaultOf(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		List<String> values = new ArrayList<>();
		if (value.isArray()) {
			value.forEach((element) -> values.add(element.asString()));
		}
		else {
			values.add(value.asString());
		}
		return "`" + String.join(", ", values) + "`";
	}

}
