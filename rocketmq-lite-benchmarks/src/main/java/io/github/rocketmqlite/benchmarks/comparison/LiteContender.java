package io.github.rocketmqlite.benchmarks.comparison;

import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.benchmarks.comparison.Contender.Sender;
import io.github.rocketmqlite.benchmarks.harness.VoidRunException;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientStats;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PullConsumer;
import io.github.rocketmqlite.consumer.PullConsumerOptions;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;

/**
 * This client: one for all producers and consumers, as its documentation recommends.
 */
final class LiteContender implements Contender {

	private static final Duration LINGER = Duration.ofMillis(1);

	private static final Duration POLL = Duration.ofSeconds(1);

	private final RocketClient client;

	LiteContender(String nameServers) {
		this.client = RocketClient.builder().nameServers(nameServers).build();
	}

	@Override
	public Sender sender(String group, boolean batching) {
		return new LiteSender(this.client,
				this.client.newProducer(ProducerOptions.builder(group)
					.sendTimeout(SEND_TIMEOUT)
					.linger(batching ? LINGER : Duration.ZERO)
					.build()));
	}

	@Override
	public void push(String group, String topic, boolean ordered, Received received) {
		PushConsumerOptions options = PushConsumerOptions.builder(group)
			.subscribe(topic, Filter.all())
			.startPosition(StartPosition.FIRST)
			.ordered(ordered)
			.build();
		this.client.newPushConsumer(options, (message) -> {
			hand(message, received);
			return ConsumeOutcome.SUCCESS;
		});
	}

	@Override
	public Poller poller(String group, String topic) {
		PullConsumer consumer = this.client
			.newPullConsumer(PullConsumerOptions.builder(group).startPosition(StartPosition.FIRST).build());
		consumer.subscribe(topic, Filter.all());
		return (received) -> consumer.poll(POLL).forEach((message) -> hand(message, received));
	}

	private static void hand(ReceivedMessage message, Received received) {
		received.message(message.queue().queueId(), message.queueOffset(), message.body());
	}

	@Override
	public void close() {
		this.client.close();
	}

	/** A producer. */
	private record LiteSender(RocketClient client, Producer producer) implements Sender {

		@Override
		public void send(String topic, byte[] body) {
			requireStored(this.producer.send(message(topic, body)));
		}

		@Override
		public void sendAsync(String topic, byte[] body, Ended ended) {
			this.producer.sendAsync(message(topic, body))
				.whenComplete((result, failure) -> ended.ended((failure != null || result.isDurable()) ? failure
						: new IllegalStateException(result.toString())));
		}

		@Override
		public void sendOneway(String topic, byte[] body) {
			this.producer.sendOneway(message(topic, body));
		}

		@Override
		public long stored(String topic) {
			long failed = this.client.stats()
				.requests()
				.stream()
				.filter((count) -> count.request().equals("SendMessage") && !count.outcome().equals("success"))
				.mapToLong(RocketClientStats.RequestCount::count)
				.sum();
			if (failed > 0) {
				// it gives up one-way messages that a stalled broker does not take in
				// time
				throw new VoidRunException("the broker stalled: " + failed + " one-way requests ended without success");
			}
			return this.client.admin().topicStats(topic).messages();
		}

		@Override
		public void sendBatch(String topic, List<byte[]> bodies) {
			this.producer.sendBatch(bodies.stream().map((body) -> message(topic, body)).toList())
				.forEach(LiteSender::requireStored);
		}

		private static Message message(String topic, byte[] body) {
			return Message.builder(topic).body(body).build();
		}

		private static void requireStored(SendResult result) {
			if (!result.isDurable()) {
				throw new IllegalStateException(result.toString());
			}
		}

	}

}
