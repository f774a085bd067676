package io.github.rocketmqlite.spring.listener.adapter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.listener.ListenerHandler;
import io.github.rocketmqlite.spring.listener.UnreadableMessageException;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The methods of one class that divide its messages by tag or by the type of the payload.
 * <p>
 * Threading: immutable.
 */
public final class HandlerMethods {

	private final String place;

	private final boolean asynchronous;

	private final Map<String, Handler> byTag = new HashMap<>();

	private final Map<String, Handler> byType = new HashMap<>();

	private @Nullable Handler otherwise;

	HandlerMethods(String place, List<Handler> handlers) {
		this.place = place;
		this.asynchronous = handlers.stream().anyMatch((handler) -> handler.calls() instanceof ListenerHandler.Async);
		for (Handler handler : handlers) {
			if (handler.isDefault()) {
				requireNone(this.otherwise, handler, "the default one");
				this.otherwise = handler;
			}
			handler.tags()
				.forEach((tag) -> requireNone(this.byTag.put(tag, handler), handler, "for tag '" + tag + "'"));
			Class<?> type = handler.payloadType();
			if (handler.tags().isEmpty() && type != null) {
				requireNone(this.byType.put(type.getName(), handler), handler, "for payload " + type.getName());
				this.byType.merge(type.getSimpleName(), handler, (first, second) -> ambiguous(type, first, second));
			}
		}
	}

	private static void requireNone(@Nullable Handler former, Handler handler, String claim) {
		Assert.isTrue(former == null, () -> "Two methods of one listener want to be " + claim + ": "
				+ ((former != null) ? former.description() : "") + " and " + handler.description());
	}

	private static Handler ambiguous(Class<?> type, Handler first, Handler second) {
		throw new IllegalArgumentException("Two methods of one listener take payloads of the simple name "
				+ type.getSimpleName() + ": " + first.description() + " and " + second.description());
	}

	boolean isAsynchronous() {
		return this.asynchronous;
	}

	ConsumeOutcome onMessage(ReceivedMessage message) throws Exception {
		return ((ListenerHandler.Single) of(message).calls()).listener().onMessage(message);
	}

	CompletionStage<ConsumeOutcome> onMessageAsync(ReceivedMessage message) throws Exception {
		if (of(message).calls() instanceof ListenerHandler.Async async) {
			return async.listener().onMessage(message);
		}
		return CompletableFuture.completedFuture(onMessage(message));
	}

	private Handler of(ReceivedMessage message) {
		String tag = message.tag();
		Handler found = (tag != null) ? this.byTag.get(tag) : null;
		String type = message.property(RocketHeaders.TYPE_ID);
		if (found == null && type != null) {
			found = this.byType.get(type);
		}
		if (found == null) {
			found = this.otherwise;
		}
		if (found == null) {
			throw new UnreadableMessageException("No method of " + this.place + " takes tag '" + tag + "' or type '"
					+ type + "', and none is the default one", null);
		}
		return found;
	}

	/**
	 * One of the methods.
	 *
	 * @param tags the tags it wants
	 * @param payloadType what its payload is; {@code null} when it takes none
	 * @param isDefault whether it gets what no other one does
	 * @param calls calls it
	 * @param description the method, for people
	 */
	public record Handler(Set<String> tags, @Nullable Class<?> payloadType, boolean isDefault, ListenerHandler calls,
			String description) {

		public Handler {
			tags = Set.copyOf(tags);
		}

	}

}
