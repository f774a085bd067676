package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.BrokerException;

/**
 * A request within its client's scope.
 * <p>
 * Threading: immutable.
 *
 * @param request the request with bare names
 * @param scope the scope
 * @param <R> what the answer is decoded to
 */
record ScopedRequest<R>(Request<R> request, RequestScope scope) implements Request<R> {

	private static final int ROUTE = 105;

	@Override
	public int version() {
		return this.request.version();
	}

	@Override
	public boolean signs(String field) {
		return this.request.signs(field);
	}

	@Override
	public int code() {
		return this.request.code();
	}

	@Override
	public String name() {
		return this.request.name();
	}

	@Override
	public void writeFields(FieldWriter out) {
		this.request.writeFields(new ScopedFieldWriter(out, this.scope, code()));
		if (this.scope.namespaceV2() != null) {
			out.field("ns", this.scope.namespaceV2());
			out.field("nsd", true);
		}
		if (this.scope.zone() != null && code() == ROUTE) {
			out.field("__ZONE_NAME", this.scope.zone());
			out.field("__ZONE_MODE", true);
		}
	}

	@Override
	public byte[] body() {
		return this.request.body(this.scope);
	}

	@Override
	public R decode(Frame answer) {
		try {
			return this.request.decode(answer, this.scope);
		}
		catch (BrokerException ex) {
			String remark = this.scope.namespace().unwrapAll(ex.remark());
			throw remark.equals(ex.remark()) ? ex : new BrokerException(ex.code(), remark, ex.address());
		}
	}

}
