package io.github.rocketmqlite.spring.listener;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from the consumer to the listener each one is for, one at a time or
 * several at once.
 * <p>
 * Threading: thread-safe; runs on the listener's threads, and where the futures of
 * asynchronous listeners are completed.
 */
final class ListenerInvoker {

	private final RocketMessageListenerContainer container;

	private final RocketContainerProperties properties;

	private volatile @Nullable ListenerFailure lastFailure;

	ListenerInvoker(RocketMessageListenerContainer container, RocketContainerProperties properties) {
		this.container = container;
		this.properties = properties;
	}

	@Nullable ListenerFailure lastFailure() {
		return this.lastFailure;
	}

	private Delivery delivery(ReceivedMessage message) {
		return new Delivery(this.container, this.properties, message);
	}

	private ConsumeOutcome failed(Delivery delivery, Exception error) {
		ConsumeOutcome outcome = delivery.failed(error);
		this.lastFailure = delivery.failure();
		return outcome;
	}

	/** One message, for listeners that are done when they return. */
	ConsumeOutcome onMessage(ReceivedMessage message) {
		Delivery delivery = delivery(message);
		try {
			ContainerListener listener = delivery.find();
			return delivery.ended(delivery.begin() ? call(listener, message) : ConsumeOutcome.SUCCESS);
		}
		catch (Exception ex) {
			return failed(delivery, ex);
		}
	}

	private static ConsumeOutcome call(ContainerListener listener, ReceivedMessage message) throws Exception {
		if (listener.handler() instanceof ListenerHandler.Single single) {
			return single.listener().onMessage(message);
		}
		throw new IllegalStateException(listener.description() + " does not handle single messages");
	}

	/** One message, for listeners of which some end later. */
	CompletionStage<ConsumeOutcome> onMessageAsync(ReceivedMessage message) {
		Delivery delivery = delivery(message);
		try {
			ContainerListener listener = delivery.find();
			if (!delivery.begin()) {
				return CompletableFuture.completedFuture(delivery.ended(ConsumeOutcome.SUCCESS));
			}
			if (!(listener.handler() instanceof ListenerHandler.Async async)) {
				return CompletableFuture.completedFuture(delivery.ended(call(listener, message)));
			}
			return async.listener()
				.onMessage(message)
				.handle((outcome, failure) -> (failure != null) ? failed(delivery, exception(failure))
						: delivery.ended(outcome));
		}
		catch (Exception ex) {
			return CompletableFuture.completedFuture(failed(delivery, ex));
		}
	}

	private static Exception exception(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof Exception ex) ? ex : new CompletionException(cause);
	}

	/** Several messages of a queue, for listeners of which some take them at once. */
	List<ConsumeOutcome> onMessages(List<ReceivedMessage> messages) {
		ConsumeOutcome[] outcomes = new ConsumeOutcome[messages.size()];
		Map<ContainerListener, List<Element>> batches = new LinkedHashMap<>();
		for (int i = 0; i < outcomes.length; i++) {
			Delivery delivery = delivery(messages.get(i));
			try {
				ContainerListener listener = delivery.find();
				if (!delivery.begin()) {
					outcomes[i] = delivery.ended(ConsumeOutcome.SUCCESS);
				}
				else if (listener.handler() instanceof ListenerHandler.Batch batch) {
					Element element = new Element(i, delivery, batch.reader().read(messages.get(i)));
					batches.computeIfAbsent(listener, (key) -> new ArrayList<>()).add(element);
				}
				else {
					outcomes[i] = delivery.ended(call(listener, messages.get(i)));
				}
			}
			catch (Exception ex) {
				outcomes[i] = failed(delivery, ex);
			}
		}
		batches.forEach((listener, elements) -> onBatch(listener, elements, outcomes));
		return List.of(outcomes);
	}

	private void onBatch(ContainerListener listener, List<Element> elements, ConsumeOutcome[] outcomes) {
		try {
			List<ConsumeOutcome> returned = ((ListenerHandler.Batch) listener.handler()).call()
				.handle(elements.stream().map(Element::value).toList());
			List<ConsumeOutcome> each = (returned.size() == 1) ? Collections.nCopies(elements.size(), returned.get(0))
					: returned;
			if (each.size() != elements.size()) {
				throw new IllegalStateException(listener.description() + " returned " + each.size() + " outcomes for "
						+ elements.size() + " messages");
			}
			for (int i = 0; i < elements.size(); i++) {
				outcomes[elements.get(i).index()] = elements.get(i).delivery().ended(each.get(i));
			}
		}
		catch (Exception ex) {
			failed(elements, ex, outcomes);
		}
	}

	/** Of a batch that failed at a certain message, what stands before that is done. */
	private void failed(List<Element> elements, Exception error, ConsumeOutcome[] outcomes) {
		int at = (error instanceof BatchListenerFailedException failure) ? failure.getIndex() : -1;
		for (int i = 0; i < elements.size(); i++) {
			Delivery delivery = elements.get(i).delivery();
			ConsumeOutcome outcome;
			if (at < 0 || at >= elements.size() || i == at) {
				outcome = failed(delivery, error);
			}
			else {
				outcome = delivery.ended((i < at) ? ConsumeOutcome.SUCCESS : ConsumeOutcome.RETRY);
			}
			outcomes[elements.get(i).index()] = outcome;
		}
	}

	/**
	 * One message of a batch.
	 *
	 * @param index its place among the messages that came together
	 * @param delivery the message on its way
	 * @param value what the listener takes
	 */
	private record Element(int index, Delivery delivery, Object value) {
	}

}
