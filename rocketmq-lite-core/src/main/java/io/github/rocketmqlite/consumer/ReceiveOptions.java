package io.github.rocketmqlite.consumer;

import java.time.Duration;

/**
 * How a push consumer comes to its messages. Set by {@link PushConsumerOptions.Builder},
 * where the defaults are stated. What concerns popping also holds when not the
 * application but operators have the group pop, by way of the brokers.
 * <p>
 * Threading: immutable.
 *
 * @param mode whether messages are pulled or popped
 * @param invisibleTime how long nobody else gets a popped message; renewed while it is
 * held
 * @param maxPoppedPerQueue the most popped messages of a topic at one broker that are
 * held here
 */
public record ReceiveOptions(ReceiveMode mode, Duration invisibleTime, int maxPoppedPerQueue) {

	/** Messages are pulled; those that operators want popped are invisible a minute. */
	public static final ReceiveOptions DEFAULT = new ReceiveOptions(ReceiveMode.PULL, Duration.ofMinutes(1), 96);

	/** Checks the settings. */
	public ReceiveOptions {
		Settings.require(invisibleTime.toMillis() >= 1000 && invisibleTime.toHours() < 12, "invisibleTime",
				"must be 1 second to 12 hours, but is " + invisibleTime);
		Settings.require(maxPoppedPerQueue > 0, "maxPoppedPerQueue", "must be positive, but is " + maxPoppedPerQueue);
	}

	/** Refuses what is no use when the application wants messages to be popped. */
	void requireFits(StartPosition start, HandlingOptions handling, AssignmentOptions assignment,
			OffsetOptions offsets) {
		if (isPopping()) {
			String useless = "makes no sense with receiveMode POP, ";
			Settings.require(!handling.ordered(), handling.orderedByKey() ? "orderedByKey" : "ordered",
					useless + "which has no order");
			Settings.require(!assignment.isBroadcasting(), "messageModel",
					"BROADCASTING " + useless + "with which a message has one receiver");
			Settings.require(!assignment.assignedByBroker(), "assignedByBroker",
					useless + "with which nothing is assigned");
			Settings.require(offsets.directory() == null, "offsetsInFile",
					useless + "for which brokers keep the progress");
			Settings.require(offsets.repository() == null, "offsetsIn",
					useless + "for which brokers keep the progress");
			Settings.require(start != StartPosition.TIMESTAMP, "startAt",
					useless + "with which a group begins at the first message or the last one");
		}
	}

	/** Whether the application wants messages to be popped. */
	public boolean isPopping() {
		return this.mode == ReceiveMode.POP;
	}

}
