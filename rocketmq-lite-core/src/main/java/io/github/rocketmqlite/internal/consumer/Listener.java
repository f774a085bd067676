package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.AsyncMessageListener;
import io.github.rocketmqlite.consumer.BatchMessageListener;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.MessageListener;
import org.jspecify.annotations.Nullable;

/**
 * The application's listener in the one form that the dispatchers know.
 *
 * @param handler calls it
 * @param batching whether it takes several messages at once
 * @param asynchronous whether its outcomes may come later
 */
public record Listener(Handler handler, boolean batching, boolean asynchronous) {

	/** What nearly all calls return. */
	static final List<ConsumeOutcome> SUCCESS = List.of(ConsumeOutcome.SUCCESS);

	static final CompletableFuture<@Nullable List<ConsumeOutcome>> SUCCEEDED = CompletableFuture
		.completedFuture(SUCCESS);

	/** One message at a time. */
	public static Listener of(MessageListener listener) {
		Objects.requireNonNull(listener, "listener");
		return new Listener((messages) -> all(listener.onMessage(messages.get(0))), false, false);
	}

	/** Several messages at a time. */
	public static Listener ofBatch(BatchMessageListener listener) {
		Objects.requireNonNull(listener, "listener");
		return new Listener((messages) -> CompletableFuture.completedFuture(listener.onMessages(messages)), true,
				false);
	}

	/** One message at a time, finished later. */
	public static Listener ofAsync(AsyncMessageListener listener) {
		Objects.requireNonNull(listener, "listener");
		return new Listener((messages) -> {
			CompletionStage<ConsumeOutcome> outcome = listener.onMessage(messages.get(0));
			return (outcome != null) ? outcome.thenCompose(Listener::all) : null;
		}, false, true);
	}

	private static CompletableFuture<@Nullable List<ConsumeOutcome>> all(@Nullable ConsumeOutcome outcome) {
		if (ConsumeOutcome.SUCCESS.equals(outcome)) {
			return SUCCEEDED;
		}
		return CompletableFuture.completedFuture((outcome != null) ? List.of(outcome) : null);
	}

	/**
	 * Calls a listener.
	 */
	@FunctionalInterface
	public interface Handler {

		@Nullable CompletionStage<? extends @Nullable List<ConsumeOutcome>> handle(List<ReceivedMessage> messages)
				throws Exception;

	}

}
