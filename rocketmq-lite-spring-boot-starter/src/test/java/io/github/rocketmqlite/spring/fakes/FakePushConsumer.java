package io.github.rocketmqlite.spring.fakes;

import java.time.Instant;
import java.util.Map;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.AssignmentListener;
import io.github.rocketmqlite.consumer.AsyncMessageListener;
import io.github.rocketmqlite.consumer.BatchMessageListener;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what a test hands it, on the test's own thread.
 */
public final class FakePushConsumer implements PushConsumer {

	public final PushConsumerOptions options;

	public final @Nullable AssignmentListener assignmentListener;

	public volatile Map<MessageQueue, Long> lag = Map.of();

	public final List<String> seeks = new CopyOnWriteArrayList<>();

	public volatile boolean closed;

	public Runnable onClose = () -> {
	};

	public @Nullable BatchMessageListener batchListener;

	public @Nullable AsyncMessageListener asyncListener;

	private final MessageListener listener;

	private volatile boolean paused;

	FakePushConsumer(PushConsumerOptions options, MessageListener listener) {
		// the container's own one would make all options different
		this.options = options.withAssignmentListener(null);
		this.assignmentListener = options.assignment().listener();
		this.listener = listener;
	}

	public ConsumeOutcome deliver(ReceivedMessage message) throws Exception {
		return this.listener.onMessage(message);
	}

	public CompletableFuture<ConsumeOutcome> deliverAsync(ReceivedMessage message) throws Exception {
		return Objects.requireNonNull(this.asyncListener).onMessage(message).toCompletableFuture();
	}

	public List<ConsumeOutcome> deliverAll(ReceivedMessage... messages) throws Exception {
		return Objects.requireNonNull(this.batchListener).onMessages(List.of(messages));
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public Set<MessageQueue> assignment() {
		return Set.of(new MessageQueue("orders", "broker-a", 0), new MessageQueue("orders", "broker-a", 1));
	}

	@Override
	public int cachedMessages() {
		return 3;
	}

	@Override
	public long cachedBytes() {
		return 300;
	}

	@Override
	public int concurrency() {
		return this.options.concurrency();
	}

	@Override
	public void concurrency(int concurrency) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public int maxMessagesPerSecond() {
		return 0;
	}

	@Override
	public void maxMessagesPerSecond(int messages) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public void pause() {
		this.paused = true;
	}

	@Override
	public void resume() {
		this.paused = false;
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public void pause(String topic) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void resume(String topic) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void pause(MessageQueue queue) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void resume(MessageQueue queue) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void subscribe(String topic, Filter filter) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void unsubscribe(String topic) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void seek(MessageQueue queue, long offset) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void seek(MessageQueue queue, Instant time) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void seek(String topic, Instant time) {
		this.seeks.add(topic + " " + time);
	}

	@Override
	public Map<MessageQueue, Long> lag() {
		return this.lag;
	}

	@Override
	public void close() {
		this.onClose.run();
		this.closed = true;
	}

}
