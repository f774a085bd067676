package io.github.rocketmqlite.internal.codec.command;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Fields;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a pop's answer says of its messages, and the receipt handles made of
 * it (protocol 10.2 and 10.3).
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class PopOffsets {

	/** The handle that brokers put into messages from retry topics. */
	private static final String HANDLE = "POP_CK";

	private final PopMessageRequest request;

	private final String[] realTopics;

	private final String[] bareTopics;

	private final long popTime;

	private final long invisibleMillis;

	private final int reviveQueueId;

	private final Map<Place, String> startOffsets;

	private final Map<Place, String> messageOffsets;

	private final Map<Place, long[]> popped = new HashMap<>();

	PopOffsets(Fields fields, PopMessageRequest request, Namespace namespace, List<StoredMessage> messages) {
		this.request = request;
		String group = namespace.wrap(request.group());
		String topic = namespace.wrap(request.topic());
		this.realTopics = new String[] { topic, Names.popRetryTopic(group, topic),
				Names.popRetryTopicV2(group, topic) };
		this.bareTopics = Arrays.stream(this.realTopics).map(namespace::unwrap).toArray(String[]::new);
		this.popTime = fields.number("popTime");
		this.invisibleMillis = fields.number("invisibleTime");
		this.reviveQueueId = fields.integer("reviveQid");
		this.startOffsets = places(fields.text("startOffsetInfo"));
		this.messageOffsets = places(fields.text("msgOffsetInfo"));
		for (StoredMessage message : messages) {
			this.popped.merge(place(message), new long[] { message.queueOffset() }, PopOffsets::joined);
		}
		this.popped.values().forEach(Arrays::sort);
	}

	private static long[] joined(long[] some, long[] more) {
		long[] all = Arrays.copyOf(some, some.length + more.length);
		System.arraycopy(more, 0, all, some.length, more.length);
		return all;
	}

	PopMessageResponse.Popped popped(StoredMessage message) {
		ReceiptHandle given = given(message);
		ReceiptHandle handle = (given != null) ? given : made(message);
		int flag = handle.retryFlag();
		if (flag < 0 || flag >= this.realTopics.length) {
			throw problem("the receipt handle '" + handle + "' has an unknown retry flag");
		}
		return new PopMessageResponse.Popped(message, handle, this.realTopics[flag], message.reconsumeTimes());
	}

	/**
	 * The handle that the broker put into the message. A message may carry an old one,
	 * from the delivery after which it went to the dead-letter topic, for example.
	 */
	private @Nullable ReceiptHandle given(StoredMessage message) {
		String text = message.property(HANDLE);
		if (text == null) {
			return null;
		}
		ReceiptHandle handle = ReceiptHandle.parse(text);
		return (handle.popTime() == this.popTime) ? handle : null;
	}

	private ReceiptHandle made(StoredMessage message) {
		Place place = place(message);
		MessageQueue queue = message.queue();
		String start = this.startOffsets.get(place);
		long[] offsets = this.popped.getOrDefault(place, new long[] { message.queueOffset() });
		long first = (start != null) ? number(start) : offsets[0];
		return new ReceiptHandle(first, this.popTime, this.invisibleMillis, this.reviveQueueId, place.retryFlag(),
				this.request.brokerName(), queue.queueId(), offset(place, offsets, message.queueOffset()));
	}

	/** The broker's number for the message, normally its offset. */
	private long offset(Place place, long[] offsets, long queueOffset) {
		String text = this.messageOffsets.get(place);
		if (text == null) {
			return queueOffset;
		}
		long[] numbers = Arrays.stream(text.split(",", -1)).mapToLong(this::number).toArray();
		boolean known = Arrays.stream(numbers).anyMatch((number) -> number == queueOffset);
		return (known || numbers.length != offsets.length) ? queueOffset
				: numbers[Arrays.binarySearch(offsets, queueOffset)];
	}

	private Place place(StoredMessage message) {
		String topic = message.storedTopic();
		int flag = ReceiptHandle.NORMAL;
		if (!topic.equals(this.bareTopics[ReceiptHandle.NORMAL])) {
			flag = Math.max(flag, Arrays.asList(this.bareTopics).indexOf(topic));
		}
		return new Place(flag, message.queue().queueId());
	}

	private Map<Place, String> places(@Nullable String text) {
		Map<Place, String> places = new HashMap<>();
		if (text != null && !text.isEmpty()) {
			for (String group : text.split(";", -1)) {
				String[] fields = group.split(" ", -1);
				if (fields.length != 3) {
					throw problem("'" + group + "' does not name a queue and its offsets");
				}
				places.put(new Place((int) number(fields[0]), (int) number(fields[1])), fields[2]);
			}
		}
		return places;
	}

	private long number(String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw problem("'" + text + "' is not a number");
		}
	}

	private ProtocolException problem(String what) {
		return new ProtocolException("The answer of broker " + this.request.brokerName() + " to a pop of topic "
				+ this.request.topic() + " makes no sense: " + what, Outcome.UNKNOWN, null);
	}

	private record Place(int retryFlag, int queueId) {
	}

}
