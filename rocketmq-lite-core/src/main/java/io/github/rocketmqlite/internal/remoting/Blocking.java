package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketInterruptedException;
import io.github.rocketmqlite.RocketTimeoutException;

/**
 * The one place where a thread of the application waits for the asynchronous client.
 * <p>
 * Threading: refuses to run on the client's own event loops, which would wait for
 * themselves.
 */
public final class Blocking {

	/**
	 * The operation ends itself at its deadline, with an error that knows more than this
	 * class does. Only if it does not, the wait ends without it.
	 */
	private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private Blocking() {
	}

	/**
	 * Waits for a result.
	 * @param future what to wait for
	 * @param deadline until when
	 * @param what the operation, for messages: "sending to topic orders"
	 * @throws RocketTimeoutException when the deadline passes first; the outcome is
	 * unknown
	 * @throws RocketInterruptedException when the thread is interrupted; its flag is set
	 * again
	 * @throws RocketException when the operation failed; the trace of the waiting thread
	 * is added as suppressed
	 */
	public static <T> T await(CompletableFuture<T> future, Deadline deadline, String what) {
		return await(future, deadline, what, "");
	}

	/**
	 * Waits for a result.
	 * @param what the operation, for messages: "sending to topic "
	 * @param detail its end, which is joined to it only when there is a message
	 * @see #await(CompletableFuture, Deadline, String)
	 */
	public static <T> T await(CompletableFuture<T> future, Deadline deadline, String what, String detail) {
		if (isEventLoop()) {
			throw new IllegalStateException(what + detail + " must not wait on " + Thread.currentThread().getName()
					+ ": use the asynchronous form inside callbacks of the event loop");
		}
		long started = System.nanoTime();
		try {
			return future.get(Math.max(0, deadline.nanos()) + GRACE_NANOS, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new RocketTimeoutException(what + detail + " took longer than " + Elapsed.since(started),
					Outcome.UNKNOWN, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RocketInterruptedException(what + detail + " was interrupted after " + Elapsed.since(started),
					Outcome.UNKNOWN, ex);
		}
		catch (ExecutionException ex) {
			throw withCallersLine(unwrap(ex), what + detail);
		}
	}

	/**
	 * Whether the current thread is one of the client's event loops, on which nothing may
	 * wait.
	 */
	public static boolean isEventLoop() {
		return Thread.currentThread() instanceof IoThread;
	}

	/**
	 * The cause inside the wrappers that futures put around it.
	 */
	public static Throwable unwrap(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static RuntimeException withCallersLine(Throwable cause, String what) {
		if (cause instanceof Error error) {
			throw error;
		}
		if (!(cause instanceof RuntimeException failure)) {
			return new ProtocolException(what + " failed: " + cause, Outcome.UNKNOWN, cause);
		}
		// one failure may be shared by many waiters: one trace is enough
		if (failure.getSuppressed().length == 0) {
			failure.addSuppressed(new Exception("waited for here"));
		}
		return failure;
	}

}
