package io.github.rocketmqlite.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.rocketmqlite.migration.LegacyPropertySource.Setting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Says once, when the application starts, what became of each property of rocketmq-spring
 * that is set: a warning if there is something to do. Values are left out, some are
 * secrets. A context says nothing that its parent said.
 * <p>
 * Threading: stateless.
 */
final class LegacyPropertiesReport implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(LegacyPropertiesReport.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("rocketmq");

	private static final ConfigurationPropertyName LISTENERS = ConfigurationPropertyName.of(LegacyProperty.LISTENERS);

	private static final ConfigurationPropertyName ADDRESS = ROOT.append("namesrv.addr");

	private static final List<ConfigurationPropertyName> OF_OFFICIAL_CLIENT = List.of(ROOT.append("client"),
			ROOT.append("remoting"));

	/** Behind all that add property sources. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		Report report = new Report(LegacyPropertySource.of(context.getEnvironment()));
		String text = report.text();
		if (text.equals(textOf(context.getParent()))) {
			return;
		}
		if (report.isDemanding()) {
			logger.warn("{}", text);
		}
		else {
			logger.info("{}", text);
		}
	}

	/** What was said about the parent; empty if nothing was. */
	private static String textOf(@Nullable ApplicationContext parent) {
		return (parent != null && parent.getEnvironment() instanceof ConfigurableEnvironment environment)
				? new Report(LegacyPropertySource.of(environment)).text() : "";
	}

	/**
	 * What there is to say about an environment.
	 */
	private static final class Report {

		private final LegacyPropertySource properties;

		private final List<String> mapped = new ArrayList<>();

		private final List<String> notUsed = new ArrayList<>();

		private final List<String> toDo = new ArrayList<>();

		private final List<String> unknown = new ArrayList<>();

		Report(LegacyPropertySource properties) {
			this.properties = properties;
			LegacyProperty.all().stream().map(properties::setting).filter(Objects::nonNull).forEach(this::add);
			addOthers();
		}

		boolean isDemanding() {
			return !this.toDo.isEmpty();
		}

		/** All of it; empty if there is nothing to say. */
		String text() {
			if (Stream.of(this.mapped, this.notUsed, this.toDo, this.unknown).allMatch(List::isEmpty)) {
				return "";
			}
			StringBuilder text = new StringBuilder("What became of the properties of rocketmq-spring:");
			append(text, "Read under another name, which you may give them now", this.mapped);
			append(text, "Not needed any more", this.notUsed);
			append(text, "Without effect, so look at them", this.toDo);
			append(text, "Unknown to rocketmq-spring and here, so left to the code that reads them", this.unknown);
			return text.toString();
		}

		private static void append(StringBuilder text, String title, List<String> lines) {
			if (!lines.isEmpty()) {
				text.append(System.lineSeparator()).append("  ").append(title).append(':');
				lines.forEach((line) -> text.append(System.lineSeparator()).append("    ").append(line));
			}
		}

		private void add(Setting setting) {
			LegacyProperty property = setting.property();
			if (!property.isWorthReading(setting.text())) {
				this.notUsed.add(property.key() + ": '" + setting.text() + "' asks for nothing");
				return;
			}
			switch (property.fate()) {
				case MAPPED -> addMapped(setting, String.valueOf(property.target()));
				case NOT_NEEDED -> this.notUsed.add(property.key() + ": " + property.explanation());
				case LOST -> this.toDo.add(property.key() + ": " + property.explanation());
			}
		}

		private void addMapped(Setting setting, String target) {
			LegacyProperty property = setting.property();
			Setting chosen = this.properties.mapping(target);
			if (chosen == null) {
				this.notUsed.add(property.key() + ": " + target + " is set, and wins");
			}
			else if (chosen.property().key().equals(property.key())) {
				this.mapped.add(property.key() + " -> " + target
						+ (property.explanation().isEmpty() ? "" : " (" + property.explanation() + ")"));
			}
			else if (chosen.text().equals(setting.text())) {
				this.notUsed.add(property.key() + ": says the same as " + chosen.property().key());
			}
			else {
				this.toDo.add(property.key() + ": says something else than " + chosen.property().key()
						+ ", which is read as " + target + ". There is one of it for a client here: set that, or set up"
						+ " another cluster under rocketmq-lite.clusters");
			}
		}

		/** Whatever else stands below {@code rocketmq}. */
		private void addOthers() {
			Set<ConfigurationPropertyName> names = this.properties.others()
				.filter((source) -> source instanceof IterableConfigurationPropertySource)
				// the names of variables are ambiguous, and platforms make up their own
				.filter((source) -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
				.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
				.filter(ROOT::isAncestorOf)
				.collect(Collectors.toCollection(TreeSet::new));
			LegacyProperty.all().forEach((known) -> names.remove(ConfigurationPropertyName.of(known.key())));
			names.forEach(this::addOther);
		}

		private void addOther(ConfigurationPropertyName name) {
			if (LISTENERS.isAncestorOf(name)) {
				this.mapped.add(name + " (for listeners with @RocketMQMessageListener; all listeners have"
						+ " rocketmq-lite.listeners.<id>.enabled)");
			}
			else if (name.equals(ADDRESS)) {
				this.toDo.add(name + ": a system property of the official client; set rocketmq-lite.name-servers");
			}
			else if (OF_OFFICIAL_CLIENT.stream().anyMatch((parent) -> parent.isAncestorOf(name))) {
				this.notUsed.add(name + ": a system property of the official client");
			}
			else {
				this.unknown.add(name.toString());
			}
		}

	}

}
