package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import org.jspecify.annotations.Nullable;

/**
 * Asks one broker for messages by key, by id or by tag (QUERY_MESSAGE, 12). Its index is
 * made of hashes: the caller compares what comes.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param type what the messages are looked for by
 * @param key one of the KEYS, the id the producer gave, or the tag
 * @param maxMessages how many messages are wanted; brokers stop at 64
 * @param beginTimestamp from when
 * @param endTimestamp until when
 * @param lastKey behind which entry of the index to go on; {@code null} for its beginning
 * @param brokerName the broker's name
 */
public record QueryMessageRequest(String topic, IndexType type, String key, int maxMessages, long beginTimestamp,
		long endTimestamp, @Nullable String lastKey, String brokerName) implements Request<MessageBatch> {

	private static final String UNIQUE_KEY_QUERY = "_UNIQUE_KEY_QUERY";

	/** That of 4.9.3, the last for which all servers leave the field out. */
	private static final int VERSION_OF_UNSIGNED_FIELD = 399;

	private static final int NOT_FOUND = 22;

	public QueryMessageRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	/**
	 * The field for ids is signed for some servers and not for others; they agree about
	 * clients of old (protocol 11.3).
	 */
	@Override
	public int protocolVersion() {
		return (this.type == IndexType.UNIQUE) ? VERSION_OF_UNSIGNED_FIELD : Request.super.protocolVersion();
	}

	@Override
	public boolean signs(String field) {
		return !field.equals(UNIQUE_KEY_QUERY);
	}

	@Override
	public int code() {
		return 12;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
		out.field("key", this.key);
		out.field("maxNum", this.maxMessages);
		out.field("beginTimestamp", this.beginTimestamp);
		out.field("endTimestamp", this.endTimestamp);
		out.field(UNIQUE_KEY_QUERY, (this.type == IndexType.UNIQUE) ? "true" : null);
		// what brokers look for by themselves need not be said
		boolean named = this.type == IndexType.TAG || this.lastKey != null;
		out.field("indexType", named ? this.type.code() : null);
		out.field("lastKey", this.lastKey);
		out.field("bname", this.brokerName);
	}

	/**
	 * What brokers index.
	 */
	public enum IndexType {

		/** The keys of messages. */
		KEY("K"),

		/** The ids that producers give. */
		UNIQUE("U"),

		/** The tags of messages, from 5.4 on. */
		TAG("T");

		private final String code;

		IndexType(String code) {
			this.code = code;
		}

		/**
		 * The name on the wire.
		 */
		public String code() {
			return this.code;
		}

	}

	@Override
	public MessageBatch decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public MessageBatch decode(Frame answer, RequestScope scope) {
		if (answer.code() == NOT_FOUND) {
			return MessageBatch.decode(NO_BODY, this.brokerName);
		}
		return MessageBatch.decode(answer.requireSuccess(), this.brokerName, scope.namespace());
	}

}
