package io.github.rocketmqlite.spring;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application gets on its class path from the starter alone. Follows the
 * dependencies that are neither optional nor for tests from pom to pom; the versions are
 * those of this module's own class path.
 */
class DependencySizeTests {

	private static final int MAX_JARS = 36;

	private static final long MAX_BYTES = 16 * 1024 * 1024;

	/** What comes from others. */
	private static final long MAX_FOREIGN_BYTES = 15_000_000;

	@Test
	void theStarterStaysSmall() throws IOException {
		Map<String, Long> jars = runtimeJars();
		long bytes = jars.values().stream().mapToLong(Long::longValue).sum();
		long foreign = jars.entrySet()
			.stream()
			.filter((jar) -> !jar.getKey().startsWith("rocketmq-lite-"))
			.mapToLong(Map.Entry::getValue)
			.sum();
		System.out.printf("The starter alone: %d jars, %,d bytes, %,d of them from others%n", jars.size(), bytes,
				foreign);
		assertThat(jars.keySet())
			.contains("rocketmq-lite-core", "netty-handler", "jackson-databind", "spring-messaging")
			.doesNotContain("micrometer-core", "spring-boot-health", "rocketmq-broker", "junit-jupiter-api");
		assertThat(jars).hasSizeLessThanOrEqualTo(MAX_JARS);
		assertThat(bytes).isLessThanOrEqualTo(MAX_BYTES);
		assertThat(foreign).isLessThanOrEqualTo(MAX_FOREIGN_BYTES);
	}

	private static Map<String, Long> runtimeJars() throws IOException {
		Map<String, Path> classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !entry.isEmpty())
			.map(Path::of)
			.filter(Files::exists)
			.collect(Collectors.toMap(DependencySizeTests::artifact, (path) -> path, (first, second) -> first));
		Map<String, Long> found = new TreeMap<>();
		Deque<String> open = new ArrayDeque<>();
		open.add("rocketmq-lite-spring-boot-starter");
		while (!open.isEmpty()) {
			String artifact = open.remove();
			Path path = classPath.get(artifact);
			assertThat(path).as("class path entry of " + artifact).isNotNull();
			if (found.putIfAbsent(artifact, size(path)) == null) {
				open.addAll(Pom.read(pomOf(path), repository(classPath)).runtimeDependencies());
			}
		}
		return found;
	}

	/**
	 * {@code …/netty-handler/4.2.17.Final/x.jar} or
	 * {@code …/rocketmq-lite-core/target/…}.
	 */
	private static String artifact(Path path) {
		if (isModule(path)) {
			return module(path).getFileName().toString();
		}
		return path.getParent().getParent().getFileName().toString();
	}

	private static Path pomOf(Path path) {
		if (isModule(path)) {
			return module(path).resolve("pom.xml");
		}
		return path.resolveSibling(artifact(path) + "-" + path.getParent().getFileName() + ".pom");
	}

	/**
	 * The local repository: where any jar of a known group is, without the group's path.
	 */
	private static Path repository(Map<String, Path> classPath) {
		Path jar = classPath.get("netty-handler");
		// io/netty/netty-handler/version/jar
		return jar.getParent().getParent().getParent().getParent().getParent();
	}

	private static boolean isModule(Path path) {
		return path.getParent().endsWith("target");
	}

	private static Path module(Path path) {
		return path.getParent().getParent();
	}

	private static long size(Path path) throws IOException {
		return Files.isDirectory(path) ? sizeAsJar(path) : Files.size(path);
	}

	/**
	 * In the reactor our own modules are directories of classes until they are packaged.
	 */
	private static long sizeAsJar(Path directory) throws IOException {
		ByteArrayOutputStream jar = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(jar); Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				zip.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
				Files.copy(file, zip);
			}
		}
		return jar.size();
	}

}
