package io.github.rocketmqlite.client;

import java.util.List;
import java.util.stream.Stream;

import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.producer.SendInterceptor;

/**
 * Those who look on at everything a client sends and receives.
 *
 * @param sends around the sends of all producers
 * @param consumes around the listener calls of all consumers
 * @param connections told of connections
 */
record Interceptors(List<SendInterceptor> sends, List<ConsumeInterceptor> consumes,
		List<ServerConnectionListener> connections) {

	Interceptors {
		sends = List.copyOf(sends);
		consumes = List.copyOf(consumes);
		connections = List.copyOf(connections);
	}

	/**
	 * These, and behind them two more.
	 */
	Interceptors and(SendInterceptor send, ConsumeInterceptor consume) {
		return new Interceptors(Stream.concat(this.sends.stream(), Stream.of(send)).toList(),
				Stream.concat(this.consumes.stream(), Stream.of(consume)).toList(), this.connections);
	}

}
