package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.SendTarget;
import org.jspecify.annotations.Nullable;

/**
 * One call of a producer: what the interceptors made of its message, and the future of
 * its end. Whoever ends it says so here and nowhere else, so that a send needs no chain
 * of futures.
 * <p>
 * Threading: begun by the caller, ended once by any thread.
 */
final class Send implements SendAttempt.Ending, Runnable {

	private final Message message;

	private final SendTarget target;

	private final String id;

	private final boolean oneway;

	private final SendHooks hooks;

	private final Deadline deadline;

	private final Owner owner;

	/** Messages of a batch are never admitted and end with it. */
	private @Nullable CompletableFuture<@Nullable SendResult> result;

	private boolean endsOnCallbacks;

	private boolean admitted;

	private int bytes;

	private @Nullable SendResult sent;

	private @Nullable RocketException failure;

	private volatile boolean handedOver;

	Send(Message message, SendTarget target, String id, boolean oneway, SendHooks hooks, Deadline deadline,
			Owner owner) {
		this.message = message;
		this.target = target;
		this.id = id;
		this.oneway = oneway;
		this.hooks = hooks;
		this.deadline = deadline;
		this.owner = owner;
	}

	/**
	 * What leaves instead of several messages, of which interceptors see the attempts.
	 */
	static Send batch(OutgoingMessage outgoing, List<Send> messages, Deadline deadline) {
		SendHooks hooks = SendHooks.ofBatch(messages);
		Send first = messages.get(0);
		return new Send(outgoing.message(), first.target, outgoing.id(), false, hooks, deadline, first.owner);
	}

	Message message() {
		return this.message;
	}

	SendTarget target() {
		return this.target;
	}

	String id() {
		return this.id;
	}

	boolean isOneway() {
		return this.oneway;
	}

	SendHooks hooks() {
		return this.hooks;
	}

	Deadline deadline() {
		return this.deadline;
	}

	/**
	 * How it ended, once it is admitted; completed by the thread that ended it or by a
	 * callback thread. Of a one-way message the result is {@code null}.
	 */
	CompletableFuture<@Nullable SendResult> result() {
		return Objects.requireNonNull(this.result);
	}

	/**
	 * Lets the interceptors and the application hear of the end on a callback thread.
	 */
	void endOnCallbacks() {
		this.endsOnCallbacks = true;
	}

	/**
	 * Notes what the send has taken of the budget, which its end gives back.
	 */
	void admitted(int bodyBytes) {
		this.bytes = bodyBytes;
		this.admitted = true;
		this.result = new CompletableFuture<>();
	}

	/**
	 * Gives back what the send has taken, once.
	 */
	void release() {
		if (this.admitted) {
			this.admitted = false;
			this.owner.release(this.bytes);
		}
	}

	/**
	 * The message was handed to a connection that is open.
	 */
	void handedOver() {
		this.handedOver = true;
	}

	/**
	 * Whether all that is left to do for a one-way message is to write it.
	 */
	boolean isHandedOver() {
		return this.handedOver;
	}

	@Override
	public void end(@Nullable SendResult answer, @Nullable RocketException error) {
		this.sent = answer;
		this.failure = error;
		if (this.endsOnCallbacks) {
			if (!this.hooks.isNone()) {
				this.owner.tellingBegins();
			}
			release();
			this.owner.callbacks().execute(this);
		}
		else {
			release();
			complete();
		}
	}

	/** On a thread that may run the application's code. */
	@Override
	public void run() {
		if (!this.hooks.isNone()) {
			try {
				this.hooks.ended(this.sent, this.failure);
			}
			finally {
				this.owner.tellingEnds();
			}
		}
		complete();
	}

	private void complete() {
		if (this.failure != null) {
			result().completeExceptionally(this.failure);
		}
		else {
			result().complete(this.sent);
		}
	}

	/**
	 * Whoever admitted the send.
	 */
	interface Owner {

		/**
		 * An admitted send has ended.
		 */
		void release(int bodyBytes);

		/**
		 * Interceptors are about to hear of the end of a send, for which closing waits.
		 */
		void tellingBegins();

		/**
		 * Interceptors have heard of the end.
		 */
		void tellingEnds();

		/**
		 * The threads that may run the application's code.
		 */
		Executor callbacks();

	}

}
