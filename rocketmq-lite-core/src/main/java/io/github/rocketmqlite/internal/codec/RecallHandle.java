package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.github.rocketmqlite.InvalidMessageException;
import org.jspecify.annotations.Nullable;

/**
 * What a broker says about a timer message so that it can be taken back (protocol 4.10):
 * {@code v1 topic brokerName deliverTime messageId}, separated by blanks, in the URL-safe
 * form of Base64.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic as brokers know it
 * @param brokerName the broker that holds the message
 * @param deliverTime when it is due, in milliseconds of the broker's clock
 * @param messageId the id the client gave the message
 */
public record RecallHandle(String topic, String brokerName, long deliverTime, String messageId) {

	private static final int MAX_LENGTH = 4096;

	/**
	 * Reads a handle.
	 * @throws InvalidMessageException when it is none
	 */
	public static RecallHandle decode(String handle) {
		try {
			if (handle.length() <= MAX_LENGTH) {
				String text = new String(Base64.getUrlDecoder().decode(handle), StandardCharsets.UTF_8);
				String[] parts = text.split(" ", -1);
				if (parts.length == 5 && parts[0].equals("v1")) {
					return new RecallHandle(parts[1], parts[2], Long.parseLong(parts[3]), parts[4]);
				}
			}
		}
		catch (IllegalArgumentException ex) {
			throw problem(handle, ex);
		}
		throw problem(handle, null);
	}

	private static InvalidMessageException problem(String handle, @Nullable IllegalArgumentException cause) {
		return new InvalidMessageException("Not a recall handle: '" + TextEscape.shorten(handle, 128) + "'", cause);
	}

}
