package io.github.rocketmqlite.internal.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.apache.rocketmq.remoting.exception.RemotingCommandException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.SerializeType;

/**
 * The official client's own codec, as the judge of ours.
 */
public final class Official {

	private Official() {
	}

	/**
	 * Decodes a whole frame, its length field included.
	 */
	public static RemotingCommand decode(byte[] frame) {
		try {
			return RemotingCommand.decode(ByteBuffer.wrap(Arrays.copyOfRange(frame, 4, frame.length)));
		}
		catch (RemotingCommandException ex) {
			throw new AssertionError("The official codec refuses the frame", ex);
		}
	}

	public static Map<String, String> fields(RemotingCommand command) {
		return Objects.requireNonNullElseGet(command.getExtFields(), HashMap::new);
	}

	/**
	 * Encodes a command, its length field included.
	 */
	public static byte[] encode(RemotingCommand command, SerializeType type) {
		command.setSerializeTypeCurrentRPC(type);
		ByteBuffer frame = command.encode();
		byte[] bytes = new byte[frame.remaining()];
		frame.get(bytes);
		return bytes;
	}

}
