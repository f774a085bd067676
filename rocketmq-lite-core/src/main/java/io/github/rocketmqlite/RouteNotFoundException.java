package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * No name server knows the topic, or none of its brokers can serve the request.
 */
public class RouteNotFoundException extends RocketException {

	private static final long serialVersionUID = 1L;

	public RouteNotFoundException(String message) {
		this(message, null);
	}

	public RouteNotFoundException(String message, @Nullable Throwable cause) {
		super(message, Outcome.NOT_SENT, cause);
	}

}
