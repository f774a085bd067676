package io.github.rocketmqlite.migration;

/**
 * What to write instead of what cannot work without the official client.
 */
final class Remedies {

	static final String MESSAGE = "Let the listener take io.github.rocketmqlite.ReceivedMessage, or Message<T> of"
			+ " spring-messaging, which has the payload and the headers.";

	static final String PREPARE_START = "RocketMQPushConsumerLifecycleListener prepares a consumer of the official"
			+ " client, and there is none. Remove it, and set 'rocketmq-lite.consumer.*' or declare a bean of type"
			+ " PushConsumerOptionsCustomizer.";

	static final String TEMPLATE = "Send with io.github.rocketmqlite.spring.core.RocketTemplate. docs/MIGRATION.md says"
			+ " for each method of RocketMQTemplate what to write instead.";

	static final String OTHER_TEMPLATE = "Set up another cluster under 'rocketmq-lite.clusters.<name>' and inject its"
			+ " RocketTemplate with @Qualifier(\"<name>\").";

	static final String PULL = "Pull with a consumer of RocketClient.newPullConsumer(…).";

	static final String ENHANCER = "Say in 'rocketmq-lite.listeners.<name of the bean>.*' what differs from a listener's"
			+ " annotation.";

	private Remedies() {
	}

}
