package io.github.rocketmqlite.spring.config;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * Reads the attributes of a {@link RocketListener}: resolves placeholders, evaluates
 * expressions and turns text into values. An attribute that makes no sense is reported
 * with its name, its value and the method it stands on.
 * <p>
 * Threading: thread-safe.
 */
final class ListenerSettingsResolver {

	private final ConfigurableBeanFactory beanFactory;

	ListenerSettingsResolver(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	ListenerSettings resolve(RocketListener annotation, String defaultId, String method) {
		Attributes attributes = new Attributes(method);
		String id = attributes.read("id", annotation.id(), Function.identity());
		Filter.Type type = attributes.read("selectorType", annotation.selectorType(), oneOf(Filter.Type.class));
		Filter filter = attributes.read("selector", annotation.selector(),
				(type == Filter.Type.SQL92) ? Filter::sql : Filter::parse);
		return new ListenerSettings((id != null) ? id : defaultId, attributes.topics(annotation.topics()),
				(filter != null) ? filter : Filter.all(),
				attributes.read("group", annotation.group(), Function.identity()), consumer(attributes, annotation),
				attributes.read("autoStartup", annotation.autoStartup(), ListenerSettingsResolver::flag),
				attributes.read("containerFactory", annotation.containerFactory(), Function.identity()),
				attributes.read("cluster", annotation.cluster(), Function.identity()));
	}

	/**
	 * Whether the method takes several messages at once.
	 */
	boolean isBatch(RocketListener annotation, String method) {
		return Boolean.TRUE
			.equals(new Attributes(method).read("batch", annotation.batch(), ListenerSettingsResolver::flag));
	}

	private static ConsumerSettings consumer(Attributes attributes, RocketListener annotation) {
		return new ConsumerSettings(attributes.read("concurrency", annotation.concurrency(), Integer::valueOf),
				attributes.read("maxReconsumeTimes", annotation.maxReconsumeTimes(), Integer::valueOf),
				attributes.read("startPosition", annotation.startPosition(), oneOf(StartPosition.class)),
				attributes.read("ordered", annotation.ordered(), ListenerSettingsResolver::flag),
				attributes.read("messageModel", annotation.messageModel(), oneOf(MessageModel.class)),
				attributes.read("batchSize", annotation.batchSize(), Integer::valueOf));
	}

	private static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
		return (text) -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
	}

	private static Boolean flag(String text) {
		return switch (text.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("must be true or false");
		};
	}

	private @Nullable Object evaluate(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		if (resolved == null || expressions == null) {
			return resolved;
		}
		return expressions.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null));
	}

	/**
	 * The attributes of the annotation on one method.
	 */
	private final class Attributes {

		private final String method;

		Attributes(String method) {
			this.method = method;
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

		List<String> topics(String[] texts) {
			List<String> topics = new ArrayList<>();
			for (String text : texts) {
				addTopics(value("topics", text), topics);
			}
			if (topics.isEmpty()) {
				throw bad("topics", "there is no topic in " + List.of(texts), null);
			}
			return topics;
		}

		private void addTopics(@Nullable Object value, List<String> topics) {
			if (value instanceof Collection<?> several) {
				several.forEach((one) -> addTopics(one, topics));
			}
			else if (value != null && value.getClass().isArray()) {
				for (int i = 0; i < Array.getLength(value); i++) {
					addTopics(Array.get(value, i), topics);
				}
			}
			else if (value != null) {
				topics.addAll(List.of(StringUtils.tokenizeToStringArray(value.toString(), ",")));
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

		private ListenerConfigurationException bad(String name, String problem, @Nullable Exception cause) {
			return new ListenerConfigurationException(
					"Attribute '" + name + "' of @RocketListener on " + this.method + ": " + problem, cause);
		}

	}

}
