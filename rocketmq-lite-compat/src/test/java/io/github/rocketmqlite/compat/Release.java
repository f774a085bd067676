package io.github.rocketmqlite.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A RocketMQ release whose servers can be started, as the module {@code servers} resolved
 * it.
 *
 * @param version for example {@code 5.3.3}
 * @param classPath the jars of its broker and name server
 */
record Release(String version, String classPath) {

	private static final Pattern BROKER_JAR = Pattern.compile("rocketmq-broker-([0-9.]+)\\.jar");

	/** One of each line that the client promises to work with. */
	static Stream<Release> all() {
		return Stream.of("4.9", "5.1", "5.3", "5.5").map(Release::ofLine);
	}

	/** Those whose brokers know ACL 1.0, which went with 5.3.3. */
	static Stream<Release> withAcl1() {
		return Stream.of("4.9", "5.1").map(Release::ofLine);
	}

	private static Release ofLine(String line) {
		Path file = Path.of("servers", line, "target", "class-path.txt");
		try {
			String classPath = Files.readString(file).strip();
			Matcher broker = BROKER_JAR.matcher(classPath);
			if (!broker.find() || !broker.group(1).startsWith(line + ".")) {
				throw new IllegalStateException("No broker of line " + line + " in " + file);
			}
			return new Release(broker.group(1), classPath);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Build with the profile 'compat', which writes " + file, ex);
		}
	}

	@Override
	public String toString() {
		return "RocketMQ " + this.version;
	}

}
