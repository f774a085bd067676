package io.github.rocketmqlite;

import org.jspecify.annotations.Nullable;

/**
 * An interceptor refused a message: {@code SendInterceptor.beforeSend} throws this, and
 * the send ends with it. The message did not leave.
 */
public class SendVetoException extends RocketException {

	private static final long serialVersionUID = 1L;

	public SendVetoException(String message) {
		this(message, null);
	}

	public SendVetoException(String message, @Nullable Throwable cause) {
		super(message, Outcome.NOT_SENT, cause);
	}

}
