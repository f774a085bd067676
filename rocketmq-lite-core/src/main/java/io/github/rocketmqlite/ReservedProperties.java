package io.github.rocketmqlite;

import java.util.Set;

/**
 * The names of properties that RocketMQ keeps for itself.
 * <p>
 * Source: the protocol's {@code MessageConst} table.
 * <p>
 * Threading: stateless.
 */
public final class ReservedProperties {

	private static final String TRANSIENT_PREFIX = "__RMQ.TRANSIENT.";

	private static final Set<String> RESERVED = Set.of("KEYS", "TAGS", "WAIT", "UNIQ_KEY", "DELAY", "TIMER_DELIVER_MS",
			"TIMER_DELAY_MS", "TIMER_DELAY_SEC", "TIMER_OUT_MS", "TIMER_ENQUEUE_MS", "TIMER_DEQUEUE_MS",
			"TIMER_ROLL_TIMES", "TIMER_DEL_UNIQKEY", "TIMER_DELAY_LEVEL", "RETRY_TOPIC", "ORIGIN_MESSAGE_ID",
			"RECONSUME_TIME", "MAX_RECONSUME_TIMES", "REAL_TOPIC", "REAL_QID", "TRAN_MSG", "PGROUP",
			"TRAN_PREPARED_QUEUE_OFFSET", "MIN_OFFSET", "MAX_OFFSET", "CONSUME_START_TIME", "BUYER_ID", "TRANSFER_FLAG",
			"CORRECTION_FLAG", "MQ2_FLAG", "INSTANCE_ID", "CLUSTER", "MSG_REGION", "TRACE_ON", "MSG_TYPE",
			"CORRELATION_ID", "REPLY_TO_CLIENT", "TTL", "ARRIVE_TIME", "PUSH_REPLY_TIME", "POP_CK", "POP_CK_OFFSET",
			"1ST_POP_TIME", "ORIGIN_GROUP", "DUP_INFO", "EXTEND_UNIQ_INFO", "INNER_MULTI_DISPATCH",
			"INNER_MULTI_QUEUE_OFFSET", "DLQ_ORIGIN_TOPIC", "DLQ_ORIGIN_MESSAGE_ID", "__BORNHOST", "BORN_TIMESTAMP",
			"__CRC32#", "_SYS_MSG_PRIORITY_", "__LITE_TOPIC");

	/** What brokers add and nothing keeps user code from setting. */
	private static final Set<String> ADDED = Set.of("TRANSACTION_CHECK_TIMES", "__transactionId__", "INNER_NUM",
			"INNER_BASE", "TRACE_CONTEXT", "REDIRECT", "PROPERTY_FORWARD_QUEUE_ID", "TRANS_OFFSET");

	private ReservedProperties() {
	}

	/**
	 * Whether a {@link Message} may not have a user property of this name: sending it
	 * fails with an {@link InvalidMessageException}.
	 */
	public static boolean isReserved(String name) {
		return RESERVED.contains(name);
	}

	/**
	 * Whether a property of this name on a received message is RocketMQ's own and not one
	 * the application set: all reserved names, and those that brokers add.
	 */
	public static boolean isSystem(String name) {
		return RESERVED.contains(name) || ADDED.contains(name) || name.startsWith(TRANSIENT_PREFIX);
	}

}
