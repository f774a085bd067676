package io.github.rocketmqlite.internal.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fuzz target for {@code -Dfuzz.seconds}, each in a JVM of its own, with bytes that
 * Jazzer chooses by the coverage they reach. Needs the profile {@code fuzz}, so its name
 * keeps it out of the ordinary build.
 */
class GuidedFuzzing {

	private static final int SECONDS = Integer.getInteger("fuzz.seconds", 30);

	private static final int START_SECONDS = 300;

	private static final Pattern COVERAGE = Pattern.compile("^#\\d+.* cov: (\\d+)", Pattern.MULTILINE);

	private static final Pattern EXECUTIONS = Pattern.compile("^#(\\d+)", Pattern.MULTILINE);

	/** All, or those that {@code -Dfuzz.target} names by a regular expression. */
	static Stream<FuzzTarget> targets() {
		String wanted = System.getProperty("fuzz.target", ".*");
		return Arrays.stream(FuzzTarget.values()).filter((target) -> target.name().matches(wanted));
	}

	@ParameterizedTest
	@MethodSource("targets")
	void findsNothing(FuzzTarget target) throws Exception {
		Path directory = empty(Path.of("target", "fuzz", target.name()));
		writeSeeds(target, Files.createDirectories(directory.resolve("corpus")));
		Path log = directory.resolve("log.txt");
		Process fuzzer = new ProcessBuilder(command(target, directory)).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		boolean ended = fuzzer.waitFor(SECONDS + START_SECONDS, TimeUnit.SECONDS);
		fuzzer.destroyForcibly().waitFor();
		String output = Files.readString(log);
		List<String> findings = findings(directory);
		long coverage = last(COVERAGE, output);
		System.out.printf("fuzz target=%s seconds=%d executions=%d cov=%d floor=%d findings=%d%n", target, SECONDS,
				last(EXECUTIONS, output), coverage, target.coverageFloor(), findings.size());
		assertThat(findings)
			.as("inputs that %s fails for; add them to src/test/resources/fuzz/%s.hex. %s", target, target,
					reason(output))
			.isEmpty();
		assertThat(ended).as("fuzzing %s ended in time, see %s", target, log).isTrue();
		assertThat(fuzzer.exitValue()).as("exit value of the fuzzer for %s, see %s", target, log).isZero();
		assertThat(coverage).as("coverage of %s, see %s", target, log).isGreaterThanOrEqualTo(target.coverageFloor());
	}

	private static List<String> command(FuzzTarget target, Path directory) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading",
				"-Djdk.attach.allowAttachSelf=true", "-Dio.netty.leakDetection.level=disabled", "-cp",
				System.getProperty("java.class.path")));
		command.addAll(List.of("com.code_intelligence.jazzer.Jazzer", "--target_class=" + CodecFuzzer.class.getName(),
				"--target_args=" + target, "--instrumentation_includes=io.github.rocketmqlite.**",
				"--custom_hook_includes=io.github.rocketmqlite.**", "--reproducer_path=" + directory));
		command.addAll(List.of("-max_total_time=" + SECONDS, "-max_len=16384", "-timeout=20", "-rss_limit_mb=2048",
				"-artifact_prefix=" + directory + "/", "-print_final_stats=1", directory.resolve("corpus").toString()));
		return command;
	}

	private static void writeSeeds(FuzzTarget target, Path corpus) throws IOException {
		List<byte[]> seeds = FuzzRegressionTests.seeds(target).toList();
		for (int i = 0; i < seeds.size(); i++) {
			Files.write(corpus.resolve("seed-" + i), seeds.get(i));
		}
	}

	private static Path empty(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
		return Files.createDirectories(directory);
	}

	private static List<String> findings(Path directory) throws IOException {
		List<String> findings = new ArrayList<>();
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.sorted().toList()) {
				if (file.getFileName().toString().matches("(crash|timeout|oom|leak|slow-unit)-.*")) {
					findings.add(HexFormat.of().formatHex(Files.readAllBytes(file)));
				}
			}
		}
		return findings;
	}

	private static String reason(String output) {
		int start = output.indexOf("== Java Exception");
		return (start < 0) ? "" : output.substring(start, Math.min(output.length(), start + 2_000));
	}

	private static long last(Pattern pattern, String output) {
		Matcher matcher = pattern.matcher(output);
		long last = 0;
		while (matcher.find()) {
			last = Long.parseLong(matcher.group(1));
		}
		return last;
	}

}
