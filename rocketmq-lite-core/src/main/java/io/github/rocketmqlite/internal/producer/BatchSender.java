package io.github.rocketmqlite.internal.producer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BatchSendException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.internal.codec.BatchBody;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.ProducerOptions.BackPressure;
import io.github.rocketmqlite.producer.SendInvocation.Mode;
import io.github.rocketmqlite.producer.SendTarget;
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
	CompletableFuture<List<SendResult>> send(List<Message> messages, SendTarget target, Deadline deadline, Mode mode,
			BackPressure backPressure) {
		if (messages.isEmpty()) {
			throw new InvalidMessageException("The batch has no message");
		}
		List<Send> sends = new ArrayList<>(messages.size());
		List<Sending> sending = new ArrayList<>();
		try {
			for (Message message : messages) {
				sends.add(this.producer.begin(message, target, deadline, mode));
			}
			for (Part part : split(sends)) {
				sending.add(new Sending(part, start(part, deadline, backPressure)));
			}
		}
		catch (RuntimeException ex) {
			sends.forEach((send) -> send.hooks().ended(null, ex));
			throw ex;
		}
		return CompletableFuture.allOf(sending.stream().map(Sending::result).toArray(CompletableFuture[]::new))
			.handle((done, failure) -> results(sends, sending));
	}

	private List<Part> split(List<Send> sends) {
		List<Part> parts = new ArrayList<>();
		Map<Line, Part> open = new HashMap<>();
		Line line = null;
		for (int i = 0; i < sends.size(); i++) {
			Send send = sends.get(i);
			BatchPart.requireBatchable(send.message(), i);
			OutgoingMessage message = this.producer.prepareItem(send);
			line = (line != null && line.holds(send.message())) ? line : Line.of(send.message());
			Part part = open.get(line);
			if (part == null || !part.content.fits(message, this.maxBytes, BatchBody.MAX_MESSAGES)) {
				part = Part.ofAtMost(sends.size() - i);
				parts.add(part);
				open.put(line, part);
			}
			part.content.add(message);
			part.sends.add(send);
			part.places.add(i);
		}
		return parts;
	}

	private CompletableFuture<@Nullable SendResult> start(Part part, Deadline deadline, BackPressure backPressure) {
		try {
			if (part.sends.size() == 1) {
				Send alone = part.sends.get(0);
				return this.producer.start(alone, this.producer.prepare(alone), backPressure);
			}
			OutgoingMessage outgoing = part.content.outgoing(this.producer.newId());
			return this.producer.start(Send.batch(outgoing, part.sends, deadline), outgoing, backPressure);
		}
		catch (RocketException ex) {
			// the other parts may find room or have left already
			return CompletableFuture.failedFuture(ex);
		}
	}

	private List<SendResult> results(List<Send> sends, List<Sending> sending) {
		@Nullable SendResult[] results = new SendResult[sends.size()];
		RocketException first = null;
		for (Sending each : sending) {
			RocketException failure = each.failure();
			first = (first != null) ? first : failure;
			List<SendResult> acknowledged = (failure == null) ? each.results() : List.of();
			for (int i = 0; i < each.part.places.size(); i++) {
				SendResult result = (failure == null) ? acknowledged.get(i) : null;
				results[each.part.places.get(i)] = result;
				this.producer.tell(each.part.sends.get(i), result, failure);
			}
		}
		if (first != null) {
			throw new BatchSendException(items(sends, sending, results), first);
		}
		return new ArrayList<>(Arrays.asList(results));
	}

	private static List<BatchSendException.Item> items(List<Send> sends, List<Sending> sending,
			@Nullable SendResult[] results) {
		BatchSendException.Item[] items = new BatchSendException.Item[sends.size()];
		for (Sending each : sending) {
			RocketException failure = each.failure();
			for (int place : each.part.places) {
				items[place] = new BatchSendException.Item(sends.get(place).message(), results[place], failure);
			}
		}
		return List.of(items);
	}

	/** Messages that may leave together, in their order. */
	private record Line(String topic, @Nullable String orderingKey) {

		static Line of(Message message) {
			return new Line(message.topic(), message.orderingKey());
		}

		boolean holds(Message message) {
			return this.topic.equals(message.topic()) && Objects.equals(this.orderingKey, message.orderingKey());
		}

	}

	/**
	 * A part and where its messages stand in the whole.
	 */
	private record Part(BatchPart content, List<Send> sends, List<Integer> places) {

		/** A list of many topics has many parts, so most of them are short. */
		private static final int LIKELY_MOST = 64;

		static Part ofAtMost(int messages) {
			int likely = Math.min(messages, LIKELY_MOST);
			return new Part(new BatchPart(likely), new ArrayList<>(likely), new ArrayList<>(likely));
		}

	}

	private record Sending(Part part, CompletableFuture<@Nullable SendResult> result) {

		List<SendResult> results() {
			return this.part.content.results(Objects.requireNonNull(this.result.join()));
		}

		@Nullable RocketException failure() {
			return this.result.isCompletedExceptionally() ? Failures.of(exception()) : null;
		}

		private @Nullable Throwable exception() {
			return this.result.<@Nullable Throwable>handle((sent, failure) -> failure).join();
		}

	}

}
