package io.github.rocketmqlite.spring.config;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.core.RocketOperations;
import io.github.rocketmqlite.spring.listener.adapter.ReplySender;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;

/**
 * Answers requests through the producer of the cluster that they came from, and sends
 * everything else through its template. Both are asked for when something is to be sent,
 * because most listeners return nothing.
 * <p>
 * Threading: thread-safe.
 *
 * @param cluster the cluster's name
 * @param producers finds the producer of a cluster
 * @param templates finds the template of a cluster
 * @param payloadConverter makes the bodies
 * @param headerMapper makes properties of headers
 */
public record TemplateReplySender(String cluster, Function<String, Producer> producers,
		Function<String, RocketOperations> templates, RocketPayloadConverter payloadConverter,
		RocketHeaderMapper headerMapper) implements ReplySender {

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
		return this.producers.apply(this.cluster).sendAsync(reply.body(this.payloadConverter.toBody(payload)).build());
	}

	@Override
	public CompletableFuture<SendResult> send(String destination, Object value) {
		return this.templates.apply(this.cluster).sendAsync(destination, value);
	}

	@Override
	public ReplySender ofCluster(String name) {
		return new TemplateReplySender(name, this.producers, this.templates, this.payloadConverter, this.headerMapper);
	}

}
