package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the interceptors of a consumer about its calls of the listener and keeps their
 * errors away from it.
 * <p>
 * Threading: thread-safe.
 */
final class ConsumeInterceptors {

	private static final Logger logger = LoggerFactory.getLogger(ConsumeInterceptors.class);

	private final String group;

	private final List<ConsumeInterceptor> interceptors;

	/**
	 * Puts the interceptors of a consumer in line.
	 * @param group the consumer group
	 * @param ofClient those of the client, which are the outer ones
	 * @param ofConsumer those of the consumer
	 */
	ConsumeInterceptors(String group, List<ConsumeInterceptor> ofClient, List<ConsumeInterceptor> ofConsumer) {
		this.group = group;
		this.interceptors = Stream.concat(ofClient.stream(), ofConsumer.stream()).toList();
	}

	/** The messages that all interceptors want; the same list if those are all. */
	List<ReceivedMessage> wanted(List<ReceivedMessage> messages) {
		return this.interceptors.isEmpty() ? messages : Selection.of(messages, this::isWanted);
	}

	private boolean isWanted(ReceivedMessage message) {
		for (ConsumeInterceptor interceptor : this.interceptors) {
			try {
				if (!interceptor.accepts(message)) {
					return false;
				}
			}
			catch (Throwable failure) {
				logger.warn("Interceptor {} of group {} failed, taken as yes, for message {} of topic {}", interceptor,
						this.group, message.messageId(), message.topic(), failure);
			}
		}
		return true;
	}

	/**
	 * Begins a call.
	 * @return {@code null} if nobody wants to know
	 */
	@Nullable ConsumeCall begin(List<ReceivedMessage> messages) {
		if (this.interceptors.isEmpty()) {
			return null;
		}
		ConsumeCall call = new ConsumeCall(this.group, messages);
		for (ConsumeInterceptor interceptor : this.interceptors) {
			tell(interceptor, call, (told) -> told.beforeConsume(call));
		}
		return call;
	}

	/** Says that a call takes too long. */
	void timedOut(ConsumeCall call, Duration running) {
		for (ConsumeInterceptor interceptor : this.interceptors) {
			tell(interceptor, call, (told) -> told.onTimeout(call, running));
		}
	}

	/** Says that the listener has returned to the thread that called it. */
	void returned(ConsumeCall call) {
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			tell(this.interceptors.get(i), call, (told) -> told.afterReturn(call));
		}
	}

	/** Ends a call. */
	void end(ConsumeCall call, ConsumeResult result) {
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			tell(this.interceptors.get(i), call, (told) -> told.afterConsume(call, result));
		}
	}

	private void tell(ConsumeInterceptor interceptor, ConsumeCall call, Consumer<ConsumeInterceptor> what) {
		try {
			what.accept(interceptor);
		}
		catch (Throwable failure) {
			logger.warn("Interceptor {} of group {} failed and is passed over for {}", interceptor, this.group, call,
					failure);
		}
	}

}
