package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where receives get their messages. Methods do not throw.
 */
interface PopSource {

	/**
	 * Pops what is there now; nobody holds it yet.
	 */
	CompletableFuture<Popping.Catch> pop(Wish wish);

	/**
	 * Completes when a place should be looked at again, perhaps with messages. Receives
	 * that wait for the same share what comes. Never fails.
	 * @param longest how long the one that asks would wait
	 */
	CompletableFuture<Offer> next(Wish wish, Duration longest);

	/** Waits no more. */
	void end();

	/**
	 * What a receive wants of one place.
	 *
	 * @param target the place
	 * @param maxMessages how many messages there is room for
	 * @param invisibleTime how long nobody else gets them
	 */
	record Wish(PopTarget target, int maxMessages, Duration invisibleTime) {
	}

	/**
	 * Messages for the first one to take them.
	 */
	final class Offer {

		/** What is offered when there is nothing. */
		static final Offer NOTHING = new Offer(List.of());

		private final List<HeldMessage> messages;

		private final AtomicBoolean taken = new AtomicBoolean();

		Offer(List<HeldMessage> messages) {
			this.messages = messages;
		}

		/** The messages, which are the caller's; none when somebody was quicker. */
		List<HeldMessage> take() {
			boolean mine = !this.messages.isEmpty() && this.taken.compareAndSet(false, true);
			return mine ? this.messages : List.of();
		}

	}

}
