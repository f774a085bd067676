package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.LitePopConsumer;
import io.github.rocketmqlite.consumer.LitePopConsumerOptions;
import io.github.rocketmqlite.consumer.LitePosition;
import io.github.rocketmqlite.consumer.PoppedMessage;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.pop.DefaultPopConsumer;
import io.github.rocketmqlite.internal.pop.PopResources;
import org.jspecify.annotations.Nullable;

/**
 * A pop consumer and the lite topics that it wants.
 * <p>
 * Threading: thread-safe.
 */
public final class DefaultLitePopConsumer implements LitePopConsumer {

	private final LitePopConsumerOptions options;

	private final LiteSubscribing lite;

	private final DefaultPopConsumer consumer;

	/**
	 * Puts a consumer together; it does nothing before {@link #start()}.
	 * @param onClose told when it is closed
	 * @throws IllegalArgumentException when the group's name is not one
	 * @throws io.github.rocketmqlite.InvalidMessageException when the name of the topic
	 * or a lite topic is not one
	 */
	public DefaultLitePopConsumer(LitePopConsumerOptions options, ConsumerResources resources,
			Consumer<LitePopConsumer> onClose) {
		options.liteTopics().forEach(Names::checkLiteTopic);
		this.options = options;
		LiteTopics topics = new LiteTopics(options.group(), options.topic(), new ClientCluster(resources),
				ConsumerSettings.of(resources), options.listener());
		this.lite = new LiteSubscribing(options.group(), topics, resources.requestTimeout());
		ConsumerMember member = new ConsumerMember(
				Subscriptions.ofLite(options.group(), options.topic(), System.currentTimeMillis()),
				options.popping().startPosition(), () -> {
				}, null, topics);
		this.consumer = new DefaultPopConsumer(options.popping(),
				new PopResources(resources.session(), resources.routes(), resources.brokers(), resources.timer(),
						resources.callbacks(), resources.requestTimeout(), (popping) -> onClose.accept(this)),
				member, topics);
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
		return this.consumer.group();
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
	public List<PoppedMessage> receive(int maxMessages, Duration invisibleTime, Duration wait) {
		return this.consumer.receive(maxMessages, invisibleTime, wait);
	}

	@Override
	public CompletableFuture<List<PoppedMessage>> receiveAsync(int maxMessages, Duration invisibleTime, Duration wait) {
		return this.consumer.receiveAsync(maxMessages, invisibleTime, wait);
	}

	@Override
	public void ack(PoppedMessage message) {
		this.consumer.ack(message);
	}

	@Override
	public CompletableFuture<@Nullable Void> ackAsync(PoppedMessage message) {
		return this.consumer.ackAsync(message);
	}

	@Override
	public void ackAll(Collection<? extends PoppedMessage> messages) {
		this.consumer.ackAll(messages);
	}

	@Override
	public CompletableFuture<@Nullable Void> ackAllAsync(Collection<? extends PoppedMessage> messages) {
		return this.consumer.ackAllAsync(messages);
	}

	@Override
	public void changeInvisibleTime(PoppedMessage message, Duration invisibleTime) {
		this.consumer.changeInvisibleTime(message, invisibleTime);
	}

	@Override
	public CompletableFuture<@Nullable Void> changeInvisibleTimeAsync(PoppedMessage message, Duration invisibleTime) {
		return this.consumer.changeInvisibleTimeAsync(message, invisibleTime);
	}

	@Override
	public void deadLetter(PoppedMessage message) {
		this.consumer.deadLetter(message);
	}

	@Override
	public CompletableFuture<@Nullable Void> deadLetterAsync(PoppedMessage message) {
		return this.consumer.deadLetterAsync(message);
	}

	@Override
	public int heldMessages() {
		return this.consumer.heldMessages();
	}

	@Override
	public void close() {
		this.lite.close();
		this.consumer.close();
	}

}
