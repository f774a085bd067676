package io.github.rocketmqlite.test.context;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * The Spring side of {@link EmbeddedRocketMQ}, found through
 * {@code META-INF/spring.factories}: customizes the context of every test class that has
 * the annotation, itself or by its superclass or enclosing class.
 */
final class EmbeddedRocketMQContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configurationAttributes) {
		EmbeddedRocketMQ annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				EmbeddedRocketMQ.class);
		return (annotation != null) ? new EmbeddedRocketMQContextCustomizer(annotation) : null;
	}

}
