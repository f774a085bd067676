package io.github.rocketmqlite.benchmarks.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.rocketmqlite.benchmarks.harness.Goal;
import io.github.rocketmqlite.benchmarks.harness.Metric;
import io.github.rocketmqlite.benchmarks.harness.Scenario;

/**
 * What goes through the layer. The bare client converts payloads too, by hand.
 */
enum LayerScenario implements Scenario {

	SEND_BYTES("Asynchronous send of a byte[]", Kind.ASYNC, Payload.BYTES, 100_000),

	SEND_TEXT("Asynchronous send of a String", Kind.ASYNC, Payload.TEXT, 100_000),

	SEND_JSON("Asynchronous send of an object as JSON", Kind.ASYNC, Payload.JSON, 100_000),

	SEND_SYNC("Synchronous send of a byte[], 1 thread", Kind.SYNC, Payload.BYTES, 20_000),

	RECEIVE_BYTES("Listener with a byte[]", Kind.RECEIVE, Payload.BYTES, 400_000),

	RECEIVE_TEXT("Listener with a String", Kind.RECEIVE, Payload.TEXT, 400_000),

	RECEIVE_JSON("Listener with an object from JSON", Kind.RECEIVE, Payload.JSON, 400_000);

	private static final double MOST_MICROS = 1.5;

	private static final double MOST_BYTES = 1_024;

	private final String title;

	private final Kind kind;

	private final Payload payload;

	private final int messages;

	LayerScenario(String title, Kind kind, Payload payload, int messages) {
		this.title = title;
		this.kind = kind;
		this.payload = payload;
		this.messages = messages;
	}

	@Override
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Override
	public String title() {
		return this.title;
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMostMore(Metric.CPU_MICROS, MOST_MICROS), Goal.atMostMore(Metric.BYTES, MOST_BYTES));
	}

	Kind kind() {
		return this.kind;
	}

	Payload payload() {
		return this.payload;
	}

	/** How many messages are measured. */
	int messages() {
		return this.messages;
	}

	static String ids() {
		return Arrays.stream(values()).map(LayerScenario::id).collect(Collectors.joining(", "));
	}

	/** The ways of working. */
	enum Kind {

		ASYNC, SYNC, RECEIVE

	}

}
