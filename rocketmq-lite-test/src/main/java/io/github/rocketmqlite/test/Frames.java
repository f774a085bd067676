package io.github.rocketmqlite.test;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import org.apache.rocketmq.remoting.exception.RemotingCommandException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes whole frames on a blocking socket with RocketMQ's own encoder and
 * decoder.
 */
final class Frames {

	private static final int LARGEST = 64 * 1024 * 1024;

	private Frames() {
	}

	/**
	 * The next frame, or null when the other side has closed the connection between two
	 * frames.
	 */
	static @Nullable RemotingCommand read(InputStream input) throws IOException {
		DataInputStream data = new DataInputStream(input);
		int first = data.read();
		if (first < 0) {
			return null;
		}
		int length = (first << 24) | (data.readUnsignedByte() << 16) | (data.readUnsignedByte() << 8)
				| data.readUnsignedByte();
		if (length < 0 || length > LARGEST) {
			throw new IOException("A frame of " + length + " bytes");
		}
		byte[] frame = data.readNBytes(length);
		if (frame.length < length) {
			throw new EOFException("The connection ended within a frame");
		}
		try {
			return RemotingCommand.decode(ByteBuffer.wrap(frame));
		}
		catch (RemotingCommandException ex) {
			throw new IOException("Not a RocketMQ frame", ex);
		}
	}

	static byte[] encode(RemotingCommand command) {
		ByteBuffer buffer = command.encode();
		byte[] frame = new byte[buffer.remaining()];
		buffer.get(frame);
		return frame;
	}

}
