package io.github.rocketmqlite.internal.codec.command;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * A command that says all it has to say in its body, names of topics or groups among it.
 *
 * @param <R> what the answer is decoded to
 */
interface BodyRequest<R> extends Request<R> {

	@Override
	default void writeFields(FieldWriter out) {
		// all is in the body
	}

	@Override
	default byte[] body() {
		return body(RequestScope.NONE);
	}

	@Override
	byte[] body(RequestScope scope);

}
