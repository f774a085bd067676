package io.github.rocketmqlite.consumer;

import org.jspecify.annotations.Nullable;

/**
 * How a consumer comes to its queues.
 * <p>
 * Threading: immutable.
 *
 * @param model who of the group gets a message
 * @param strategy divides the queues among the members; not used when brokers assign
 * queues
 * @param assignedByBroker whether brokers divide the queues. They know the strategies
 * {@code AVG} and {@code AVG_BY_CIRCLE}; those before 5.0 assign nothing, and the
 * strategy divides the queues then. Operators may have brokers say that a topic is to be
 * popped; the consumer does so, and pulls again when they want that, unless it is ordered
 * @param listener told of gained and lost queues
 * @param missingTopic what a topic without a route means for the start
 */
public record AssignmentOptions(MessageModel model, AllocationStrategy strategy, boolean assignedByBroker,
		@Nullable AssignmentListener listener, MissingTopicPolicy missingTopic) {

	/** Clustering, averagely, by the members themselves. */
	public static final AssignmentOptions DEFAULT = new AssignmentOptions(MessageModel.CLUSTERING,
			AllocationStrategy.averagely(), false, null, MissingTopicPolicy.WAIT);

	/** Checks the settings. */
	public AssignmentOptions {
		Settings.require(!assignedByBroker || strategy.name().equals("AVG") || strategy.name().equals("AVG_BY_CIRCLE"),
				"assignedByBroker",
				"needs strategy AVG or AVG_BY_CIRCLE, because brokers know no other, but it is " + strategy.name());
		Settings.require(!assignedByBroker || model != MessageModel.BROADCASTING, "assignedByBroker",
				"makes no sense when every member gets all queues");
	}

	public boolean isBroadcasting() {
		return this.model == MessageModel.BROADCASTING;
	}

}
