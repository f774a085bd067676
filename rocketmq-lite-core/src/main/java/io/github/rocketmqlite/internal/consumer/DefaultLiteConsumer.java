package io.github.rocketmqlite.internal.consumer;

import java.util.Set;
import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.LiteConsumer;
import io.github.rocketmqlite.consumer.LiteConsumerOptions;
import io.github.rocketmqlite.consumer.LitePosition;
import io.github.rocketmqlite.internal.codec.Names;

/**
 * A consumer of lite topics: a push consumer that pops one topic in the order of its lite
 * topics, and the lite topics that it wants.
 * <p>
 * Threading: thread-safe.
 */
public final class DefaultLiteConsumer implements LiteConsumer {

	private final LiteConsumerOptions options;

	private final LiteSubscribing lite;

	private final DefaultPushConsumer consumer;

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
		LiteTopics topics = new LiteTopics(options.group(), options.topic(), cluster, settings, options.listener());
		this.lite = new LiteSubscribing(options.group(), topics, resources.requestTimeout());
		this.consumer = new DefaultPushConsumer(options.consuming(), listener, cluster, settings, topics);
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
			this.lite.begin(this.options.liteTopics());
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
		return this.lite.topic();
	}

	@Override
	public Set<String> liteTopics() {
		return this.lite.liteTopics();
	}

	@Override
	public void subscribeLite(String liteTopic) {
		this.lite.subscribeLite(liteTopic);
	}

	@Override
	public void subscribeLite(String liteTopic, LitePosition position) {
		this.lite.subscribeLite(liteTopic, position);
	}

	@Override
	public void unsubscribeLite(String liteTopic) {
		this.lite.unsubscribeLite(liteTopic);
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
		this.lite.close();
		this.consumer.close();
	}

}
