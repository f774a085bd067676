package io.github.rocketmqlite.migration;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The properties of rocketmq-spring under their names here. It looks at the other sources
 * each time it is asked, so that those that are added or changed later count as well, and
 * it says nothing about a property that any of them sets under its own name.
 * <p>
 * Threading: as thread-safe as the environment.
 */
final class LegacyPropertySource extends EnumerablePropertySource<List<LegacyProperty>>
		implements OriginLookup<String> {

	static final String NAME = "rocketmqSpringProperties";

	private static final String[] NAMES = LegacyProperty.all()
		.stream()
		.map(LegacyProperty::target)
		.filter(Objects::nonNull)
		.distinct()
		.toArray(String[]::new);

	private final ConfigurableEnvironment environment;

	LegacyPropertySource(ConfigurableEnvironment environment) {
		// not the environment: Spring Boot would look for this source in it again
		super(NAME, LegacyProperty.all());
		this.environment = environment;
	}

	/** The one of an environment, or a new one that is not part of it. */
	static LegacyPropertySource of(ConfigurableEnvironment environment) {
		return (environment.getPropertySources().get(NAME) instanceof LegacyPropertySource found) ? found
				: new LegacyPropertySource(environment);
	}

	/** Also those that have no value now: values may come and go. */
	@Override
	public String[] getPropertyNames() {
		return NAMES.clone();
	}

	@Override
	public boolean containsProperty(String name) {
		return getProperty(name) != null;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Setting setting = mapping(name);
		return (setting != null) ? setting.text() : null;
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		Setting setting = mapping(name);
		return (setting != null) ? new MappedOrigin(setting.property().key(), setting.found().getOrigin()) : null;
	}

	/**
	 * Where the value of a property comes from; {@code null} if it does not come from
	 * here.
	 */
	@Nullable Setting mapping(String target) {
		List<LegacyProperty> candidates = LegacyProperty.mappedTo(target);
		return candidates.stream()
			.map(this::setting)
			.filter(Objects::nonNull)
			.filter((setting) -> setting.property().isWorthReading(setting.text()))
			.findFirst()
			.filter((setting) -> !isSetElsewhere(target))
			.orElse(null);
	}

	/** What is said under an old key. */
	@Nullable Setting setting(LegacyProperty property) {
		ConfigurationProperty found = find(ConfigurationPropertyName.of(property.key()));
		return (found != null) ? new Setting(property, found, text(found)) : null;
	}

	/** What is said under an old key; empty if nothing is. */
	String text(String key) {
		ConfigurationProperty found = find(ConfigurationPropertyName.of(key));
		return (found != null) ? text(found) : "";
	}

	private String text(ConfigurationProperty found) {
		return String.valueOf(new Placeholders().resolvePlaceholders(String.valueOf(found.getValue()))).trim();
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		return others().map((source) -> source.getConfigurationProperty(name))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/** Whether a property is set under its own name, as a whole or in parts. */
	boolean isSetElsewhere(String target) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(target);
		return others().anyMatch((source) -> source.getConfigurationProperty(name) != null
				|| source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT);
	}

	Stream<ConfigurationPropertySource> others() {
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.filter((source) -> source.getUnderlyingSource() != this);
	}

	/**
	 * Resolves placeholders without asking this source, which would go round in circles.
	 */
	private final class Placeholders extends PropertySourcesPlaceholdersResolver {

		Placeholders() {
			super(LegacyPropertySource.this.environment.getPropertySources()
				.stream()
				.filter((source) -> !source.equals(LegacyPropertySource.this)
						&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
				.toList());
		}

		@Override
		protected @Nullable String resolvePlaceholder(String placeholder) {
			String value = super.resolvePlaceholder(placeholder);
			if (value != null || !ConfigurationPropertyName.isValid(placeholder)) {
				return value;
			}
			ConfigurationProperty found = find(ConfigurationPropertyName.of(placeholder));
			return (found != null) ? String.valueOf(found.getValue()) : null;
		}

	}

	/**
	 * A property of rocketmq-spring that is set.
	 *
	 * @param property which one
	 * @param found where it is
	 * @param text its value, with all placeholders resolved
	 */
	record Setting(LegacyProperty property, ConfigurationProperty found, String text) {
	}

	/**
	 * Names the old key and where it stands, for people who look for a wrong value.
	 */
	private record MappedOrigin(String key, @Nullable Origin parent) implements Origin {

		@Override
		public @Nullable Origin getParent() {
			return this.parent;
		}

		@Override
		public String toString() {
			return "'" + this.key + "'" + ((this.parent != null) ? " from " + this.parent : "");
		}

	}

}
