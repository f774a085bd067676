package io.github.rocketmqlite;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A message to send: a topic, a body and, optionally, a tag, keys and user properties.
 * <p>
 * The client never changes a message: the unique id, the delay and whatever else the wire
 * needs are added to the bytes that leave, so one message may be sent many times and from
 * many threads.
 * <p>
 * What the broker would refuse or silently corrupt is refused when the message is sent,
 * with an {@link InvalidMessageException} that names the value: a bad topic name, an
 * empty or oversize body, reserved or oversize properties.
 * <p>
 * Threading: immutable, provided the body array is left alone after it was handed over.
 */
public final class Message {

	private static final byte[] NO_BODY = new byte[0];

	/** Far beyond what brokers take; keeps milliseconds within their bounds. */
	private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

	/** The end of the year 9999; a text would have to be parsed in each fresh JVM. */
	private static final Instant LATEST_DELIVERY = Instant.ofEpochSecond(253_402_300_799L);

	private final String topic;

	private final @Nullable String tag;

	private final List<String> keys;

	private final Map<String, String> properties;

	private final byte[] body;

	private final int delayLevel;

	private final int flag;

	private final @Nullable Duration delay;

	private final @Nullable Instant deliverAt;

	private final @Nullable Integer priority;

	private final @Nullable String liteTopic;

	private final @Nullable String orderingKey;

	private final @Nullable Correlation correlation;

	private Message(Builder builder) {
		this.correlation = builder.correlation;
		this.topic = builder.topic;
		this.tag = builder.tag;
		this.keys = List.copyOf(builder.keys);
		this.properties = builder.properties.isEmpty() ? Map.of()
				: Collections.unmodifiableMap(new LinkedHashMap<>(builder.properties));
		this.body = builder.body;
		this.delayLevel = builder.delayLevel;
		this.flag = builder.flag;
		this.delay = builder.delay;
		this.deliverAt = builder.deliverAt;
		this.priority = builder.priority;
		this.liteTopic = builder.liteTopic;
		this.orderingKey = builder.orderingKey;
	}

	/**
	 * Starts a message to a topic.
	 * @param topic the topic's name, 1 to 127 characters of letters, digits, {@code _},
	 * {@code -}, {@code %} and {@code |}
	 */
	public static Builder builder(String topic) {
		return new Builder(topic);
	}

	/**
	 * Starts the reply to a request. It is sent as any other message, by any producer,
	 * and goes to the one client that waits for it, through the broker that the request
	 * came from. Sending it fails with a {@link BrokerException} when that client is not
	 * there any more.
	 * @param request a message that {@link ReceivedMessage#isRequest() is a request}
	 * @throws InvalidMessageException when it is none, or was sent in a way that cannot
	 * be answered
	 */
	public static Builder replyTo(ReceivedMessage request) {
		Correlation asked = request.correlation();
		if (asked == null || !request.isRequest()) {
			throw new InvalidMessageException(
					"Message " + request.messageId() + " is no request: nobody waits for a reply");
		}
		String cluster = request.property("CLUSTER");
		if (cluster == null) {
			throw new InvalidMessageException("Request " + request.messageId()
					+ " cannot be answered: its broker did not say which cluster it came through");
		}
		return new Builder(cluster + "_REPLY_TOPIC")
			.correlation(new Correlation(asked.id(), asked.client(), asked.timeToLive(), request.queue()));
	}

	/**
	 * Starts a message that differs from this one only in what is set on the builder.
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.topic);
		builder.correlation = this.correlation;
		builder.tag = this.tag;
		builder.keys(this.keys);
		builder.properties(this.properties);
		builder.body = this.body;
		builder.delayLevel = this.delayLevel;
		builder.flag = this.flag;
		builder.delay = this.delay;
		builder.deliverAt = this.deliverAt;
		builder.priority = this.priority;
		builder.liteTopic = this.liteTopic;
		builder.orderingKey = this.orderingKey;
		return builder;
	}

	public String topic() {
		return this.topic;
	}

	/**
	 * The one coarse label that consumers filter by, or {@code null} for none.
	 */
	public @Nullable String tag() {
		return this.tag;
	}

	/**
	 * The business ids by which the broker can find this message again.
	 */
	public List<String> keys() {
		return this.keys;
	}

	/**
	 * The user properties, in the order they were set.
	 */
	public Map<String, String> properties() {
		return this.properties;
	}

	/**
	 * The body itself, not a copy of it.
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * The broker's delay level, from 1 up, or 0 for delivery at once.
	 */
	public int delayLevel() {
		return this.delayLevel;
	}

	/**
	 * An opaque number of the application, stored beside the message and handed to
	 * consumers as it is.
	 */
	public int flag() {
		return this.flag;
	}

	/**
	 * How long after it was stored the message is delivered, or {@code null}.
	 */
	public @Nullable Duration delay() {
		return this.delay;
	}

	/**
	 * When the message is delivered, or {@code null}.
	 */
	public @Nullable Instant deliverAt() {
		return this.deliverAt;
	}

	/**
	 * How urgent the message is, from 0 up, or {@code null} when that was not said.
	 */
	public @Nullable Integer priority() {
		return this.priority;
	}

	/**
	 * The lite topic below the topic, or {@code null} for none.
	 */
	public @Nullable String liteTopic() {
		return this.liteTopic;
	}

	/**
	 * What this message is ordered by, or {@code null} for no order.
	 */
	public @Nullable String orderingKey() {
		return this.orderingKey;
	}

	/**
	 * What ties a reply to its request, {@code null} for all other messages.
	 */
	public @Nullable Correlation correlation() {
		return this.correlation;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Message that && this.topic.equals(that.topic) && Objects.equals(this.tag, that.tag)
				&& this.keys.equals(that.keys) && this.properties.equals(that.properties)
				&& this.delayLevel == that.delayLevel && this.flag == that.flag
				&& Objects.equals(this.orderingKey, that.orderingKey) && Arrays.equals(this.body, that.body)
				&& Objects.equals(this.delay, that.delay) && Objects.equals(this.deliverAt, that.deliverAt)
				&& Objects.equals(this.priority, that.priority) && Objects.equals(this.liteTopic, that.liteTopic)
				&& Objects.equals(this.correlation, that.correlation);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.topic, this.tag, this.keys, this.properties, this.delayLevel, this.flag,
				this.orderingKey, Arrays.hashCode(this.body), this.delay, this.deliverAt, this.priority, this.liteTopic,
				this.correlation);
	}

	/**
	 * Names the message without its body: bodies never belong in a log.
	 */
	@Override
	public String toString() {
		return "Message[topic=" + this.topic + ", tag=" + this.tag + ", keys=" + this.keys + ", bodyBytes="
				+ this.body.length + "]";
	}

	/**
	 * Collects the parts of a {@link Message}. Not thread-safe.
	 */
	public static final class Builder {

		private final String topic;

		private @Nullable String tag;

		/** Most messages have none: then there is no list to fill. */
		private List<String> keys = List.of();

		private Map<String, String> properties = Map.of();

		private byte[] body = NO_BODY;

		private int delayLevel;

		private int flag;

		private @Nullable Duration delay;

		private @Nullable Instant deliverAt;

		private @Nullable Integer priority;

		private @Nullable String liteTopic;

		private @Nullable String orderingKey;

		private @Nullable Correlation correlation;

		private Builder(String topic) {
			this.topic = Objects.requireNonNull(topic, "topic");
		}

		/**
		 * Sets the tag. Default: none.
		 */
		public Builder tag(@Nullable String tag) {
			this.tag = tag;
			return this;
		}

		/**
		 * Adds one key. Keys are joined by a space on the wire, so a key has none.
		 */
		public Builder key(String key) {
			Objects.requireNonNull(key, "key");
			if (this.keys.isEmpty()) {
				this.keys = new ArrayList<>();
			}
			this.keys.add(key);
			return this;
		}

		/**
		 * Adds several keys.
		 */
		public Builder keys(Collection<String> keys) {
			keys.forEach(this::key);
			return this;
		}

		/**
		 * Sets one user property. The name must not be one that RocketMQ
		 * {@linkplain ReservedProperties reserves}, and neither name nor value may be
		 * empty or hold the control characters 0x01 and 0x02.
		 */
		public Builder property(String name, String value) {
			Objects.requireNonNull(name, "name");
			Objects.requireNonNull(value, "value");
			if (this.properties.isEmpty()) {
				this.properties = new LinkedHashMap<>();
			}
			this.properties.put(name, value);
			return this;
		}

		/**
		 * Sets several user properties.
		 */
		public Builder properties(Map<String, String> properties) {
			properties.forEach(this::property);
			return this;
		}

		/**
		 * Sets the body. The array is not copied; leave it alone afterwards.
		 */
		public Builder body(byte[] body) {
			this.body = Objects.requireNonNull(body, "body");
			return this;
		}

		/**
		 * Sets the body to the UTF-8 bytes of a text.
		 */
		public Builder body(String text) {
			return body(text.getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Delays delivery by one of the broker's levels; with the broker's default table
		 * 1 is one second, 2 five seconds, 3 ten seconds and 18 two hours. Default: 0, no
		 * delay.
		 */
		public Builder delayLevel(int level) {
			if (level < 0) {
				throw new IllegalArgumentException("delayLevel must not be negative, but is " + level);
			}
			this.delayLevel = level;
			return this;
		}

		/**
		 * Sets the opaque user number. Default: 0.
		 */
		public Builder flag(int flag) {
			this.flag = flag;
			return this;
		}

		/**
		 * Orders this message among those of the same topic and key that the same
		 * producer sends: they go to one queue, one after the other, and are stored in
		 * the order in which they were sent, retries included. Messages of different keys
		 * do not wait for each other. Default: none, no order.
		 * <p>
		 * The queue is the key's hash code modulo the number of the topic's writable
		 * queues. When that number changes, most keys move to another queue, so order is
		 * kept across a change only if the consumers have caught up with the old queues.
		 */
		public Builder orderingKey(@Nullable String key) {
			this.orderingKey = key;
			return this;
		}

		/**
		 * Makes the message a request or a reply. Seldom set by hand: producers make
		 * requests and {@link Message#replyTo(ReceivedMessage)} replies. Default:
		 * {@code null}, neither.
		 */
		public Builder correlation(@Nullable Correlation correlation) {
			this.correlation = correlation;
			return this;
		}

		/**
		 * Delivers the message that long after the broker has stored it. Brokers from 5.0
		 * on keep such messages in their timer wheel, with a precision of one second, and
		 * refuse delays of more than three days unless they are configured otherwise
		 * ({@code timerMaxDelaySec}); brokers of 4.9 deliver at once. Default:
		 * {@code null}, no delay.
		 */
		public Builder delay(@Nullable Duration delay) {
			if (delay != null && (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0)) {
				throw new IllegalArgumentException("delay must be from 0 to 36500 days, but is " + delay);
			}
			this.delay = delay;
			return this;
		}

		/**
		 * Delivers the message at that time of the broker's clock, or at once if it is in
		 * the past. Brokers limit it as they do a {@link #delay(Duration) delay}.
		 * Default: {@code null}, at once.
		 */
		public Builder deliverAt(@Nullable Instant time) {
			if (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST_DELIVERY))) {
				throw new IllegalArgumentException("deliverAt must be from 1970 to 9999, but is " + time);
			}
			this.deliverAt = time;
			return this;
		}

		/**
		 * Says how urgent the message is: brokers from 5.4 on put messages of topics of
		 * the type {@code PRIORITY} into the queue of that number, or the last one, and
		 * pop consumers can favour the higher queues. Other brokers and topics ignore it.
		 * Default: {@code null}, not said.
		 */
		public Builder priority(@Nullable Integer priority) {
			if (priority != null && priority < 0) {
				throw new IllegalArgumentException("priority must not be negative, but is " + priority);
			}
			this.priority = priority;
			return this;
		}

		/**
		 * Sends the message to a lite topic: one of many light queues below a topic of
		 * the type {@code LITE}, at brokers from 5.4 on that are configured for it. All
		 * messages of a lite topic go to one queue, by its name, unless the send says
		 * where to; the producer's own selector is not asked. Default: {@code null},
		 * none.
		 */
		public Builder liteTopic(@Nullable String liteTopic) {
			this.liteTopic = liteTopic;
			return this;
		}

		/**
		 * Makes the message.
		 * @throws IllegalArgumentException naming two settings that exclude each other: a
		 * message has one delay at most, and only one of delay, priority and lite topic
		 */
		public Message build() {
			String kind = requireOne(null, "delayLevel", this.delayLevel > 0);
			kind = requireOne(kind, "delay", this.delay != null);
			kind = requireOne(kind, "deliverAt", this.deliverAt != null);
			kind = requireOne(kind, "priority", this.priority != null);
			requireOne(kind, "liteTopic", this.liteTopic != null);
			return new Message(this);
		}

		private static @Nullable String requireOne(@Nullable String former, String name, boolean set) {
			if (former != null && set) {
				throw new IllegalArgumentException(
						"A message has either '" + former + "' or '" + name + "', but both are set");
			}
			return set ? name : former;
		}

	}

}
