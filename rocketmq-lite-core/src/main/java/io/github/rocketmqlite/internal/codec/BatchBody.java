package io.github.rocketmqlite.internal.codec;

import java.nio.ByteBuffer;
import java.util.List;

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
	public static byte[] encode(List<Item> items) {
		ByteBuffer out = ByteBuffer.allocate(items.stream().mapToInt(Item::encodedBytes).reduce(0, Math::addExact));
		for (Item item : items) {
			out.putInt(item.encodedBytes()).putInt(0).putInt(0).putInt(item.flag());
			out.putInt(item.body().length).put(item.body());
			out.putShort((short) item.properties().length).put(item.properties());
		}
		return out.array();
	}

	/**
	 * One message of a batch.
	 *
	 * @param flag the user's own number
	 * @param body the body
	 * @param properties the encoded properties, {@link MessageProperties#MAX_BYTES} at
	 * most
	 */
	@SuppressWarnings("ArrayRecordComponent") // on its way to the wire, never compared
	public record Item(int flag, byte[] body, byte[] properties) {

		/**
		 * The bytes that this item takes in a batch.
		 */
		public int encodedBytes() {
			return Math.addExact(OVERHEAD + this.properties.length, this.body.length);
		}

	}

}
