package io.github.rocketmqlite.benchmarks.layer;

import java.nio.charset.StandardCharsets;

import tools.jackson.databind.json.JsonMapper;

/**
 * What messages carry, each some 128 bytes as a body.
 */
@SuppressWarnings("ImmutableEnumChecker") // values that nobody changes
enum Payload {

	BYTES("x".repeat(128).getBytes(StandardCharsets.US_ASCII)), TEXT("x".repeat(128)),
	JSON(new Order(4_711, "customer-17", 129.95, "x".repeat(70)));

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final Object value;

	Payload(Object value) {
		this.value = value;
	}

	Object value() {
		return this.value;
	}

	/** The body, as an application without the layer makes it. */
	byte[] toBody() {
		return switch (this) {
			case BYTES -> (byte[]) this.value;
			case TEXT -> ((String) this.value).getBytes(StandardCharsets.UTF_8);
			case JSON -> MAPPER.writeValueAsBytes(this.value);
		};
	}

	/** The value, as an application without the layer reads it. */
	Object fromBody(byte[] body) {
		return switch (this) {
			case BYTES -> body;
			case TEXT -> new String(body, StandardCharsets.UTF_8);
			case JSON -> MAPPER.readValue(body, Order.class);
		};
	}

	/**
	 * An object as applications have them.
	 */
	record Order(long id, String customer, double amount, String remark) {
	}

}
