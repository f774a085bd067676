package io.github.rocketmqlite.internal.remoting;

import io.github.rocketmqlite.internal.codec.Request;

/**
 * Adds to a request what proves who sends it. Called once for each request, after which
 * nothing of the request may change.
 * <p>
 * Threading: called on the threads that send, event loops among them, so it must not
 * block.
 */
@FunctionalInterface
public interface RequestSigner {

	/** For clusters without access control: requests leave as they are. */
	RequestSigner NONE = new RequestSigner() {

		@Override
		public <R> Request<R> sign(Request<R> request) {
			return request;
		}

	};

	<R> Request<R> sign(Request<R> request);

}
