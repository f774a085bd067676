package io.github.rocketmqlite.benchmarks.comparison;

import java.util.List;

/**
 * What the parent tells the JVM of one run, on its command line.
 *
 * @param side whose turn it is
 * @param workload what to do
 * @param nameServers where the broker is found
 * @param brokerPort where it listens
 * @param topic the topic of this run, or of the backlog
 * @param group a group of which nobody has heard
 * @param warmUp how many messages come before the measured ones; for sends, those of a
 * piece, which is repeated until the JVM is warm
 * @param warmUpSeconds the most time to get warm in; 0 for no repetition
 * @param messages how many messages are measured
 */
record RunSettings(Side side, Workload workload, String nameServers, int brokerPort, String topic, String group,
		int warmUp, int warmUpSeconds, int messages) {

	List<String> arguments() {
		return List.of(this.side.name(), this.workload.name(), this.nameServers, String.valueOf(this.brokerPort),
				this.topic, this.group, String.valueOf(this.warmUp), String.valueOf(this.warmUpSeconds),
				String.valueOf(this.messages));
	}

	static RunSettings of(String... arguments) {
		return new RunSettings(Side.valueOf(arguments[0]), Workload.valueOf(arguments[1]), arguments[2],
				Integer.parseInt(arguments[3]), arguments[4], arguments[5], Integer.parseInt(arguments[6]),
				Integer.parseInt(arguments[7]), Integer.parseInt(arguments[8]));
	}

	byte[] body() {
		return body(this.workload.bodyBytes());
	}

	/** A body like text: half as long when it is compressed. */
	static byte[] body(int bytes) {
		byte[] body = new byte[bytes];
		long state = 42;
		for (int i = Long.BYTES; i < body.length; i++) {
			state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
			body[i] = (byte) ('a' + (state >>> 60));
		}
		return body;
	}

}
