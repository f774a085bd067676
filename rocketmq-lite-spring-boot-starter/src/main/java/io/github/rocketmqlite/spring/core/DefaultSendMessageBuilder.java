package io.github.rocketmqlite.spring.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.LocalTransaction;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the application says about one message and makes the {@link Message} of
 * it.
 * <p>
 * Threading: not thread-safe.
 */
final class DefaultSendMessageBuilder implements SendMessageBuilder {

	private final RocketTemplate template;

	private final Object payload;

	private final Map<String, Object> headers = new LinkedHashMap<>();

	private final List<String> keys = new ArrayList<>();

	private @Nullable String destination;

	private @Nullable String tag;

	private @Nullable Integer delayLevel;

	private @Nullable Duration delay;

	private @Nullable Instant deliverAt;

	private @Nullable String orderingKey;

	private @Nullable Integer priority;

	private @Nullable Duration timeout;

	DefaultSendMessageBuilder(RocketTemplate template, Object payload) {
		this.template = template;
		this.payload = payload;
	}

	@Override
	public SendMessageBuilder topic(String destination) {
		this.destination = destination;
		return this;
	}

	@Override
	public SendMessageBuilder tag(String tag) {
		this.tag = tag;
		return this;
	}

	@Override
	public SendMessageBuilder key(String key) {
		this.keys.add(key);
		return this;
	}

	@Override
	public SendMessageBuilder header(String name, Object value) {
		this.headers.put(name, value);
		return this;
	}

	@Override
	public SendMessageBuilder delayLevel(int delayLevel) {
		this.delayLevel = delayLevel;
		return this;
	}

	@Override
	public SendMessageBuilder delay(Duration delay) {
		this.delay = delay;
		return this;
	}

	@Override
	public SendMessageBuilder deliverAt(Instant time) {
		this.deliverAt = time;
		return this;
	}

	@Override
	public SendMessageBuilder orderingKey(String key) {
		this.orderingKey = key;
		return this;
	}

	@Override
	public SendMessageBuilder priority(int priority) {
		this.priority = priority;
		return this;
	}

	@Override
	public SendMessageBuilder timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	@Override
	public SendResult send() {
		return this.template.send(build(), this.timeout);
	}

	@Override
	public CompletableFuture<SendResult> sendAsync() {
		return built((message) -> this.template.sendAsync(message, this.timeout));
	}

	@Override
	public <T> T request(Class<T> replyType) {
		return this.template.request(build(), this.timeout, replyType);
	}

	@Override
	public <T> CompletableFuture<T> requestAsync(Class<T> replyType) {
		return built((message) -> this.template.requestAsync(message, this.timeout, replyType));
	}

	@Override
	public TransactionResult sendInTransaction(LocalTransaction local) {
		return this.template.sendInTransaction(build(), local);
	}

	@Override
	public void sendOneway() {
		this.template.sendOneway(build());
	}

	/** What is wrong with the message arrives through the future, too. */
	private <T> CompletableFuture<T> built(Function<Message, CompletableFuture<T>> sending) {
		Message message;
		try {
			message = build();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return sending.apply(message);
	}

	Message build() {
		if (this.destination == null) {
			throw new InvalidMessageException("A message needs a topic");
		}
		Destination target = Destination.parse(this.destination);
		Message.Builder builder = Message.builder(target.topic());
		Object body = this.payload;
		if (body instanceof org.springframework.messaging.Message<?> springMessage) {
			this.template.headerMapper().toMessage(springMessage.getHeaders(), builder);
			body = springMessage.getPayload();
		}
		this.template.headerMapper().toMessage(this.headers, builder);
		addParts(builder, (this.tag != null) ? this.tag : target.tag());
		if (this.template.isTypeHeader() && !(body instanceof byte[]) && !(body instanceof CharSequence)) {
			builder.property(RocketHeaders.TYPE_ID, body.getClass().getName());
		}
		try {
			return builder.body(this.template.payloadConverter().toBody(body)).build();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMessageException("The message to topic '" + target.topic() + "': " + ex.getMessage(), ex);
		}
	}

	private void addParts(Message.Builder builder, @Nullable String tag) {
		if (tag != null) {
			builder.tag(tag);
		}
		if (this.delayLevel != null) {
			builder.delayLevel(this.delayLevel);
		}
		builder.keys(this.keys);
		builder.delay(this.delay).deliverAt(this.deliverAt).orderingKey(this.orderingKey).priority(this.priority);
	}

}
