package io.github.rocketmqlite.spring.config;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.core.RocketOperations;
import io.github.rocketmqlite.spring.listener.adapter.ReplySender;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;

/**
 * Answers requests through a producer, and sends everything else through the template.
 * Both are asked for when something is to be sent, because most listeners return nothing.
 * <p>
 * Threading: thread-safe.
 */
public final class TemplateReplySender implements ReplySender {

	private final Supplier<Producer> producer;

	private final Supplier<RocketOperations> template;

	private final RocketPayloadConverter payloadConverter;

	private final RocketHeaderMapper headerMapper;

	public TemplateReplySender(Supplier<Producer> producer, Supplier<RocketOperations> template,
			RocketPayloadConverter payloadConverter, RocketHeaderMapper headerMapper) {
		this.producer = producer;
		this.template = template;
		this.payloadConverter = payloadConverter;
		this.headerMapper = headerMapper;
	}

	@Override
	public CompletableFuture<SendResult> reply(ReceivedMessage request, Object value) {
		Message.Builder reply = Message.replyTo(request);
		Object payload = value;
		Map<String, Object> headers = Map.of();
		if (value instanceof org.springframework.messaging.Message<?> message) {
			payload = message.getPayload();
			headers = message.getHeaders();
		}
		this.headerMapper.toMessage(headers, reply);
		return this.producer.get().sendAsync(reply.body(this.payloadConverter.toBody(payload)).build());
	}

	@Override
	public CompletableFuture<SendResult> send(String destination, Object value) {
		return this.template.get().sendAsync(destination, value);
	}

}
