package io.github.rocketmqlite;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A broker or name server answered, and the answer was no.
 */
public class BrokerException extends RocketException {

	private static final long serialVersionUID = 1L;

	private final int code;

	private final String remark;

	private final String address;

	/**
	 * Describes a refusal.
	 * @param code the response code as it came on the wire
	 * @param remark the server's own words, empty when it gave none
	 * @param address the server that answered, {@code host:port}
	 */
	public BrokerException(int code, String remark, String address) {
		this(code, remark, address, Outcome.NOT_SENT, null);
	}

	/**
	 * Describes a refusal that came after attempts whose outcome may be another.
	 * @param code the response code as it came on the wire
	 * @param remark the server's own words, empty when it gave none
	 * @param address the server that answered, {@code host:port}
	 * @param outcome what all attempts together may have done
	 * @param cause the refusal itself or what else is worth to know
	 */
	public BrokerException(int code, String remark, String address, Outcome outcome, @Nullable Throwable cause) {
		super(address + (isDenial(code, remark) ? " denied access: " : " answered ")
				+ ResponseCode.of(code).map(Enum::name).orElse("an unknown code") + " (" + code + ")"
				+ (remark.isEmpty() ? "" : ": " + remark), outcome, cause);
		this.code = code;
		this.remark = remark;
		this.address = address;
	}

	/**
	 * The number on the wire, for codes that {@link #responseCode()} does not know.
	 */
	public int code() {
		return this.code;
	}

	public Optional<ResponseCode> responseCode() {
		return ResponseCode.of(this.code);
	}

	public String remark() {
		return this.remark;
	}

	public String address() {
		return this.address;
	}

	/**
	 * Whether the server knows the client's credentials as wrong or insufficient. Other
	 * brokers of the cluster will say the same, so this is not retryable.
	 */
	public boolean isAccessDenied() {
		return isDenial(this.code, this.remark);
	}

	/**
	 * Whether the same request may succeed at another broker or later.
	 */
	public boolean isRetryable() {
		return !isAccessDenied() && responseCode().map(ResponseCode::isRetryable).orElse(false);
	}

	/**
	 * Access control has no code of its own (protocol 11.4): its first kind answers with
	 * a general error, its second with a code that read-only brokers and topics use too.
	 */
	private static boolean isDenial(int code, String remark) {
		return switch (code) {
			case 1 -> remark.contains("AclException");
			case 16 -> !remark.isEmpty() && !remark.contains("forbidden");
			default -> false;
		};
	}

}
