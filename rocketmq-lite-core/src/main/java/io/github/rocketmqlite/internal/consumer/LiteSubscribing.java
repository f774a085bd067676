package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.consumer.LitePosition;
import io.github.rocketmqlite.consumer.LiteSubscriptions;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.LiteSubscriptionRequest.Position;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The blocking edge of {@link LiteTopics}, which both kinds of consumers of lite topics
 * have.
 * <p>
 * Threading: thread-safe.
 */
final class LiteSubscribing implements LiteSubscriptions {

	private static final Duration SLACK = Duration.ofMillis(500);

	/** To take away, to add and to undo: one request each, behind a regular one. */
	private static final int REQUESTS = 4;

	private final String group;

	private final LiteTopics topics;

	private final Duration requestTimeout;

	private volatile boolean closed;

	LiteSubscribing(String group, LiteTopics topics, Duration requestTimeout) {
		this.group = group;
		this.topics = topics;
		this.requestTimeout = requestTimeout;
	}

	@Override
	public String topic() {
		return this.topics.topic();
	}

	@Override
	public Set<String> liteTopics() {
		return this.topics.names();
	}

	/** Subscribes to those that are wanted from the start. */
	void begin(Collection<String> liteTopics) {
		await(this.topics.subscribe(liteTopics, null), "Subscribing to " + liteTopics.size() + " lite topics");
	}

	@Override
	public void subscribeLite(String liteTopic) {
		subscribe(liteTopic, null);
	}

	@Override
	public void subscribeLite(String liteTopic, LitePosition position) {
		subscribe(liteTopic, switch (position.kind()) {
			case FIRST -> new Position("POLICY", Position.FIRST);
			case LAST -> new Position("POLICY", Position.LAST);
			case OFFSET -> new Position("OFFSET", position.value());
			case BACK -> new Position("TAIL_N", position.value());
		});
	}

	private void subscribe(String liteTopic, @Nullable Position position) {
		Names.checkLiteTopic(liteTopic);
		requireOpen();
		await(this.topics.subscribe(List.of(liteTopic), position), "Subscribing to lite topic " + liteTopic);
	}

	@Override
	public void unsubscribeLite(String liteTopic) {
		Names.checkLiteTopic(liteTopic);
		requireOpen();
		await(this.topics.unsubscribe(List.of(liteTopic)), "Unsubscribing from lite topic " + liteTopic);
	}

	private void await(CompletableFuture<?> work, String what) {
		Blocking.await(work, Deadline.after(this.requestTimeout.multipliedBy(REQUESTS).plus(SLACK)),
				what + " of " + topic() + " in group " + this.group);
	}

	/** Subscribes to nothing any more. */
	void close() {
		this.closed = true;
	}

	private void requireOpen() {
		if (this.closed) {
			throw new ClientClosedException("The consumer of lite topics of group " + this.group + " is closed",
					Outcome.NOT_SENT, null);
		}
	}

}
