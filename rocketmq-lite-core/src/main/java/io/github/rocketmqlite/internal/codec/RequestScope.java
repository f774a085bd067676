package io.github.rocketmqlite.internal.codec;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What every request of a client says about where the client belongs: names are wrapped
 * here and nowhere else, on the last step before the header is written and signed, and
 * unwrapped when the answer is decoded. All other code knows bare names only.
 * <p>
 * Threading: immutable.
 *
 * @param namespace the namespace of names (protocol 8.9.1)
 * @param namespaceV2 the namespace that stands in a header of its own (protocol 8.9.2)
 * @param zone the zone to whose brokers routes are limited (protocol 1.8)
 * @param unitMode whether the client is one of several units
 */
public record RequestScope(Namespace namespace, @Nullable String namespaceV2, @Nullable String zone, boolean unitMode) {

	/** Requests as they are. */
	public static final RequestScope NONE = new RequestScope(Namespace.NONE, null, null, false);

	public RequestScope {
		Objects.requireNonNull(namespace, "namespace");
	}

	/**
	 * A request as it is to be sent.
	 */
	public <R> Request<R> apply(Request<R> request) {
		return isNone() ? request : new ScopedRequest<>(request, this);
	}

	// spelled out: it is asked for each request, and equals of a record links slowly
	private boolean isNone() {
		return this.namespace.name().isEmpty() && this.namespaceV2 == null && this.zone == null && !this.unitMode;
	}

}
