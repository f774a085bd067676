package io.github.rocketmqlite.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * A listener is described in a way that makes no sense, or contradicts another one. The
 * message names the methods and the values.
 */
public class ListenerConfigurationException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	public ListenerConfigurationException(String message) {
		super(message);
	}

	public ListenerConfigurationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
