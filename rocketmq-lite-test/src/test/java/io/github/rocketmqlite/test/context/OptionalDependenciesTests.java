package io.github.rocketmqlite.test.context;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OptionalDependenciesTests {

	private static final String SERVER = "io.github.rocketmqlite.test.EmbeddedRocketMQServer";

	private static final String ANNOTATION = "io.github.rocketmqlite.test.context.EmbeddedRocketMQ";

	private static final String EXTENSION = "io.github.rocketmqlite.test.context.EmbeddedRocketMQExtension";

	@Test
	void serverLoadsWithoutSpringAndJUnit() throws Exception {
		try (URLClassLoader loader = without((jar) -> jar.startsWith("spring-") || jar.startsWith("junit-"))) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"));
			assertThat(Class.forName(SERVER, true, loader).getMethods()).isNotEmpty();
		}
	}

	@Test
	void annotationAndExtensionLoadWithoutSpring() throws Exception {
		try (URLClassLoader loader = without((jar) -> jar.startsWith("spring-"))) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> loader.loadClass("org.springframework.test.context.aot.DisabledInAotMode"));
			assertThat(Class.forName(EXTENSION, true, loader).getDeclaredConstructor().newInstance()).isNotNull();
			assertThat(loader.loadClass(ANNOTATION).getAnnotations())
				.extracting((annotation) -> annotation.annotationType().getSimpleName())
				.contains("ExtendWith")
				.doesNotContain("DisabledInAotMode");
		}
	}

	private static URLClassLoader without(Predicate<String> jarName) {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(File::new)
			.filter((file) -> !jarName.test(file.getName()))
			.map(OptionalDependenciesTests::url)
			.toArray(URL[]::new);
		return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
	}

	private static URL url(File file) {
		try {
			return file.toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
