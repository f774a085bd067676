package io.github.rocketmqlite.internal.producer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BatchSendException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import org.jspecify.annotations.Nullable;

/**
 * Sends many messages in as few requests as brokers allow: the list is split by topic and
 * by size, the parts leave side by side, and the answers are put together again.
 * <p>
 * Threading: thread-safe. The caller's thread encodes and waits for room; the rest never
 * blocks.
 */
final class BatchSender {

	private final DefaultProducer producer;

	private final int maxBytes;

	/**
	 * Makes the sender of a producer.
	 * @param producer checks and sends
	 * @param maxBytes the largest body that may leave
	 */
	BatchSender(DefaultProducer producer, int maxBytes) {
		this.producer = producer;
		this.maxBytes = maxBytes;
	}

	/**
	 * Sends the messages. All are checked before the first one leaves.
	 * @return the acknowledgements in the order of the messages; fails with a
	 * {@link BatchSendException} if there is one that is not acknowledged
	 */
	CompletableFuture<List<SendResult>> send(List<Message> messages, Deadline deadline, BackPressure backPressure) {
		List<Message> batch = List.copyOf(messages);
		if (batch.isEmpty()) {
			throw new InvalidMessageException("The batch has no message");
		}
		List<Sending> sending = new ArrayList<>();
		for (Part part : split(batch)) {
			sending.add(new Sending(part, start(part, deadline, backPressure)));
		}
		return CompletableFuture.allOf(sending.stream().map(Sending::result).toArray(CompletableFuture[]::new))
			.handle((done, failure) -> results(batch, sending));
	}

	private List<Part> split(List<Message> batch) {
		List<Part> parts = new ArrayList<>();
		Map<String, Part> open = new LinkedHashMap<>();
		for (int i = 0; i < batch.size(); i++) {
			Message message = batch.get(i);
			BatchPart.requireBatchable(message, i);
			OutgoingMessage item = this.producer.outgoing(message);
			Part part = open.get(message.topic());
			if (part == null || !part.content.fits(item, this.maxBytes, BatchPart.MAX_MESSAGES)) {
				part = new Part(new BatchPart(), new ArrayList<>());
				parts.add(part);
				open.put(message.topic(), part);
			}
			part.content.add(item);
			part.places.add(i);
		}
		return parts;
	}

	private CompletableFuture<SendResult> start(Part part, Deadline deadline, BackPressure backPressure) {
		try {
			return this.producer.start(part.content.outgoing(this.producer.newId()), deadline, backPressure);
		}
		catch (RocketException ex) {
			// the other parts may find room or have left already
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static List<SendResult> results(List<Message> batch, List<Sending> sending) {
		BatchSendException.Item[] items = new BatchSendException.Item[batch.size()];
		RocketException first = null;
		for (Sending each : sending) {
			RocketException failure = each.failure();
			first = (first != null) ? first : failure;
			List<SendResult> results = (failure == null) ? each.part.content.results(each.result.join()) : List.of();
			for (int i = 0; i < each.part.places.size(); i++) {
				int place = each.part.places.get(i);
				items[place] = new BatchSendException.Item(batch.get(place), (failure == null) ? results.get(i) : null,
						failure);
			}
		}
		if (first != null) {
			throw new BatchSendException(List.of(items), first);
		}
		List<SendResult> results = new ArrayList<>(items.length);
		for (BatchSendException.Item item : items) {
			results.add(Objects.requireNonNull(item.result()));
		}
		return results;
	}

	/**
	 * A part and where its messages stand in the whole.
	 */
	private record Part(BatchPart content, List<Integer> places) {
	}

	private record Sending(Part part, CompletableFuture<SendResult> result) {

		@Nullable RocketException failure() {
			return this.result.isCompletedExceptionally() ? Failures.of(exception()) : null;
		}

		private @Nullable Throwable exception() {
			return this.result.<@Nullable Throwable>handle((sent, failure) -> failure).join();
		}

	}

}
