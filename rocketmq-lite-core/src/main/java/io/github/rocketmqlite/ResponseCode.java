package io.github.rocketmqlite;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The codes with which name servers and brokers answer, and which of them mean that the
 * same request may succeed at another broker or later.
 * <p>
 * Source: the protocol's {@code ResponseCode} and {@code RemotingSysResponseCode} tables.
 */
public enum ResponseCode {

	SUCCESS(0, false), SYSTEM_ERROR(1, true), SYSTEM_BUSY(2, true), REQUEST_CODE_NOT_SUPPORTED(3, false),
	TRANSACTION_FAILED(4, false), FLUSH_DISK_TIMEOUT(10, false), SLAVE_NOT_AVAILABLE(11, false),
	FLUSH_SLAVE_TIMEOUT(12, false), MESSAGE_ILLEGAL(13, false), SERVICE_NOT_AVAILABLE(14, true),
	VERSION_NOT_SUPPORTED(15, false), NO_PERMISSION(16, true), TOPIC_NOT_EXIST(17, true),
	TOPIC_EXIST_ALREADY(18, false), PULL_NOT_FOUND(19, false), PULL_RETRY_IMMEDIATELY(20, false),
	PULL_OFFSET_MOVED(21, false), QUERY_NOT_FOUND(22, false), SUBSCRIPTION_PARSE_FAILED(23, false),
	SUBSCRIPTION_NOT_EXIST(24, true), SUBSCRIPTION_NOT_LATEST(25, true), SUBSCRIPTION_GROUP_NOT_EXIST(26, false),
	FILTER_DATA_NOT_EXIST(27, true), FILTER_DATA_NOT_LATEST(28, true), INVALID_PARAMETER(29, false),
	NO_BUYER_ID(204, true), NOT_IN_CURRENT_UNIT(205, true), CONSUMER_NOT_ONLINE(206, false),
	CONSUME_MSG_TIMEOUT(207, false), NO_MESSAGE(208, false), POLLING_FULL(209, true), POLLING_TIMEOUT(210, true),
	FLOW_CONTROL(215, true), NOT_LEADER_FOR_QUEUE(501, true), ILLEGAL_OPERATION(604, false), GO_AWAY(1500, true),
	LMQ_QUOTA_EXCEEDED(2017, false), LITE_SUBSCRIPTION_QUOTA_EXCEEDED(2018, false);

	private static final Map<Integer, ResponseCode> BY_NUMBER = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(ResponseCode::number, Function.identity()));

	private final int number;

	private final boolean retryable;

	ResponseCode(int number, boolean retryable) {
		this.number = number;
		this.retryable = retryable;
	}

	/**
	 * The number on the wire.
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Whether the request was not executed and may succeed elsewhere or later.
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

	/**
	 * Finds a code by its number; empty for numbers that this client does not know.
	 */
	public static Optional<ResponseCode> of(int number) {
		return Optional.ofNullable(BY_NUMBER.get(number));
	}

}
