package io.github.rocketmqlite.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.test.FaultMode;
import io.github.rocketmqlite.test.FaultProxy;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that sends and sends while the broker says nothing runs out of time, not
 * of memory: a child JVM with a heap of 128 MB.
 */
class SilentFloodIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(SilentFloodIntegrationTests.class);

	/** How many sends; {@code -Dflood=1000000} for better figures. */
	private static final int SENDS = Integer.getInteger("flood", 40_000);

	private static final int MINUTES = 15;

	@TempDir
	private Path directory;

	@Test
	void aBrokerThatReadsAndSaysNothingCostsNoMoreMemoryThanTheBudget() throws Exception {
		flood(FaultMode.SILENT);
	}

	@Test
	void norDoesOneThatDoesNotEvenRead() throws Exception {
		flood(FaultMode.HALF_OPEN);
	}

	private void flood(FaultMode mode) throws IOException, InterruptedException {
		try (ScriptedBroker broker = ScriptedBroker.start();
				FaultProxy proxy = FaultProxy.to(broker.address());
				ScriptedBroker nameServer = ScriptedBroker.start().routeTo("flood", "b", proxy.address(), 4)) {
			proxy.mode(mode);
			Path output = this.directory.resolve("output.txt");
			ProcessBuilder builder = new ProcessBuilder(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
							"-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
							SilentFloodMain.class.getName(), nameServer.address(), String.valueOf(SENDS)));
			builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
			Process child = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
			try {
				assertThat(child.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
			}
			finally {
				child.destroyForcibly();
			}
			List<String> figures = Files.readAllLines(output)
				.stream()
				.filter((line) -> line.startsWith("silent_flood"))
				.toList();
			assertThat(child.exitValue()).as(() -> read(output)).isZero();
			assertThat(figures).singleElement()
				.asString()
				.contains("sends=" + SENDS, "unfinished=0", "pending_after=0");
			logger.info("{} {}", mode, figures.get(0));
		}
	}

	private static String read(Path output) {
		try {
			String text = Files.readString(output);
			return text.substring(Math.max(0, text.length() - 4_000));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
