package io.github.rocketmqlite.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.rocketmqlite.benchmarks.harness.Goal;
import io.github.rocketmqlite.benchmarks.harness.MarkdownTable;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The table of JMH's results: a line for each operation.
 */
final class OperationTable {

	private static final List<String> HEAD = List.of("operation", "official ns", "lite ns", "ratio", "official B/op",
			"lite B/op", "goal", "met");

	private static final Set<Integer> NUMBERS = Set.of(1, 2, 3, 4, 5);

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	/** Less than this is the profiler's own. */
	private static final double NO_BYTES = 0.5;

	private final Collection<RunResult> results;

	OperationTable(Collection<RunResult> results) {
		this.results = results;
	}

	List<String> lines() {
		return MarkdownTable.lines(NUMBERS, HEAD,
				Operation.ALL.stream().map(this::row).filter(Objects::nonNull).toList());
	}

	private @Nullable List<String> row(Operation operation) {
		RunResult lite = result(operation, operation.lite());
		RunResult official = result(operation, operation.official());
		if (lite == null || official == null) {
			return null;
		}
		double ratio = nanos(lite) / nanos(official);
		return List.of(operation.title(), Metric.NANOS.format(nanos(official)), Metric.NANOS.format(nanos(lite)),
				String.format(Locale.ROOT, "%.2f", ratio), Metric.BYTES_PER_OPERATION.format(bytes(official)),
				Metric.BYTES_PER_OPERATION.format(bytes(lite)), goals(operation), met(operation, official, lite));
	}

	private static String goals(Operation operation) {
		return operation.goals()
			.stream()
			.map((goal) -> goal.isRelative() ? goal.toString() : goal + " " + goal.metric().title())
			.collect(Collectors.joining(", "));
	}

	private static String met(Operation operation, RunResult official, RunResult lite) {
		if (operation.goals().isEmpty()) {
			return "";
		}
		boolean met = operation.goals()
			.stream()
			.allMatch((goal) -> goal.isMet(figure(goal, official), figure(goal, lite)));
		return met ? "yes" : "no";
	}

	private static double figure(Goal goal, RunResult result) {
		return (goal.metric() == Metric.NANOS) ? nanos(result) : bytes(result);
	}

	private static double nanos(RunResult result) {
		return result.getPrimaryResult().getScore();
	}

	private static double bytes(RunResult result) {
		Result<?> allocation = Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION),
				"JMH counted no bytes");
		return (allocation.getScore() < NO_BYTES) ? 0 : allocation.getScore();
	}

	private @Nullable RunResult result(Operation operation, String method) {
		return this.results.stream()
			.filter((result) -> isOf(result.getParams(), operation, method))
			.findFirst()
			.orElse(null);
	}

	private static boolean isOf(BenchmarkParams params, Operation operation, String method) {
		return params.getBenchmark().equals(operation.type().getName() + "." + method) && params.getParamsKeys()
			.stream()
			.allMatch((key) -> operation.parameter().equals(params.getParam(key)));
	}

}
