package io.github.rocketmqlite.benchmarks.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.rocketmqlite.benchmarks.comparison.Contender.Sender;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * The official client.
 */
final class OfficialContender implements Contender {

	private static final int POLL_MILLIS = 1_000;

	private final String nameServers;

	private final List<Runnable> closing = new ArrayList<>();

	OfficialContender(String nameServers) {
		this.nameServers = nameServers;
	}

	@Override
	public Sender sender(String group, boolean batching) throws Exception {
		// its accumulator of single messages is left alone: with it, sends fail or hang
		DefaultMQProducer producer = new DefaultMQProducer(group);
		producer.setNamesrvAddr(this.nameServers);
		producer.setSendMsgTimeout((int) SEND_TIMEOUT.toMillis());
		producer.start();
		this.closing.add(producer::shutdown);
		return new OfficialSender(producer);
	}

	@Override
	public void push(String group, String topic, boolean ordered, Received received) throws Exception {
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
		consumer.setNamesrvAddr(this.nameServers);
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.subscribe(topic, "*");
		if (ordered) {
			consumer.setMessageListener((MessageListenerOrderly) (messages, context) -> {
				hand(messages, received);
				return ConsumeOrderlyStatus.SUCCESS;
			});
		}
		else {
			consumer.setMessageListener((MessageListenerConcurrently) (messages, context) -> {
				hand(messages, received);
				return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
			});
		}
		consumer.start();
		this.closing.add(consumer::shutdown);
	}

	@Override
	public Poller poller(String group, String topic) throws Exception {
		DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(group);
		consumer.setNamesrvAddr(this.nameServers);
		consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
		consumer.subscribe(topic, "*");
		consumer.start();
		this.closing.add(consumer::shutdown);
		return (received) -> hand(consumer.poll(POLL_MILLIS), received);
	}

	private static void hand(List<MessageExt> messages, Received received) {
		for (MessageExt message : messages) {
			received.message(message.getQueueId(), message.getQueueOffset(), message.getBody());
		}
	}

	@Override
	public void close() {
		this.closing.forEach(Runnable::run);
	}

	/** A producer. */
	private record OfficialSender(DefaultMQProducer producer) implements Sender {

		@Override
		public void send(String topic, byte[] body) throws Exception {
			requireStored(this.producer.send(new Message(topic, body)));
		}

		@Override
		public void sendAsync(String topic, byte[] body, Ended ended) throws Exception {
			this.producer.send(new Message(topic, body), new SendCallback() {

				@Override
				public void onSuccess(SendResult result) {
					ended.ended((result.getSendStatus() == SendStatus.SEND_OK) ? null
							: new IllegalStateException(result.toString()));
				}

				@Override
				public void onException(Throwable failure) {
					ended.ended(failure);
				}

			});
		}

		@Override
		public void sendOneway(String topic, byte[] body) throws Exception {
			this.producer.sendOneway(new Message(topic, body));
		}

		@Override
		@SuppressWarnings("deprecation") // there is no other way to ask it
		public long stored(String topic) throws Exception {
			long stored = 0;
			for (MessageQueue queue : this.producer.fetchPublishMessageQueues(topic)) {
				stored += this.producer.maxOffset(queue);
			}
			return stored;
		}

		@Override
		public void sendBatch(String topic, List<byte[]> bodies) throws Exception {
			Function<byte[], Message> message = (body) -> new Message(topic, body);
			requireStored(this.producer.send(bodies.stream().map(message).toList()));
		}

		private static void requireStored(SendResult result) {
			if (result.getSendStatus() != SendStatus.SEND_OK) {
				throw new IllegalStateException(result.toString());
			}
		}

	}

}
