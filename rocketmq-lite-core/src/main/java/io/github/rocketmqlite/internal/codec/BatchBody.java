package io.github.rocketmqlite.internal.codec;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Several messages in one body, as SEND_BATCH_MESSAGE carries them (protocol 8.6): each
 * item is {@code i32 size, i32 magic, i32 crc, i32 flag, i32 bodyLength, body, i16
 * propertiesLength, properties}. Brokers compute magic and checksum themselves.
 * <p>
 * Threading: stateless.
 */
public final class BatchBody {

	/** As many as consumers unpack when a broker keeps the batch in one container. */
	public static final int MAX_MESSAGES = InnerBatch.MAX_MESSAGES;

	private static final int OVERHEAD = 5 * Integer.BYTES + Short.BYTES;

	private BatchBody() {
	}

	/**
	 * Puts the items one behind the other.
	 */
	public static byte[] encode(List<? extends Item> items) {
		byte[] body = new byte[encodedBytes(items)];
		write(Unpooled.wrappedBuffer(body).clear(), items);
		return body;
	}

	/**
	 * Writes the items one behind the other.
	 */
	public static void write(ByteBuf out, List<? extends Item> items) {
		out.ensureWritable(encodedBytes(items));
		for (Item item : items) {
			out.writeInt(item.encodedBytes()).writeLong(0).writeInt(item.flag());
			out.writeInt(item.body().length).writeBytes(item.body());
			out.writeShort(item.propertiesBytes());
			item.writeProperties(out);
		}
	}

	/**
	 * The bytes that the items take together.
	 */
	public static int encodedBytes(List<? extends Item> items) {
		int bytes = 0;
		for (Item item : items) {
			bytes = Math.addExact(bytes, item.encodedBytes());
		}
		return bytes;
	}

	/**
	 * One message of a batch. Its properties take {@link MessageProperties#MAX_BYTES} at
	 * most.
	 */
	public interface Item extends PropertiesText {

		/**
		 * The user's own number.
		 */
		int flag();

		byte[] body();

		/**
		 * The bytes that this item takes in a batch.
		 */
		default int encodedBytes() {
			return Math.addExact(OVERHEAD + propertiesBytes(), body().length);
		}

	}

}
