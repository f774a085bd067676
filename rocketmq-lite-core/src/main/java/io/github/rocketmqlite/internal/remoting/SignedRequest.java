package io.github.rocketmqlite.internal.remoting;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * A request and its signature, which is the last field.
 * <p>
 * Threading: immutable.
 */
final class SignedRequest<R> implements Request<R> {

	static final String SIGNATURE = "Signature";

	private final Request<R> request;

	private final byte[] body;

	private final SigningKey key;

	private final String signature;

	SignedRequest(Request<R> request, byte[] body, SigningKey key, String signature) {
		this.request = request;
		this.body = body;
		this.key = key;
		this.signature = signature;
	}

	@Override
	public String name() {
		return this.request.name();
	}

	@Override
	public int version() {
		return this.request.version();
	}

	@Override
	public int code() {
		return this.request.code();
	}

	@Override
	public void writeFields(FieldWriter out) {
		this.request.writeFields(out);
		out.field(AclSigner.ACCESS_KEY, this.key.accessKey());
		out.field(AclSigner.SECURITY_TOKEN, this.key.securityToken());
		out.field(SIGNATURE, this.signature);
	}

	@Override
	public byte[] body() {
		return this.body;
	}

	@Override
	public R decode(Frame answer) {
		return this.request.decode(answer);
	}

	@Override
	public String toString() {
		return name();
	}

}
