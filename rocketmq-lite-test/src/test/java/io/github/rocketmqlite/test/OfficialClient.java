package io.github.rocketmqlite.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The official client as an independent witness of what the servers do.
 */
final class OfficialClient implements AutoCloseable {

	private final String nameServers;

	private final DefaultMQProducer producer = new DefaultMQProducer("official-producers");

	OfficialClient(String nameServers) throws Exception {
		this.nameServers = nameServers;
		this.producer.setNamesrvAddr(nameServers);
		this.producer.setSendMsgTimeout(10_000);
		this.producer.setMaxMessageSize(8 * 1024 * 1024);
		this.producer.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE);
		this.producer.start();
	}

	SendResult sendCompressed(String topic, String body) throws Exception {
		this.producer.setCompressMsgBodyOverHowmuch(1);
		try {
			return send(topic, body);
		}
		finally {
			this.producer.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE);
		}
	}

	SendResult send(String topic, byte[] body) throws Exception {
		return this.producer.send(new Message(topic, body));
	}

	SendResult send(String topic, String body) throws Exception {
		return send(topic, body.getBytes(StandardCharsets.UTF_8));
	}

	SendResult sendWithKey(String topic, String key) throws Exception {
		return this.producer.send(new Message(topic, "", key, new byte[] { 1 }));
	}

	List<MessageQueue> queues(String topic) throws Exception {
		return this.producer.fetchPublishMessageQueues(topic);
	}

	/**
	 * Pulls from the beginning of all queues until it has the number of messages.
	 */
	List<String> pull(String topic, int count) throws Exception {
		DefaultLitePullConsumer consumer = new DefaultLitePullConsumer("official-consumers-of-" + topic);
		consumer.setNamesrvAddr(this.nameServers);
		consumer.start();
		try {
			Collection<MessageQueue> queues = consumer.fetchMessageQueues(topic);
			consumer.assign(queues);
			for (MessageQueue queue : queues) {
				seekToBegin(consumer, queue);
			}
			return poll(consumer, count);
		}
		finally {
			Daemons.start("stop-official-consumer", consumer::shutdown);
		}
	}

	/**
	 * The client loses a request now and then when several of its threads open the first
	 * connection at once.
	 */
	private static void seekToBegin(DefaultLitePullConsumer consumer, MessageQueue queue) {
		await().atMost(Duration.ofSeconds(60)).ignoreException(MQClientException.class).until(() -> {
			consumer.seekToBegin(queue);
			return true;
		});
	}

	private static List<String> poll(DefaultLitePullConsumer consumer, int count) {
		List<String> bodies = new ArrayList<>();
		long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (bodies.size() < count) {
			assertThat(System.nanoTime()).as("pulled so far: %s", bodies).isLessThan(deadline);
			for (MessageExt message : consumer.poll(1000)) {
				bodies.add(new String(message.getBody(), StandardCharsets.UTF_8));
			}
		}
		return bodies;
	}

	/**
	 * In the background: one of its threads waits up to three seconds for an event that
	 * does not come.
	 */
	@Override
	public void close() {
		Daemons.start("stop-official-producer", this.producer::shutdown);
	}

}
