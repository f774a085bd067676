package io.github.rocketmqlite.producer;

import io.github.rocketmqlite.Message;

/**
 * Sees every send of a producer, or of all producers of a client: may replace the message
 * before it is checked, and hears of each attempt and of the end.
 * <p>
 * Interceptors run in the order in which they were registered, those of the client before
 * those of the producer, and hear of the end in the opposite order. The messages of a
 * batch are sends of their own to them, each with the attempts of the batch.
 * <p>
 * Nothing that an interceptor throws breaks a send: it is logged, and the send goes on as
 * if the interceptor had done nothing. The one exception is
 * {@link io.github.rocketmqlite.SendVetoException} from {@link #beforeSend}, which ends
 * the send.
 * <p>
 * Threading: must be thread-safe. {@link #beforeSend} runs on the thread that sends;
 * {@link #afterSend} runs on that thread, too, when the send was a blocking one, and on a
 * callback thread otherwise.
 */
public interface SendInterceptor {

	/**
	 * Called once before a message is checked and leaves, its retries included.
	 * @param message what the application, or the interceptor before, sends
	 * @param send what is known of the send
	 * @return the message that is sent instead, or the given one
	 * @throws io.github.rocketmqlite.SendVetoException to refuse the message: it does not
	 * leave, and the send fails with that error
	 */
	default Message beforeSend(Message message, SendInvocation send) {
		return message;
	}

	/**
	 * Called once when a send has ended, before the application learns of it.
	 * @param send what {@link #beforeSend} was given
	 * @param report the attempts, and the result or the error
	 */
	default void afterSend(SendInvocation send, SendReport report) {
	}

}
