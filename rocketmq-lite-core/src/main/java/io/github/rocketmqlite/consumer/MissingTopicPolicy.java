package io.github.rocketmqlite.consumer;

/**
 * What it means when a subscribed topic has no route while a consumer starts.
 */
public enum MissingTopicPolicy {

	/** A warning; its messages are received as soon as there is a route. */
	WAIT,

	/** The start fails with {@link io.github.rocketmqlite.RouteNotFoundException}. */
	FAIL

}
