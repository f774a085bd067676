package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks one broker for messages by key or by id (QUERY_MESSAGE, 12). Its index is made of
 * hashes: the caller compares what comes.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param key one of the KEYS, or the id the producer gave
 * @param maxMessages how many messages are wanted; brokers stop at 64
 * @param beginTimestamp from when
 * @param endTimestamp until when
 * @param uniqueKey whether the key is an id
 * @param brokerName the broker's name
 */
public record QueryMessageRequest(String topic, String key, int maxMessages, long beginTimestamp, long endTimestamp,
		boolean uniqueKey, String brokerName) implements Request<MessageBatch> {

	private static final String UNIQUE_KEY_QUERY = "_UNIQUE_KEY_QUERY";

	/** That of 4.9.3, the last for which all servers leave the field out. */
	private static final int VERSION_OF_UNSIGNED_FIELD = 399;

	private static final int NOT_FOUND = 22;

	public QueryMessageRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(brokerName, "brokerName");
	}

	/**
	 * The field for ids is signed for some servers and not for others; they agree about
	 * clients of old (protocol 11.3).
	 */
	@Override
	public int version() {
		return this.uniqueKey ? VERSION_OF_UNSIGNED_FIELD : Request.super.version();
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
		out.field(UNIQUE_KEY_QUERY, this.uniqueKey ? "true" : null);
		out.field("bname", this.brokerName);
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
