package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request on its way, and the future of its answer. It ends exactly once: answered,
 * written (one-way), expired or failed; whatever comes later changes nothing.
 * <p>
 * Threading: handed from the caller to the connection's event loop, which alone ends it.
 * Callers may cancel the future at any time.
 *
 * @param <R> the answer
 */
final class PendingRequest<R extends @Nullable Object> extends CompletableFuture<R> {

	private static final Logger logger = LoggerFactory.getLogger(PendingRequest.class);

	private final String address;

	private final Request<R> request;

	private final boolean oneway;

	private final long expiresAt;

	private final RequestTally tally;

	private final @Nullable RequestEnd<? super R> listener;

	private final long startedAt = System.nanoTime();

	private @Nullable PendingRequest<?> next;

	private int opaque;

	private boolean written;

	private boolean sentAgain;

	private boolean ended;

	private PendingRequest(String address, Request<R> request, boolean oneway, Deadline deadline, RequestTally tally,
			@Nullable RequestEnd<? super R> listener) {
		this.address = address;
		this.request = request;
		this.oneway = oneway;
		this.expiresAt = deadline.expiresAt();
		this.tally = tally;
		this.listener = listener;
		tally.started();
	}

	/**
	 * A request that awaits an answer.
	 * @param tally counts the requests of the connection
	 */
	static <R> PendingRequest<R> twoWay(String address, Request<R> request, Deadline deadline, RequestTally tally) {
		return twoWay(address, request, deadline, tally, null);
	}

	/**
	 * A request that awaits an answer.
	 * @param listener hears of the end, if it is not the future that somebody waits for
	 */
	static <R> PendingRequest<R> twoWay(String address, Request<R> request, Deadline deadline, RequestTally tally,
			@Nullable RequestEnd<? super R> listener) {
		return new PendingRequest<>(address, request, false, deadline, tally, listener);
	}

	/**
	 * A request that has done its work once it is written.
	 */
	static PendingRequest<@Nullable Void> oneway(String address, Request<?> request, Deadline deadline,
			RequestTally tally) {
		return oneway(address, request, deadline, tally, null);
	}

	/**
	 * A request that has done its work once it is written.
	 * @param listener hears of the end, if it is not the future that somebody waits for
	 */
	@SuppressWarnings("unchecked") // there is no answer to decode
	static PendingRequest<@Nullable Void> oneway(String address, Request<?> request, Deadline deadline,
			RequestTally tally, @Nullable RequestEnd<?> listener) {
		return new PendingRequest<>(address, (Request<@Nullable Void>) request, true, deadline, tally,
				(RequestEnd<@Nullable Void>) listener);
	}

	Request<?> request() {
		return this.request;
	}

	boolean isOneway() {
		return this.oneway;
	}

	int opaque() {
		return this.opaque;
	}

	long expiresAt() {
		return this.expiresAt;
	}

	@Nullable PendingRequest<?> next() {
		return this.next;
	}

	void linkTo(@Nullable PendingRequest<?> other) {
		this.next = other;
	}

	/**
	 * From here on the server may get to see the request.
	 */
	void writtenAs(int correlationId) {
		this.opaque = correlationId;
		this.written = true;
	}

	/**
	 * Whether it makes sense to write the request to another channel: somebody waits, and
	 * it was not done before.
	 */
	boolean mayBeSentAgain() {
		return !this.sentAgain && !isDone();
	}

	/**
	 * The server said that it did not execute the request; it will be written again.
	 */
	void takeBack() {
		this.sentAgain = true;
		this.written = false;
	}

	/**
	 * Ends the request because it cannot be turned into bytes.
	 */
	void notEncoded(Throwable cause) {
		if (end()) {
			endWith((cause instanceof RocketException) ? cause : new ProtocolException(
					this + " was not sent: it could not be encoded: " + cause, Outcome.NOT_SENT, cause));
		}
	}

	/**
	 * Ends the request if nobody waits for it any more or its time is over.
	 * @return whether it has ended
	 */
	boolean endIfMoot() {
		if (this.ended) {
			return true;
		}
		if (isDone()) {
			if (end()) {
				this.tally.ended(this.request, RequestOutcome.CANCELLED);
			}
			return true;
		}
		if (this.expiresAt - System.nanoTime() <= 0) {
			expire();
			return true;
		}
		return false;
	}

	void answer(Frame frame) {
		if (!end() || gaveUp() || this.oneway) {
			return;
		}
		R answer;
		try {
			answer = this.request.decode(frame);
		}
		catch (RocketException ex) {
			endWith(ex);
			return;
		}
		catch (Throwable ex) {
			endWith(new ProtocolException(
					"The answer to " + this + " could not be read (code " + frame.code() + "): " + ex, Outcome.UNKNOWN,
					ex));
			return;
		}
		this.tally.ended(this.request, RequestOutcome.SUCCESS);
		endWith(answer, null);
	}

	/**
	 * A one-way request reached the socket.
	 */
	@SuppressWarnings("NullAway") // the answer of a one-way request is Void
	void complete() {
		if (end()) {
			this.tally.ended(this.request, RequestOutcome.SUCCESS);
			endWith(null, null);
		}
	}

	void expire() {
		if (end()) {
			String stage = !this.written ? "it was not sent: no usable connection in time"
					: isOneway() ? "the server does not take the bytes" : "no answer came";
			endWith(new RocketTimeoutException(
					this + " timed out after " + Elapsed.since(this.startedAt) + ": " + stage, outcome(), null));
		}
	}

	/**
	 * Ends the request with an error of its own that tells what the cause is.
	 */
	void fail(Throwable cause) {
		if (!end() || gaveUp()) {
			return;
		}
		String text = (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
		String message = this + " failed after " + Elapsed.since(this.startedAt) + ": " + text;
		if (cause instanceof ClientClosedException) {
			endWith(new ClientClosedException(message, outcome(), cause));
		}
		else if (cause instanceof ProtocolException) {
			endWith(new ProtocolException(message, outcome(), cause));
		}
		else {
			endWith(new RocketConnectionException(message, outcome(), cause));
		}
	}

	private boolean gaveUp() {
		if (isDone()) {
			this.tally.ended(this.request, RequestOutcome.CANCELLED);
			return true;
		}
		return false;
	}

	private void endWith(Throwable failure) {
		this.tally.ended(this.request, RequestOutcome.of(failure));
		endWith(null, failure);
	}

	@SuppressWarnings("NullAway") // no answer beside a failure
	private void endWith(@Nullable R answer, @Nullable Throwable failure) {
		if (this.listener != null) {
			tell(this.listener, answer, failure);
		}
		else if (failure != null) {
			completeExceptionally(failure);
		}
		else {
			complete(answer);
		}
	}

	/** An error of one listener must not end the connection of all. */
	private void tell(RequestEnd<? super R> waiting, @Nullable R answer, @Nullable Throwable failure) {
		try {
			waiting.ended(answer, failure);
		}
		catch (Throwable ex) {
			logger.error("What followed {} failed", this, ex);
		}
	}

	private Outcome outcome() {
		return this.written ? Outcome.UNKNOWN : Outcome.NOT_SENT;
	}

	private boolean end() {
		if (this.ended) {
			return false;
		}
		this.ended = true;
		this.tally.ended();
		return true;
	}

	@Override
	public String toString() {
		return this.request.name() + " to " + this.address;
	}

}
