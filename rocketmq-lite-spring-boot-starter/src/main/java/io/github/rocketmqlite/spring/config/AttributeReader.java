package io.github.rocketmqlite.spring.config;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

/**
 * Reads the attributes of one annotation: resolves placeholders, evaluates expressions
 * and turns text into values. An attribute that makes no sense is reported with its name,
 * its value and the place it stands on.
 * <p>
 * Threading: thread-safe.
 */
final class AttributeReader {

	private final ConfigurableBeanFactory beanFactory;

	private final String place;

	/**
	 * Makes a reader.
	 * @param place the annotation and what it stands on, for people
	 */
	AttributeReader(ConfigurableBeanFactory beanFactory, String place) {
		this.beanFactory = beanFactory;
		this.place = place;
	}

	@Nullable String text(String name, String text) {
		return read(name, text, Function.identity());
	}

	@Nullable Integer number(String name, String text) {
		return read(name, text, Integer::valueOf);
	}

	@Nullable Boolean flag(String name, String text) {
		return read(name, text, AttributeReader::toFlag);
	}

	@Nullable Duration duration(String name, String text) {
		return read(name, text, DurationFormatterUtils::detectAndParse);
	}

	<E extends Enum<E>> @Nullable E oneOf(String name, String text, Class<E> type) {
		return read(name, text, (value) -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT)));
	}

	<T> @Nullable T read(String name, String text, Function<String, T> parser) {
		Object value = value(name, text);
		if (value == null || !StringUtils.hasText(value.toString())) {
			return null;
		}
		try {
			return parser.apply(value.toString().trim());
		}
		catch (IllegalArgumentException ex) {
			throw bad(name, "'" + value + "' is not valid: " + ex.getMessage(), ex);
		}
	}

	/** A bean by its name, or what an expression yields. */
	<T> @Nullable T bean(String name, String text, Class<T> type) {
		Object value = value(name, text);
		if (type.isInstance(value)) {
			return type.cast(value);
		}
		if (value == null || !StringUtils.hasText(value.toString())) {
			return null;
		}
		try {
			return this.beanFactory.getBean(value.toString().trim(), type);
		}
		catch (BeansException ex) {
			throw bad(name, "'" + value + "' is no bean of type " + type.getSimpleName() + ": " + ex.getMessage(), ex);
		}
	}

	/** Names; each text may yield several of them. */
	List<String> names(String name, String[] texts) {
		List<String> names = new ArrayList<>();
		for (String text : texts) {
			addNames(value(name, text), names);
		}
		return names;
	}

	private void addNames(@Nullable Object value, List<String> names) {
		if (value instanceof Collection<?> several) {
			several.forEach((one) -> addNames(one, names));
		}
		else if (value != null && value.getClass().isArray()) {
			for (int i = 0; i < Array.getLength(value); i++) {
				addNames(Array.get(value, i), names);
			}
		}
		else if (value != null) {
			names.addAll(List.of(StringUtils.tokenizeToStringArray(value.toString(), ",")));
		}
	}

	private @Nullable Object value(String name, String text) {
		try {
			return evaluate(text);
		}
		catch (RuntimeException ex) {
			throw bad(name, "'" + text + "' cannot be resolved: " + ex.getMessage(), ex);
		}
	}

	private @Nullable Object evaluate(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		if (resolved == null || expressions == null) {
			return resolved;
		}
		return expressions.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null));
	}

	ListenerConfigurationException bad(String name, String problem, @Nullable Exception cause) {
		return new ListenerConfigurationException("Attribute '" + name + "' of " + this.place + ": " + problem, cause);
	}

	private static Boolean toFlag(String text) {
		return switch (text.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("must be true or false");
		};
	}

}
