package io.github.rocketmqlite.test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.store.GetMessageResult;
import org.apache.rocketmq.store.MessageStore;
import org.apache.rocketmq.store.config.MessageStoreConfig;
import org.apache.rocketmq.store.exception.ConsumeQueueException;

/**
 * One real broker in this JVM, and the questions to its store.
 * <p>
 * Threading: thread-safe.
 */
final class Broker {

	private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(30);

	private static final int READ_BATCH = 32;

	private final BrokerController controller;

	private Broker(BrokerController controller) {
		this.controller = controller;
	}

	/**
	 * Starts the broker and returns when it is registered at its name server.
	 * @param settings what to start it with
	 * @param registered tells whether the name server knows the broker of an address
	 */
	static Broker start(BrokerSettings settings, Predicate<String> registered) {
		RemotingVersion.declare();
		BrokerController controller = controller(settings);
		try {
			if (!controller.initialize()) {
				throw new IllegalStateException("The broker refused its configuration or its store");
			}
			controller.start();
			awaitRegistration(controller, registered);
		}
		catch (Exception ex) {
			Daemons.start("stop-broker", controller::shutdown);
			throw new IllegalStateException("The broker did not start on port " + settings.port(), ex);
		}
		return new Broker(controller);
	}

	/**
	 * The broker's own first registration is lost if its connection to the name server is
	 * not open yet; it would try again after ten seconds.
	 */
	private static void awaitRegistration(BrokerController controller, Predicate<String> registered) {
		String address = controller.getBrokerAddr();
		Await.until(REGISTRATION_TIMEOUT, () -> "the registration of the broker at " + address, () -> {
			if (registered.test(address)) {
				return true;
			}
			controller.registerBrokerAll(true, false, true);
			return registered.test(address);
		});
	}

	private static BrokerController controller(BrokerSettings settings) {
		BrokerConfig broker = new BrokerConfig();
		NettyServerConfig server = new NettyServerConfig();
		NettyClientConfig client = new NettyClientConfig();
		MessageStoreConfig store = new MessageStoreConfig();
		AuthConfig auth = new AuthConfig();
		List.of(broker, server, client, store, auth).forEach(settings::applyTo);
		auth.setConfigName(broker.getBrokerName());
		auth.setClusterName(broker.getBrokerClusterName());
		auth.setAuthConfigPath(settings.store().resolve("config").toString());
		BrokerController controller = new BrokerController(broker, server, client, store, auth);
		controller.getConfiguration().registerConfig(settings.properties());
		return controller;
	}

	String address() {
		return this.controller.getBrokerAddr();
	}

	String name() {
		return this.controller.getBrokerConfig().getBrokerName();
	}

	void createTopic(String topic, int queues) {
		TopicConfig config = new TopicConfig(topic, queues, queues, PermName.PERM_READ | PermName.PERM_WRITE);
		this.controller.getTopicConfigManager().updateTopicConfig(config);
		this.controller.registerIncrementBrokerData(config, this.controller.getTopicConfigManager().getDataVersion());
	}

	void deleteTopic(String topic) {
		this.controller.getTopicConfigManager().deleteTopicConfig(topic);
		this.controller.getConsumerOffsetManager().cleanOffsetByTopic(topic);
		this.controller.getMessageStore().deleteTopics(Set.of(topic));
	}

	List<StoredBody> messages(String topic) {
		TopicConfig config = this.controller.getTopicConfigManager().selectTopicConfig(topic);
		int queues = (config != null) ? Math.max(config.getReadQueueNums(), config.getWriteQueueNums()) : 0;
		List<StoredBody> messages = new ArrayList<>();
		for (int queueId = 0; queueId < queues; queueId++) {
			readQueue(topic, queueId, messages);
		}
		return messages;
	}

	private void readQueue(String topic, int queueId, List<StoredBody> messages) {
		MessageStore store = this.controller.getMessageStore();
		long end = maxOffset(topic, queueId);
		long offset = store.getMinOffsetInQueue(topic, queueId);
		while (offset < end) {
			GetMessageResult result = store.getMessage("", topic, queueId, offset, READ_BATCH, null);
			if (result == null) {
				throw new IllegalStateException("The store of " + name() + " is closed");
			}
			try {
				for (ByteBuffer buffer : result.getMessageBufferList()) {
					messages.add(stored(MessageDecoder.decode(buffer)));
				}
				if (result.getNextBeginOffset() <= offset) {
					return;
				}
				offset = result.getNextBeginOffset();
			}
			finally {
				result.release();
			}
		}
	}

	private static StoredBody stored(MessageExt message) {
		return new StoredBody(message.getTopic(), message.getQueueId(), message.getQueueOffset(), message.getBody(),
				message.getProperties(), message.getReconsumeTimes());
	}

	long maxOffset(String topic, int queueId) {
		try {
			return this.controller.getMessageStore().getMaxOffsetInQueue(topic, queueId);
		}
		catch (ConsumeQueueException ex) {
			throw new IllegalStateException("No maximum offset of " + topic + ", queue " + queueId, ex);
		}
	}

	long consumerOffset(String group, String topic, int queueId) {
		return this.controller.getConsumerOffsetManager().queryOffset(group, topic, queueId);
	}

	/**
	 * Stops the broker; the caller does not wait for its many threads to join, which
	 * takes 14 to 20 seconds.
	 * @param afterwards run when the last of them has ended
	 */
	void shutDown(Runnable afterwards) {
		Daemons.start("stop-broker", () -> {
			this.controller.shutdown();
			afterwards.run();
		});
	}

}
