package io.github.rocketmqlite.internal.codec.command;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Frame;

/**
 * Reads header fields of requests that servers send.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class ServerFields {

	private ServerFields() {
	}

	/** A field that must be there. */
	static String text(Frame frame, String name) {
		String value = frame.fields().text(name);
		if (value == null) {
			throw new ProtocolException(
					"Request " + frame.code() + " from " + frame.peer() + " lacks its field '" + name + "'",
					Outcome.UNKNOWN, null);
		}
		return value;
	}

}
