package io.github.rocketmqlite.spring.autoconfigure.diagnostics;

import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Says which keys there are where one of {@code rocketmq-lite} does not exist.
 * <p>
 * Threading: used by one thread.
 */
@Order(0) // before Spring Boot's own, which only says that the key was left unbound
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("rocketmq-lite");

	private static final ConfigurationPropertyName LISTENERS = PREFIX.append("listeners");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		Set<ConfigurationProperty> unknown = cause.getUnboundProperties();
		if (unknown.isEmpty() || !unknown.stream().allMatch((property) -> PREFIX.isAncestorOf(property.getName()))) {
			return null;
		}
		return new FailureAnalysis(
				unknown.stream()
					.map((property) -> "There is no property '" + property.getName() + "'" + origin(property))
					.collect(Collectors.joining(System.lineSeparator())),
				unknown.stream()
					.map((property) -> action(property.getName()))
					.distinct()
					.collect(Collectors.joining(System.lineSeparator())),
				cause);
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
	}

	private static String action(ConfigurationPropertyName name) {
		ResolvableType type = ResolvableType.forClass(RocketProperties.class);
		int depth = PREFIX.getNumberOfElements();
		while (depth < name.getNumberOfElements() - 1) {
			ResolvableType inner = inner(type, name.getElement(depth, Form.UNIFORM));
			if (inner == null) {
				break;
			}
			type = inner;
			depth++;
		}
		return "'" + name.chop(depth) + "' has " + keys(type)
				+ (LISTENERS.isAncestorOf(name)
						? ", and an id that holds other characters than letters, digits and '-' takes brackets:"
								+ " 'rocketmq-lite.listeners[<id>]'"
						: "")
				+ ". Write one of these, or remove it.";
	}

	/** What an element leads to; {@code null} for a value or an unknown element. */
	private static @Nullable ResolvableType inner(ResolvableType type, String element) {
		Class<?> raw = type.toClass();
		if (Map.class.isAssignableFrom(raw)) {
			return type.asMap().getGeneric(1);
		}
		return properties(raw).stream()
			.filter((property) -> property.getName().equalsIgnoreCase(element))
			.map((property) -> ResolvableType.forMethodReturnType(property.getReadMethod()))
			.filter((found) -> Map.class.isAssignableFrom(found.toClass()) || !properties(found.toClass()).isEmpty())
			.findFirst()
			.orElse(null);
	}

	private static String keys(ResolvableType type) {
		return "the keys " + properties(type.toClass()).stream()
			.map((property) -> property.getName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.sorted()
			.toList();
	}

	/** Those that can be set; none for what is no group of properties. */
	private static List<PropertyDescriptor> properties(Class<?> type) {
		if (!type.getPackageName().equals(RocketProperties.class.getPackageName())) {
			return List.of();
		}
		return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
			.filter((property) -> property.getReadMethod() != null && !property.getName().equals("class"))
			.toList();
	}

}
