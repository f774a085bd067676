package io.github.rocketmqlite.test.context;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;

/**
 * Asks the official client how many queues a topic has.
 */
final class QueueCount {

	private QueueCount() {
	}

	static int of(EmbeddedRocketMQServer server, String topic) {
		DefaultMQProducer producer = new DefaultMQProducer("queue-count");
		producer.setNamesrvAddr(server.nameServers());
		try {
			producer.start();
			return producer.fetchPublishMessageQueues(topic).size();
		}
		catch (Exception ex) {
			throw new IllegalStateException("No queues of " + topic, ex);
		}
		finally {
			producer.shutdown();
		}
	}

}
