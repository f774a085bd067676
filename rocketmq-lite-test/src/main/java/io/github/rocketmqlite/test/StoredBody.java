package io.github.rocketmqlite.test;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One message as the broker stores it.
 * <p>
 * Threading: immutable as long as nobody writes into {@code body}; equality compares the
 * array's identity.
 *
 * @param topic the topic it is stored under, for example {@code %DLQ%my-group}
 * @param queueId the queue within the topic
 * @param queueOffset its position in the queue
 * @param body the body after decompression
 * @param properties all stored properties, system properties included
 * @param reconsumeTimes how often it has been sent back for another delivery
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are the point; nobody compares them
public record StoredBody(String topic, int queueId, long queueOffset, byte[] body, Map<String, String> properties,
		int reconsumeTimes) {

	public StoredBody {
		properties = Map.copyOf(properties);
	}

	/**
	 * The body as UTF-8 text.
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * All of it, the body as text, so that failed assertions can be read.
	 */
	@Override
	public String toString() {
		return "StoredBody[topic=" + this.topic + ", queueId=" + this.queueId + ", queueOffset=" + this.queueOffset
				+ ", text=" + text() + ", properties=" + this.properties + ", reconsumeTimes=" + this.reconsumeTimes
				+ "]";
	}

}
