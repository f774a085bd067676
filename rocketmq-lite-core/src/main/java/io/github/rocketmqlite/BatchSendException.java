package io.github.rocketmqlite;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Some messages of a batch were not acknowledged: tells of each what became of it.
 * <p>
 * The {@linkplain #outcome() outcome} is {@link Outcome#NOT_SENT} only when no broker has
 * any of the messages, so that the whole batch may be sent again.
 */
public class BatchSendException extends RocketException {

	private static final long serialVersionUID = 1L;

	private final transient List<Item> items;

	/**
	 * Creates the exception.
	 * @param items all messages of the batch, in its order
	 * @param cause the first failure
	 */
	public BatchSendException(List<Item> items, RocketException cause) {
		super(describe(items) + ": " + cause.getMessage(), worst(items), cause);
		this.items = List.copyOf(items);
	}

	private static String describe(List<Item> items) {
		return items.stream().filter(Item::isStored).count() + " of " + items.size() + " messages were stored, "
				+ items.stream().filter((item) -> item.failedWith(Outcome.NOT_SENT)).count() + " were not, "
				+ items.stream().filter((item) -> item.failedWith(Outcome.UNKNOWN)).count() + " perhaps";
	}

	private static Outcome worst(List<Item> items) {
		return items.stream().allMatch((item) -> item.failedWith(Outcome.NOT_SENT)) ? Outcome.NOT_SENT
				: Outcome.UNKNOWN;
	}

	/**
	 * All messages, in the order of the batch.
	 */
	public List<Item> items() {
		return this.items;
	}

	/**
	 * The messages that no broker has: sending them again makes no duplicates.
	 */
	public List<Message> notSent() {
		return with(Outcome.NOT_SENT);
	}

	/**
	 * The messages that brokers may have or not.
	 */
	public List<Message> unknown() {
		return with(Outcome.UNKNOWN);
	}

	private List<Message> with(Outcome outcome) {
		return this.items.stream().filter((item) -> item.failedWith(outcome)).map(Item::message).toList();
	}

	/**
	 * What became of one message.
	 *
	 * @param message the message
	 * @param result the acknowledgement, {@code null} when there is none
	 * @param failure why not, {@code null} when there is an acknowledgement
	 */
	public record Item(Message message, @Nullable SendResult result, @Nullable RocketException failure) {

		public Item {
			Objects.requireNonNull(message, "message");
		}

		/**
		 * Whether a broker acknowledged the message.
		 */
		public boolean isStored() {
			return this.result != null;
		}

		private boolean failedWith(Outcome outcome) {
			return this.failure != null && this.failure.outcome() == outcome;
		}

	}

}
