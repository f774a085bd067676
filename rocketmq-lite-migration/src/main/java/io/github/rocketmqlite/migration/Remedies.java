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

	private Remedies() {
	}

}
