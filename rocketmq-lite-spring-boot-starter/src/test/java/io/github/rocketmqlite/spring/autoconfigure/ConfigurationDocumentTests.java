package io.github.rocketmqlite.spring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.rocketmqlite.client.RocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/CONFIGURATION.md.
 */
class ConfigurationDocumentTests {

	private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

	static Stream<String> examples() throws IOException {
		return YAML.matcher(Files.readString(Path.of("../docs/CONFIGURATION.md")))
			.results()
			.map((MatchResult match) -> match.group(1));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyKeyExists(String yaml) throws IOException {
		ConfigurableEnvironment environment = new StandardEnvironment();
		load(yaml).forEach(environment.getPropertySources()::addLast);
		RocketProperties properties = Binder.get(environment)
			.bind("rocketmq-lite", Bindable.of(RocketProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.get();
		assertThat(properties).isNotNull();
	}

	@Test
	void theExampleOfClustersStartsAnApplication() throws IOException {
		String clusters = examples().filter((yaml) -> yaml.contains("clusters:")).findFirst().orElseThrow();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
			.withInitializer(
					(context) -> load(clusters).forEach(context.getEnvironment().getPropertySources()::addLast))
			.run((context) -> assertThat(context.getBean("euRocketClient", RocketClient.class).options().nameServers())
				.containsExactly("eu-host:9876"));
	}

	private static List<PropertySource<?>> load(String yaml) {
		try {
			return new YamlPropertySourceLoader().load("example",
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
