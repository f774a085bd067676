package io.github.rocketmqlite.benchmarks.layer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;

/**
 * No layer: the client as it is.
 */
final class BareLayer implements Layer {

	private final RocketClient client;

	private final Producer producer;

	BareLayer(String nameServers) {
		this.client = RocketClient.builder().nameServers(nameServers).build();
		this.producer = this.client
			.newProducer(ProducerOptions.builder("layer").sendTimeout(LayerRun.SEND_TIMEOUT).build());
	}

	@Override
	public void send(String topic, Payload payload) {
		this.producer.send(message(topic, payload));
	}

	@Override
	public CompletableFuture<?> sendAsync(String topic, Payload payload) {
		return this.producer.sendAsync(message(topic, payload));
	}

	private static Message message(String topic, Payload payload) {
		return Message.builder(topic).body(payload.toBody()).build();
	}

	@Override
	public void receive(String group, String topic, Payload payload, Consumer<Object> receiver) {
		PushConsumerOptions options = PushConsumerOptions.builder(group)
			.subscribe(topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.build();
		this.client.newPushConsumer(options, (message) -> {
			receiver.accept(payload.fromBody(message.body()));
			return ConsumeOutcome.SUCCESS;
		});
	}

	@Override
	public void close() {
		this.client.close();
	}

}
