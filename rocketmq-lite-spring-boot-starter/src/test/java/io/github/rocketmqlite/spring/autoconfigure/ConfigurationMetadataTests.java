package io.github.rocketmqlite.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows for every property.
 */
class ConfigurationMetadataTests {

	private static final List<String> WITHOUT_DEFAULT = List.of("rocketmq-lite.client-id",
			"rocketmq-lite.producer.group", "rocketmq-lite.consumer.group", "rocketmq-lite.namespace",
			"rocketmq-lite.namespace-v2", "rocketmq-lite.unit-name", "rocketmq-lite.zone",
			"rocketmq-lite.discovery.url", "rocketmq-lite.discovery.snapshot", "rocketmq-lite.access-key",
			"rocketmq-lite.secret-key", "rocketmq-lite.security-token", "rocketmq-lite.ssl.enabled",
			"rocketmq-lite.ssl.bundle", "rocketmq-lite.listeners", "rocketmq-lite.producer.attempt-timeout",
			"rocketmq-lite.consumer.offsets-directory", "rocketmq-lite.proxy.address", "rocketmq-lite.proxy.user",
			"rocketmq-lite.proxy.password", "rocketmq-lite.producer.topics", "rocketmq-lite.proxy.destinations",
			"rocketmq-lite.proxy.except", "rocketmq-lite.transport.allowed-brokers", "rocketmq-lite.clusters",
			"rocketmq-lite.health.max-lag", "rocketmq-lite.health.stuck-after", "rocketmq-lite.listener.not-retryable",
			"rocketmq-lite.listener.back-off", "rocketmq-lite.listener.max-back-off",
			"rocketmq-lite.producer.transaction-group", "rocketmq-lite.producer.retry-codes",
			"rocketmq-lite.producer.transaction.check-immunity", "rocketmq-lite.transport.send-buffer-size",
			"rocketmq-lite.transport.receive-buffer-size", "rocketmq-lite.transport.local-address",
			"rocketmq-lite.consumer.start-at", "rocketmq-lite.consumer.max-span-per-queue",
			"rocketmq-lite.consumer.max-cached-messages-per-topic", "rocketmq-lite.consumer.max-cached-size-per-topic",
			"rocketmq-lite.ssl.expected-host-names");

	@Test
	void everyPropertyHasADescriptionThatIsASentence() throws IOException {
		List<JsonNode> properties = properties();
		assertThat(properties).hasSizeGreaterThan(25);
		assertThat(properties).allSatisfy((property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(property.path("name").asString())
				.matches("(?s)[A-Z].*\\.")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ")
				.doesNotContain("{@");
		});
	}

	@Test
	void everyPropertyHasADefaultUnlessThereIsNone() throws IOException {
		assertThat(properties()).filteredOn((property) -> !property.has("defaultValue"))
			.extracting((property) -> property.path("name").asString())
			.containsExactlyInAnyOrderElementsOf(WITHOUT_DEFAULT);
	}

	@Test
	void allPropertiesAreOurs() throws IOException {
		assertThat(properties()).extracting((property) -> property.path("name").asString())
			.contains("management.health.rocketmq-lite.enabled", "rocketmq-lite.name-servers")
			.allMatch((name) -> name.startsWith("rocketmq-lite.")
					|| name.startsWith("management.endpoint.rocketlisteners.")
					|| name.equals("management.health.rocketmq-lite.enabled"));
	}

	@Test
	void handWrittenMetadataIsSorted() throws IOException {
		List<String> names = names("/META-INF/additional-spring-configuration-metadata.json");
		assertThat(names).isNotEmpty().isSorted();
	}

	private static List<JsonNode> properties() throws IOException {
		return read("/META-INF/spring-configuration-metadata.json");
	}

	private static List<String> names(String file) throws IOException {
		return read(file).stream().map((property) -> property.path("name").asString()).toList();
	}

	private static List<JsonNode> read(String file) throws IOException {
		// the starter's own file, which other jars have under the same name
		String own = RocketProperties.class.getProtectionDomain().getCodeSource().getLocation() + file.substring(1);
		try (InputStream in = URI.create(own).toURL().openStream()) {
			List<JsonNode> properties = new ArrayList<>();
			JsonMapper.shared().readTree(in).path("properties").forEach(properties::add);
			return properties;
		}
	}

}
