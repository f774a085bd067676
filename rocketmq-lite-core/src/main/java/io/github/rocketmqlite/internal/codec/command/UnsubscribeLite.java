package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;

/**
 * A broker's word that a client has lost a lite topic (NOTIFY_UNSUBSCRIBE_LITE, 200073):
 * another member of an exclusive group took it, or it expired. The broker wants no
 * answer.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group, as the broker names it
 * @param liteTopic the lite topic
 * @param clientId the name under which the client subscribed
 */
public record UnsubscribeLite(String group, String liteTopic, String clientId) {

	/** The request code. */
	public static final int CODE = 200_073;

	public UnsubscribeLite {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(liteTopic, "liteTopic");
		Objects.requireNonNull(clientId, "clientId");
	}

	public static UnsubscribeLite decode(Frame frame) {
		String group = frame.fields().text("consumerGroup");
		String liteTopic = frame.fields().text("liteTopic");
		String clientId = frame.fields().text("clientId");
		if (group == null || liteTopic == null || clientId == null) {
			throw new ProtocolException(
					frame.peer() + " took a lite topic away without naming topic, group and client: group " + group
							+ ", lite topic " + liteTopic + ", client " + clientId,
					Outcome.UNKNOWN, null);
		}
		return new UnsubscribeLite(group, liteTopic, clientId);
	}

}
