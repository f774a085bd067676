package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

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

	private final String address;

	private final Request<?> request;

	private final @Nullable Request<R> decoder;

	private final Deadline deadline;

	private final AtomicInteger pending;

	private final long startedAt = System.nanoTime();

	private @Nullable PendingRequest<?> next;

	private int opaque;

	private boolean written;

	private boolean ended;

	private PendingRequest(String address, Request<?> request, @Nullable Request<R> decoder, Deadline deadline,
			AtomicInteger pending) {
		this.address = address;
		this.request = request;
		this.decoder = decoder;
		this.deadline = deadline;
		this.pending = pending;
		pending.incrementAndGet();
	}

	/**
	 * A request that awaits an answer.
	 * @param pending counts the requests that have not ended
	 */
	static <R> PendingRequest<R> twoWay(String address, Request<R> request, Deadline deadline, AtomicInteger pending) {
		return new PendingRequest<>(address, request, request, deadline, pending);
	}

	/**
	 * A request that has done its work once it is written.
	 */
	static PendingRequest<@Nullable Void> oneway(String address, Request<?> request, Deadline deadline,
			AtomicInteger pending) {
		return new PendingRequest<>(address, request, null, deadline, pending);
	}

	Request<?> request() {
		return this.request;
	}

	boolean isOneway() {
		return this.decoder == null;
	}

	int opaque() {
		return this.opaque;
	}

	long expiresAt() {
		return this.deadline.expiresAt();
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
	 * Ends the request because it cannot be turned into bytes.
	 */
	void notEncoded(Throwable cause) {
		if (end()) {
			completeExceptionally((cause instanceof RocketException) ? cause : new ProtocolException(
					this + " was not sent: it could not be encoded: " + cause, Outcome.NOT_SENT, cause));
		}
	}

	/**
	 * Ends the request if nobody waits for it any more or its time is over.
	 * @return whether it has ended
	 */
	boolean endIfMoot() {
		if (isDone()) {
			end();
			return true;
		}
		if (this.deadline.isExpired()) {
			expire();
			return true;
		}
		return false;
	}

	void answer(Frame frame) {
		if (!end() || isDone() || this.decoder == null) {
			return;
		}
		try {
			complete(this.decoder.decode(frame));
		}
		catch (RocketException ex) {
			completeExceptionally(ex);
		}
		catch (Throwable ex) {
			completeExceptionally(new ProtocolException(
					"The answer to " + this + " could not be read (code " + frame.code() + "): " + ex, Outcome.UNKNOWN,
					ex));
		}
	}

	/**
	 * A one-way request reached the socket.
	 */
	@SuppressWarnings("NullAway") // the answer of a one-way request is Void
	void complete() {
		if (end()) {
			complete(null);
		}
	}

	void expire() {
		if (end()) {
			String stage = !this.written ? "it was not sent: no usable connection in time"
					: isOneway() ? "the server does not take the bytes" : "no answer came";
			completeExceptionally(new RocketTimeoutException(
					this + " timed out after " + Elapsed.since(this.startedAt) + ": " + stage, outcome(), null));
		}
	}

	/**
	 * Ends the request with an error of its own that tells what the cause is.
	 */
	void fail(Throwable cause) {
		if (!end() || isDone()) {
			return;
		}
		String text = (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
		String message = this + " failed after " + Elapsed.since(this.startedAt) + ": " + text;
		if (cause instanceof ClientClosedException) {
			completeExceptionally(new ClientClosedException(message, outcome(), cause));
		}
		else if (cause instanceof ProtocolException) {
			completeExceptionally(new ProtocolException(message, outcome(), cause));
		}
		else {
			completeExceptionally(new RocketConnectionException(message, outcome(), cause));
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
		this.pending.decrementAndGet();
		return true;
	}

	@Override
	public String toString() {
		return this.request.name() + " to " + this.address;
	}

}
