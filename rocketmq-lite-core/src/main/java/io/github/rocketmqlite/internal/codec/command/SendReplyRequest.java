package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Sends a reply, which the broker pushes to the client that waits for it
 * (SEND_REPLY_MESSAGE_V2, 325). Written as any other message; refused when the client is
 * not there any more.
 * <p>
 * Threading: immutable, provided nobody changes the body.
 *
 * @param message the reply as a message
 */
public record SendReplyRequest(SendMessageRequest message) implements Request<SendMessageResponse> {

	public SendReplyRequest {
		Objects.requireNonNull(message, "message");
	}

	@Override
	public int code() {
		return 325;
	}

	@Override
	public void writeFields(FieldWriter out) {
		this.message.writeFields(out);
	}

	@Override
	public byte[] body() {
		return this.message.body();
	}

	@Override
	public SendMessageResponse decode(Frame answer) {
		return SendMessageResponse.decode(answer);
	}

}
