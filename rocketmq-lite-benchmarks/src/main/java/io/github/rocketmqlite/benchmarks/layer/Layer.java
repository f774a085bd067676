package io.github.rocketmqlite.benchmarks.layer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A way of sending and receiving payloads.
 * <p>
 * Threading: made and closed by one thread; sends are thread-safe.
 */
interface Layer extends AutoCloseable {

	/** Returns when the message is acknowledged. */
	void send(String topic, Payload payload);

	CompletableFuture<?> sendAsync(String topic, Payload payload);

	/** Calls the receiver with the value of each message of the topic. */
	void receive(String group, String topic, Payload payload, Consumer<Object> receiver);

	@Override
	void close();

}
