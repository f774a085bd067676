package io.github.rocketmqlite.test.context;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The JUnit side of {@link EmbeddedRocketMQ}: without Spring it starts the servers before
 * the class; in both cases it resolves {@link EmbeddedRocketMQServer} parameters. A
 * server of one's own is closed after the class by JUnit's store.
 * <p>
 * Threading: thread-safe; all state is in JUnit's store.
 */
public final class EmbeddedRocketMQExtension implements BeforeAllCallback, ParameterResolver {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(EmbeddedRocketMQExtension.class);

	private static final String SPRING_EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

	@Override
	public void beforeAll(ExtensionContext context) {
		Optional<EmbeddedRocketMQ> annotation = AnnotationSupport.findAnnotation(context.getRequiredTestClass(),
				EmbeddedRocketMQ.class);
		if (annotation.isPresent() && !isSpringTest(context)) {
			store(context).put(EmbeddedRocketMQServer.class, AnnotatedServer.start(annotation.get()));
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		if (parameter.getParameter().getType() != EmbeddedRocketMQServer.class) {
			return false;
		}
		return !isSpringTest(context) || !isResolvedBySpring(parameter);
	}

	private static boolean isResolvedBySpring(ParameterContext parameter) {
		return parameter.getDeclaringExecutable() instanceof Constructor
				|| parameter.getParameter().getAnnotations().length > 0;
	}

	@Override
	public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		if (isSpringTest(context)) {
			return ContextServer.of(context);
		}
		return store(context).get(EmbeddedRocketMQServer.class);
	}

	private static boolean isSpringTest(ExtensionContext context) {
		for (ExtensionContext current = context; current != null; current = current.getParent().orElse(null)) {
			if (current.getTestClass().filter(EmbeddedRocketMQExtension::hasSpringExtension).isPresent()) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasSpringExtension(Class<?> testClass) {
		return AnnotationSupport.findRepeatableAnnotations(testClass, ExtendWith.class)
			.stream()
			.flatMap((extendWith) -> Arrays.stream(extendWith.value()))
			.anyMatch((extension) -> extension.getName().equals(SPRING_EXTENSION));
	}

	private static ExtensionContext.Store store(ExtensionContext context) {
		return context.getStore(NAMESPACE);
	}

}
