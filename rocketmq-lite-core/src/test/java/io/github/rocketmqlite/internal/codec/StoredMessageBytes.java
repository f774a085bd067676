package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Writes stored messages field by field, as the broker's log has them.
 */
public final class StoredMessageBytes {

	public static final int MAGIC_V1 = 0xDAA320A7;

	static final int MAGIC_V2 = 0xDAA320AB;

	private int magic = MAGIC_V1;

	private int sysFlag;

	private byte[] body = "hello".getBytes(StandardCharsets.UTF_8);

	private String topic = "TopicTest";

	private String properties = "TAGS\u0001TagA\u0002";

	private String storeHost = "0a000002 00002a9f";

	StoredMessageBytes magic(int magic) {
		this.magic = magic;
		return this;
	}

	StoredMessageBytes sysFlag(int sysFlag) {
		this.sysFlag = sysFlag;
		return this;
	}

	public StoredMessageBytes body(byte[] body) {
		this.body = body;
		return this;
	}

	public StoredMessageBytes topic(String topic) {
		this.topic = topic;
		return this;
	}

	StoredMessageBytes properties(String properties) {
		this.properties = properties;
		return this;
	}

	StoredMessageBytes storeHost(String hex) {
		this.storeHost = hex;
		return this;
	}

	/**
	 * The message at the given offset of queue 3; its place in the commit log is a
	 * hundred times that.
	 */
	public byte[] at(long queueOffset) {
		byte[] topicBytes = this.topic.getBytes(StandardCharsets.UTF_8);
		byte[] propertyBytes = this.properties.getBytes(StandardCharsets.UTF_8);
		ByteBuf out = Unpooled.buffer();
		out.writeInt(0); // size, below
		out.writeInt(this.magic);
		out.writeInt(0); // crc
		out.writeInt(3); // queue id
		out.writeInt(77); // flag
		out.writeLong(queueOffset);
		out.writeLong(100 * queueOffset);
		out.writeInt(this.sysFlag);
		out.writeLong(1_700_000_000_000L); // born
		out.writeBytes(hex("0a000001 0000c350"));
		out.writeLong(1_700_000_000_123L); // stored
		out.writeBytes(hex(this.storeHost));
		out.writeInt(2); // reconsume times
		out.writeLong(0); // prepared transaction offset
		out.writeInt(this.body.length).writeBytes(this.body);
		if (this.magic == MAGIC_V2) {
			out.writeShort(topicBytes.length);
		}
		else {
			out.writeByte(topicBytes.length);
		}
		out.writeBytes(topicBytes);
		out.writeShort(propertyBytes.length).writeBytes(propertyBytes);
		out.setInt(0, out.writerIndex());
		return ByteBufUtil.getBytes(out);
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

	public static byte[] concat(byte[]... parts) {
		return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(parts));
	}

	/**
	 * One item of a container.
	 */
	static byte[] item(int flag, String body, String properties) {
		byte[] bodyBytes = body.getBytes(StandardCharsets.UTF_8);
		byte[] propertyBytes = properties.getBytes(StandardCharsets.UTF_8);
		ByteBuf out = Unpooled.buffer();
		out.writeInt(22 + bodyBytes.length + propertyBytes.length);
		out.writeInt(0).writeInt(0).writeInt(flag);
		out.writeInt(bodyBytes.length).writeBytes(bodyBytes);
		out.writeShort(propertyBytes.length).writeBytes(propertyBytes);
		return ByteBufUtil.getBytes(out);
	}

}
