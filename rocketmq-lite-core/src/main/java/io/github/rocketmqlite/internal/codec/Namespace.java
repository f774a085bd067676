package io.github.rocketmqlite.internal.codec;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A part of the names of topics and groups that only servers see (protocol 8.9.1):
 * {@code orders} is {@code ns%orders} to them, and a group's retry topic
 * {@code %RETRY%ns%group}. Wrapping twice is wrapping once; names of the system stay as
 * they are.
 * <p>
 * Threading: immutable.
 *
 * @param name the namespace, empty for none
 */
public record Namespace(String name) {

	/** No namespace: all names stay as they are. */
	public static final Namespace NONE = new Namespace("");

	private static final String SEPARATOR = "%";

	private static final String SYSTEM_GROUP = "CID_RMQ_SYS_";

	private static final String SYSTEM_TOPIC = "rmq_sys_";

	private static final Set<String> SYSTEM_TOPICS = Set.of(Names.TEMPLATE_TOPIC, "SCHEDULE_TOPIC_XXXX",
			"BenchmarkTest", "RMQ_SYS_TRANS_HALF_TOPIC", "RMQ_SYS_TRANS_OP_HALF_TOPIC",
			"RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC", "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC", "RMQ_SYS_TRACE_TOPIC",
			"TRANS_CHECK_MAX_TIME_TOPIC", "SELF_TEST_TOPIC", "OFFSET_MOVED_EVENT", "CHECKPOINT_TOPIC");

	/**
	 * Checks the name.
	 * @throws IllegalArgumentException naming a character that names do not have
	 */
	public Namespace {
		if (!name.isEmpty()) {
			if (name.contains(SEPARATOR)) {
				throw new IllegalArgumentException("The namespace '" + name + "' holds '%', which ends a namespace");
			}
			Names.checkGroup(name);
		}
	}

	/**
	 * The name as servers know it.
	 */
	public String wrap(String bare) {
		if (this.name.isEmpty() || bare.isEmpty() || isSystem(bare)) {
			return bare;
		}
		int start = Names.prefixLength(bare);
		String prefix = prefix();
		return bare.startsWith(prefix, start) ? bare : bare.substring(0, start) + prefix + bare.substring(start);
	}

	/**
	 * The name as users know it.
	 */
	public String unwrap(String wrapped) {
		if (this.name.isEmpty()) {
			return wrapped;
		}
		int start = Names.prefixLength(wrapped);
		String prefix = prefix();
		return wrapped.startsWith(prefix, start)
				? wrapped.substring(0, start) + wrapped.substring(start + prefix.length()) : wrapped;
	}

	/**
	 * A text for people, such as a server's remark, in which names are bare.
	 */
	public String unwrapAll(String text) {
		return this.name.isEmpty() ? text : text.replaceAll("(?<![a-zA-Z0-9_|-])" + Pattern.quote(prefix()), "");
	}

	private String prefix() {
		return this.name + SEPARATOR;
	}

	private static boolean isSystem(String name) {
		return SYSTEM_TOPICS.contains(name) || name.startsWith(SYSTEM_TOPIC) || name.startsWith(SYSTEM_GROUP);
	}

}
