package io.github.rocketmqlite.migration;

import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.github.rocketmqlite.migration.LegacyProperty.Fate;
import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The properties of rocketmq-spring: all are known, those that mean the same are read
 * under their names here, and what became of each is said.
 */
@ExtendWith(OutputCaptureExtension.class)
class LegacyPropertiesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void everyPropertyOfRocketmqSpringIsKnown() throws IOException {
		assertThat(properties("rocketmq.")).hasSizeGreaterThan(40)
			.filteredOn((name) -> !name.equals(LegacyProperty.LISTENERS))
			.allMatch((name) -> LegacyProperty.all().stream().anyMatch((known) -> known.key().equals(name)));
		assertThat(LegacyProperty.all().stream().map(LegacyProperty::key)).doesNotHaveDuplicates()
			.isSubsetOf(properties("rocketmq."));
	}

	@Test
	void whatAPropertyIsReadAsExists() throws IOException {
		assertThat(LegacyProperty.all()).filteredOn((property) -> property.fate() == Fate.MAPPED)
			.extracting(LegacyProperty::target)
			.isSubsetOf(properties("rocketmq-lite."));
		assertThat(LegacyProperty.all()).allMatch((property) -> property.fate() == Fate.MAPPED
				? property.target() != null : !property.explanation().isEmpty());
	}

	@Test
	void propertiesAreReadUnderTheirNamesHere() {
		set(Map.ofEntries(Map.entry("rocketmq.name-server", "a:9876;b:9876"),
				Map.entry("rocketmq.producer.group", "shop"), Map.entry("rocketmq.producer.namespace", "ns"),
				Map.entry("rocketmq.producer.send-message-timeout", "5000"),
				Map.entry("rocketmq.producer.compress-message-body-threshold", 8192),
				Map.entry("rocketmq.producer.retry-times-when-send-failed", "4"),
				Map.entry("rocketmq.producer.retry-next-server", true),
				Map.entry("rocketmq.producer.max-message-size", "65536"),
				Map.entry("rocketmq.producer.access-key", "ak"), Map.entry("rocketmq.producer.secret-key", "sk"),
				Map.entry("rocketmq.producer.enable-msg-trace", "true"),
				Map.entry("rocketmq.producer.customized-trace-topic", "traces"),
				Map.entry("rocketmq.producer.tls-enable", "true")));
		RocketProperties read = bind();
		assertThat(read.getNameServers()).containsExactly("a:9876;b:9876");
		assertThat(read.getNamespace()).isEqualTo("ns");
		assertThat(read.getProducer().getGroup()).isEqualTo("shop");
		assertThat(read.getProducer().getSendTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(read.getProducer().getCompressionThreshold()).isEqualTo(DataSize.ofKilobytes(8));
		assertThat(read.getProducer().getRetries()).isEqualTo(4);
		assertThat(read.getProducer().isRetryNotStored()).isTrue();
		assertThat(read.getProducer().getMaxMessageSize()).isEqualTo(DataSize.ofKilobytes(64));
		assertThat(read.getAccessKey()).isEqualTo("ak");
		assertThat(read.getSecretKey()).isEqualTo("sk");
		assertThat(read.getTrace().isEnabled()).isTrue();
		assertThat(read.getTrace().getTopic()).isEqualTo("traces");
		assertThat(read.getSsl().getEnabled()).isTrue();
	}

	@Test
	void formsThatSpringBootAcceptsAreAccepted() {
		set(Map.of("rocketmq.producer.sendMessageTimeout", "${timeout}", "timeout", "7000"));
		this.environment.getPropertySources()
			.addFirst(
					new SystemEnvironmentPropertySource("systemEnvironment", Map.of("ROCKETMQ_NAMESERVER", "c:9876")));
		RocketProperties read = bind();
		assertThat(read.getProducer().getSendTimeout()).isEqualTo(Duration.ofSeconds(7));
		assertThat(read.getNameServers()).containsExactly("c:9876");
		assertThat(this.environment.getProperty("rocketmq-lite.name-servers")).isEqualTo("c:9876");
	}

	@Test
	void whatAsksForNothingIsNotRead() {
		set(Map.of("rocketmq.producer.access-key", "${unset:}", "rocketmq.consumer.access-key", "ak",
				"rocketmq.producer.tls-enable", "false", "rocketmq.producer.namespace", " "));
		RocketProperties read = bind();
		assertThat(read.getAccessKey()).isEqualTo("ak");
		assertThat(read.getSsl().getEnabled()).isNull();
		assertThat(read.getNamespace()).isNull();
	}

	@Test
	void aPropertyThatIsSetUnderItsNameHereWins() {
		set(Map.of("rocketmq.name-server", "old:9876", "rocketmq.producer.group", "old"));
		// as those of @PropertySource and defaults: behind all others
		this.environment.getPropertySources()
			.addLast(new MapPropertySource("late",
					Map.of("rocketmq-lite.name-servers[0]", "new:9876", "rocketmq-lite.producer.group", "new")));
		RocketProperties read = bind();
		assertThat(read.getNameServers()).containsExactly("new:9876");
		assertThat(read.getProducer().getGroup()).isEqualTo("new");
	}

	@Test
	void propertiesThatAreSetLaterCount() {
		set(Map.of("rocketmq.producer.group", "first"));
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("config", Map.of("rocketmq.producer.group", "second")));
		assertThat(bind().getProducer().getGroup()).isEqualTo("second");
	}

	@Test
	void anErrorNamesTheOldKey() {
		set(Map.of("rocketmq.producer.send-message-timeout", "soon"));
		assertThatExceptionOfType(BindException.class).isThrownBy(this::bind)
			.satisfies((error) -> assertThat(Objects.requireNonNull(error.getProperty()).getOrigin())
				.hasToString("'rocketmq.producer.send-message-timeout' from \"rocketmq.producer.send-message-timeout\""
						+ " from property source \"application\""));
	}

	@Test
	void whatBecameOfEachPropertyIsSaidOnce(CapturedOutput output) {
		set(Map.ofEntries(Map.entry("rocketmq.name-server", "secret-host:9876"),
				Map.entry("rocketmq.producer.group", "g"), Map.entry("rocketmq-lite.producer.group", "mine"),
				Map.entry("rocketmq.producer.access-key", "one"), Map.entry("rocketmq.consumer.access-key", "two"),
				Map.entry("rocketmq.producer.namespace", "same"), Map.entry("rocketmq.consumer.namespace", "same"),
				Map.entry("rocketmq.producer.instance-name", "i"), Map.entry("rocketmq.accessChannel", "CLOUD"),
				Map.entry("rocketmq.consumer.pull-batch-size", "5"), Map.entry("rocketmq.consumer.tls-enable", "false"),
				Map.entry("rocketmq.topics.orders", "orders"),
				Map.entry("rocketmq.consumer.listeners.billing.orders", "false"),
				Map.entry("rocketmq.namesrv.addr", "x:1")));
		report();
		String text = output.getOut();
		String read = between(text, "Read under another name", "Not needed any more");
		String notNeeded = between(text, "Not needed any more", "Without effect");
		String toDo = between(text, "Without effect", "Unknown to rocketmq-spring");
		assertThat(read).contains("rocketmq.name-server -> rocketmq-lite.name-servers")
			.contains("rocketmq.producer.namespace -> rocketmq-lite.namespace (holds for the whole client")
			.contains("rocketmq.consumer.listeners.billing.orders");
		assertThat(notNeeded).contains("rocketmq.producer.group: rocketmq-lite.producer.group is set, and wins")
			.contains("rocketmq.consumer.namespace: says the same as rocketmq.producer.namespace")
			.contains("rocketmq.producer.instance-name: every client has an id of its own")
			.contains("rocketmq.consumer.tls-enable: 'false' asks for nothing");
		assertThat(toDo).contains("rocketmq.access-channel: ")
			.contains("rocketmq.consumer.access-key: says something else than rocketmq.producer.access-key")
			.contains("rocketmq.consumer.pull-batch-size: was read for RocketMQTemplate.receive alone")
			.contains("rocketmq.namesrv.addr: a system property of the official client");
		assertThat(text.substring(text.indexOf("Unknown to rocketmq-spring"))).contains("rocketmq.topics.orders");
		assertThat(text).contains("WARN").containsOnlyOnce("What became of").doesNotContain("secret-host");
	}

	@Test
	void anApplicationWithoutOldPropertiesHearsNothing(CapturedOutput output) {
		set(Map.of("rocketmq-lite.name-servers", "a:9876", "rocketmq.client.logLevel", "WARN"));
		this.environment.getPropertySources().remove("application");
		report();
		assertThat(output).doesNotContain("What became of");
	}

	@Test
	void aContextSaysNothingThatItsParentSaid(CapturedOutput output) {
		set(Map.of("rocketmq.name-server", "a:9876"));
		GenericApplicationContext parent = report();
		report(childOf(parent, Map.of()));
		assertThat(output).containsOnlyOnce("What became of");
		report(childOf(parent, Map.of("rocketmq.producer.group", "shop")));
		assertThat(output).contains("rocketmq.producer.group -> rocketmq-lite.producer.group");
	}

	private void set(Map<String, Object> properties) {
		set(this.environment, properties);
	}

	/** As Spring Boot sets up an environment. */
	private static void set(StandardEnvironment environment, Map<String, Object> properties) {
		// the embedded broker and the official client leave properties of their own
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().addFirst(new MapPropertySource("application", properties));
		ConfigurationPropertySources.attach(environment);
		new LegacyPropertiesEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
	}

	private static GenericApplicationContext childOf(GenericApplicationContext parent, Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		set(environment, properties);
		environment.getPropertySources().replace("application", new MapPropertySource("child", properties));
		GenericApplicationContext child = new GenericApplicationContext();
		child.setEnvironment(environment);
		child.setParent(parent);
		return child;
	}

	private RocketProperties bind() {
		return Binder.get(this.environment).bindOrCreate("rocketmq-lite", RocketProperties.class);
	}

	private GenericApplicationContext report() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.setEnvironment(this.environment);
		report(context);
		return context;
	}

	private static void report(GenericApplicationContext context) {
		new LegacyPropertiesReport().initialize(context);
	}

	private static String between(String text, String begin, String end) {
		assertThat(text).containsSubsequence(begin, end);
		return text.substring(text.indexOf(begin), text.indexOf(end));
	}

	/** The properties that the metadata on the class path names. */
	private static Set<String> properties(String prefix) throws IOException {
		Set<String> names = new TreeSet<>();
		List<URL> files = Collections.list(LegacyPropertiesTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"));
		for (URL file : files) {
			JsonNode metadata = JsonMapper.shared().readTree(file.openStream().readAllBytes());
			metadata.path("properties").forEach((property) -> names.add(property.path("name").asString()));
		}
		names.removeIf((name) -> !name.startsWith(prefix));
		return names;
	}

}
