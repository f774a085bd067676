package io.github.rocketmqlite.internal.remoting;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests as brokers with access control lists of either kind expect it (protocol
 * 11.2): the values of all header fields in the order of the fields' names, then the
 * body. Code, correlation id and flags are not covered, and nothing tells a copy from the
 * original, so access control wants TLS beside it.
 * <p>
 * Threading: thread-safe, if the source of keys is.
 */
public final class AclSigner implements RequestSigner {

	static final String ACCESS_KEY = "AccessKey";

	static final String SECURITY_TOKEN = "SecurityToken";

	private final Supplier<SigningKey> keys;

	/**
	 * Prepares a signer.
	 * @param keys asked for each request
	 */
	public AclSigner(Supplier<SigningKey> keys) {
		this.keys = keys;
	}

	@Override
	public <R> Request<R> sign(Request<R> request) {
		SigningKey key = this.keys.get();
		byte[] body = request.body();
		Values values = new Values(request);
		request.writeFields(values);
		values.field(ACCESS_KEY, key.accessKey());
		values.field(SECURITY_TOKEN, key.securityToken());
		return new SignedRequest<>(request, body, key, key.sign(values.toBytes(), body));
	}

	/**
	 * Collects the values of fields in the order of the fields' names.
	 */
	private static final class Values implements FieldWriter {

		private final Map<String, String> sorted = new TreeMap<>();

		private final Request<?> request;

		Values(Request<?> request) {
			this.request = request;
		}

		@Override
		public void field(String name, @Nullable String value) {
			if (value != null && this.request.signs(name)) {
				this.sorted.put(name, value);
			}
		}

		@Override
		public void field(String name, int value) {
			field(name, Integer.toString(value));
		}

		@Override
		public void field(String name, long value) {
			field(name, Long.toString(value));
		}

		@Override
		public void field(String name, boolean value) {
			field(name, Boolean.toString(value));
		}

		byte[] toBytes() {
			return String.join("", this.sorted.values()).getBytes(StandardCharsets.UTF_8);
		}

	}

}
