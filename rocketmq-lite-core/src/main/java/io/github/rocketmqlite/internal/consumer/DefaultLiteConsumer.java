package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.consumer.LiteConsumer;
import io.github.rocketmqlite.consumer.LiteConsumerOptions;
import io.github.rocketmqlite.consumer.LitePosition;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.LiteSubscriptionRequest.Position;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of lite topics: a push consumer that pops one topic in the order of its lite
 * topics, and the lite topics that it wants.
 * <p>
 * Threading: thread-safe.
 */
public final class DefaultLiteConsumer implements LiteConsumer {

	private static final Duration SLACK = Duration.ofMillis(500);

	/** To take away, to add and to undo: one request each, behind a regular one. */
	private static final int REQUESTS = 4;

	private final LiteConsumerOptions options;

	private final LiteTopics topics;

	private final DefaultPushConsumer consumer;

	private final Duration requestTimeout;

	private volatile boolean closed;

	/**
	 * Puts a consumer together; it does nothing before {@link #start()}.
	 * @param onClose told when it is closed
	 * @throws IllegalArgumentException when the group's name is not one
	 * @throws io.github.rocketmqlite.InvalidMessageException when the name of the topic
	 * or a lite topic is not one
	 */
	public DefaultLiteConsumer(LiteConsumerOptions options, Listener listener, ConsumerResources resources,
			Consumer<LiteConsumer> onClose) {
		options.liteTopics().forEach(Names::checkLiteTopic);
		ConsumerSettings settings = new ConsumerSettings(resources.timer(), resources.budget(),
				resources.requestTimeout(), resources.rebalanceInterval(), (pushed) -> onClose.accept(this),
				resources.interceptors(), resources.callbacks());
		Cluster cluster = new ClientCluster(resources);
		this.options = options;
		this.requestTimeout = resources.requestTimeout();
		this.topics = new LiteTopics(options.group(), options.topic(), cluster, settings, options.listener());
		this.consumer = new DefaultPushConsumer(options.consuming(), listener, cluster, settings, this.topics);
		this.consumer.followRoutes(resources.routes());
	}

	/**
	 * Enters the group and subscribes. Returns when the brokers know what this member
	 * wants.
	 * @throws io.github.rocketmqlite.BrokerException when a broker refuses; nothing is
	 * left behind then
	 * @throws io.github.rocketmqlite.RocketException when no name server or no broker
	 * could be reached; nothing is left behind then
	 * @throws IllegalStateException when the client has a consumer of the group already
	 */
	public void start() {
		this.consumer.start();
		try {
			await(this.topics.subscribe(this.options.liteTopics(), null),
					"Subscribing to " + this.options.liteTopics().size() + " lite topics");
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public String topic() {
		return this.options.topic();
	}

	@Override
	public Set<String> liteTopics() {
		return this.topics.names();
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
				what + " of " + topic() + " in group " + group());
	}

	private void requireOpen() {
		if (this.closed) {
			throw new ClientClosedException("The lite consumer of group " + group() + " is closed", Outcome.NOT_SENT,
					null);
		}
	}

	@Override
	public int cachedMessages() {
		return this.consumer.cachedMessages();
	}

	@Override
	public void pause() {
		this.consumer.pause();
	}

	@Override
	public void resume() {
		this.consumer.resume();
	}

	@Override
	public boolean isPaused() {
		return this.consumer.isPaused();
	}

	@Override
	public void close() {
		this.closed = true;
		this.consumer.close();
	}

}
