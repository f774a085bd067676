package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.InvalidMessageException;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the names of topics and groups on their way into a header. Which fields hold
 * names is the same for all commands, but for sends with their one-letter fields.
 * <p>
 * Threading: confined to one thread.
 */
final class ScopedFieldWriter implements FieldWriter {

	private static final int SEND_MESSAGE_V2 = 310;

	private static final int SEND_BATCH_MESSAGE = 320;

	private static final int SEND_REPLY_MESSAGE_V2 = 325;

	private static final char NAME_END = 1;

	private static final char VALUE_END = 2;

	private final FieldWriter out;

	private final RequestScope scope;

	private final boolean send;

	private final boolean reply;

	ScopedFieldWriter(FieldWriter out, RequestScope scope, int code) {
		this.out = out;
		this.scope = scope;
		this.reply = code == SEND_REPLY_MESSAGE_V2;
		this.send = this.reply || code == SEND_MESSAGE_V2 || code == SEND_BATCH_MESSAGE;
	}

	@Override
	public void field(String name, @Nullable String value) {
		this.out.field(name, (value != null) ? scoped(name, value) : null);
	}

	@Override
	public void field(String name, int value) {
		this.out.field(name, value);
	}

	@Override
	public void field(String name, long value) {
		this.out.field(name, value);
	}

	@Override
	public void field(String name, boolean value) {
		boolean unitMode = name.equals("unitMode") || (this.send && name.equals("k"));
		this.out.field(name, unitMode ? this.scope.unitMode() : value);
	}

	private String scoped(String name, String value) {
		if (this.scope.namespace().name().isEmpty()) {
			return value;
		}
		return switch (name) {
			case "topic", "originTopic", "parentTopic", "group", "groupName", "consumerGroup", "producerGroup" ->
				this.scope.namespace().wrap(value);
			case "a" -> this.send ? this.scope.namespace().wrap(value) : value;
			// reply topics belong to their cluster
			case "b" -> (this.send && !this.reply) ? this.scope.namespace().wrap(value) : value;
			case "lastKey" -> lastKey(value);
			case "i" -> this.send ? properties(value) : value;
			default -> value;
		};
	}

	/** The place in an index begins with a time and a topic. */
	private String lastKey(String value) {
		int start = value.indexOf('@') + 1;
		int end = Math.max(start, value.indexOf('@', start));
		return value.substring(0, start) + this.scope.namespace().wrap(value.substring(start, end))
				+ value.substring(end);
	}

	// the namespace is on record, and brokers find a producer by the group of this name
	private String properties(String text) {
		String own = wrapProducerGroup(text);
		if (find(own, "INSTANCE_ID") >= 0) {
			return own;
		}
		String separator = (own.isEmpty() || own.charAt(own.length() - 1) == VALUE_END) ? "" : "" + VALUE_END;
		String scoped = own + separator + "INSTANCE_ID" + NAME_END + this.scope.namespace().name() + VALUE_END;
		int bytes = ByteBufUtil.utf8Bytes(scoped);
		if (bytes > MessageProperties.MAX_BYTES) {
			throw new InvalidMessageException("The properties and the namespace take " + bytes
					+ " bytes, more than the limit of " + MessageProperties.MAX_BYTES);
		}
		return scoped;
	}

	private String wrapProducerGroup(String text) {
		int start = find(text, MessageProperties.PRODUCER_GROUP);
		if (start < 0) {
			return text;
		}
		int end = text.indexOf(VALUE_END, start);
		int stop = (end < 0) ? text.length() : end;
		return text.substring(0, start) + this.scope.namespace().wrap(text.substring(start, stop))
				+ text.substring(stop);
	}

	private static int find(String text, String name) {
		String start = name + NAME_END;
		if (text.startsWith(start)) {
			return start.length();
		}
		int at = text.indexOf(VALUE_END + start);
		return (at < 0) ? -1 : at + 1 + start.length();
	}

}
