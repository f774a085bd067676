package io.github.rocketmqlite.spring.listener;

import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.listener.ProcessObserver.Processed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message on its way through its listener: interceptors before and after it, what
 * becomes of it when it fails, and who is told.
 * <p>
 * Threading: begun on the listener's thread, ended once, on any thread.
 */
final class Delivery {

	private static final Logger logger = LoggerFactory.getLogger(Delivery.class);

	private final RocketMessageListenerContainer container;

	private final RocketContainerProperties properties;

	private final ReceivedMessage message;

	private final long start = System.nanoTime();

	private @Nullable ContainerListener listener;

	private int begun;

	private @Nullable ListenerFailure failure;

	Delivery(RocketMessageListenerContainer container, RocketContainerProperties properties, ReceivedMessage message) {
		this.container = container;
		this.properties = properties;
		this.message = message;
	}

	ReceivedMessage message() {
		return this.message;
	}

	ContainerListener find() {
		ContainerListener found = this.properties.listeners().of(this.message);
		this.listener = found;
		return found;
	}

	/** Whether the interceptors let the message through. */
	boolean begin() throws Exception {
		for (ListenerInterceptor interceptor : this.properties.interceptors()) {
			if (!interceptor.preHandle(listenerId(), this.message)) {
				return false;
			}
			this.begun++;
		}
		return true;
	}

	ConsumeOutcome ended(ConsumeOutcome decided) {
		return end(failures().settle(listenerId(), this.message, decided, null, this.properties.consumerOptions()),
				null);
	}

	ConsumeOutcome failed(Exception error) {
		if (error instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		ConsumeOutcome outcome = failures().afterError(listenerId(), this.message, error,
				this.properties.consumerOptions());
		this.failure = ListenerFailure.of(this.message, error, outcome);
		return end(outcome, error);
	}

	/** What went wrong, once it has. */
	@Nullable ListenerFailure failure() {
		return this.failure;
	}

	private ConsumeOutcome end(ConsumeOutcome outcome, @Nullable Exception error) {
		List<ListenerInterceptor> interceptors = this.properties.interceptors();
		for (int i = this.begun - 1; i >= 0; i--) {
			try {
				interceptors.get(i).afterCompletion(listenerId(), this.message, outcome, error);
			}
			catch (RuntimeException ex) {
				logger.warn("An interceptor failed after listener '{}' had ended; nothing changes for message {}",
						listenerId(), this.message.messageId(), ex);
			}
		}
		observe(outcome, error);
		return outcome;
	}

	private void observe(ConsumeOutcome outcome, @Nullable Exception error) {
		List<ProcessObserver> observers = this.properties.observers();
		if (!observers.isEmpty()) {
			Processed processed = new Processed((this.listener != null) ? this.listener.id() : null, outcome,
					Duration.ofNanos(System.nanoTime() - this.start), error);
			observers.forEach((observer) -> observer.onProcessed(this.container, this.message, processed));
		}
	}

	private FailureHandling failures() {
		FailureHandling own = (this.listener != null) ? this.listener.failures() : null;
		return (own != null) ? own : this.properties.failures();
	}

	private String listenerId() {
		return (this.listener != null) ? this.listener.id() : this.container.getId();
	}

}
