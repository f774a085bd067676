package io.github.rocketmqlite.migration;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;

/**
 * Explains what an application has to change itself: code that uses classes of the
 * official client, or wants a {@code RocketMQTemplate}, which is made of them.
 * <p>
 * Threading: stateless.
 */
final class OfficialClientFailureAnalyzer implements FailureAnalyzer, Ordered {

	private static final String OFFICIAL = "org.apache.rocketmq.";

	private static final Pattern PARSED = Pattern.compile("configuration class \\[([^]]+)]");

	/** Before Spring Boot's own, which only says that there is no such bean. */
	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		String user = "The application";
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			user = Objects.requireNonNullElse(user(cause), user);
			String type = missing(cause);
			if (type != null && type.startsWith(OFFICIAL)) {
				return new FailureAnalysis(
						user + " uses " + type + " of the official client, which rocketmq-lite does without.",
						remedy(type), failure);
			}
		}
		return null;
	}

	/** The bean, or the class that is not yet one; {@code null} if nothing is said. */
	private static @Nullable String user(Throwable cause) {
		if (cause instanceof BeanCreationException ex && ex.getBeanName() != null) {
			return "The bean '" + ex.getBeanName() + "'";
		}
		Matcher parsed = PARSED.matcher(String.valueOf(cause.getMessage()));
		return parsed.find() ? "The class " + parsed.group(1) : null;
	}

	private static @Nullable String missing(Throwable cause) {
		if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
			return String.valueOf(cause.getMessage()).replace('/', '.');
		}
		if (cause instanceof TypeNotPresentException ex) {
			return ex.typeName();
		}
		Class<?> bean = (cause instanceof NoSuchBeanDefinitionException ex && ex.getResolvableType() != null)
				? ex.getResolvableType().resolve() : null;
		return (bean != null) ? bean.getName() : null;
	}

	private static String remedy(String type) {
		return switch (type.substring(type.lastIndexOf('.') + 1)) {
			case "MessageExt", "Message" -> Remedies.MESSAGE;
			case "DefaultMQPushConsumer" -> Remedies.PREPARE_START;
			default -> Remedies.TEMPLATE;
		};
	}

}
